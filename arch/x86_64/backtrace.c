/*
 * backtrace.c -- who called whom, with function, file and line.
 *
 * Every function begins by pushing rbp and pointing rbp at it, so the saved
 * rbp are a list, and above each lies a return address.  A 0 ends it.  The
 * names come from the table that tools/gensymtab.py put into the image; its
 * layout is described there.
 *
 *   cpu_backtrace_self, cpu_backtrace_thread, cpu_backtrace_from
 *   ksym_describe    an address in words
 *   kva_readable     so that a backtrace over a broken stack cannot fault
 */
#include "arch/x86_64/frame.h"
#include "arch/x86_64/pmap.h"
#include "arch/x86_64/pte.h"
#include "arch/x86_64/regs.h"
#include "arch/x86_64/trap.h"
#include "kernel/machdep.h"
#include "kernel/thread.h"

#define FRAMES_MAX	24		/* printed; deeper ones are counted */
#define FRAMES_COUNTED	100000
#define PUSH_RBP	0x55		/* how a function with a frame begins */

struct symtab_header {
	char magic[8];
	uint32_t nfuncs, nlines, nfiles, strings_size;
};
struct symtab_func {
	uint32_t address, name;
};
struct symtab_line {
	uint32_t address;
	uint16_t file, line;
};

extern const char symtab_start[], symtab_end[];
extern const char text_start[], text_end[];

/* ---------------------------------------------------------- the names */

static const struct symtab_header *
symtab(void)
{
	const struct symtab_header *h = (const void *)symtab_start;

	if ((size_t)(symtab_end - symtab_start) < sizeof(*h) ||
	    memcmp(h->magic, "DFLYSYMS", 8) != 0)
		return (NULL);
	return (h);
}

/* Both tables begin each entry with its address, in 8 bytes. */
static const void *
last_not_above(const void *table, uint32_t count, uint32_t address)
{
	const struct symtab_func *entries = table;
	uint32_t low = 0, high = count, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (entries[mid].address <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return (low == 0 ? NULL : &entries[low - 1]);
}

/* The entry for the function that pc is in, or NULL. */
static const struct symtab_func *
find_function(uintptr_t pc)
{
	const struct symtab_header *h = symtab();

	if (h == NULL || pc < (uintptr_t)text_start ||
	    pc >= (uintptr_t)text_end)
		return (NULL);
	return (last_not_above(h + 1, h->nfuncs, (uint32_t)(pc - KVA_IMAGE)));
}

void
ksym_describe(uintptr_t pc, char *buf, size_t size)
{
	const struct symtab_header *h = symtab();
	const struct symtab_func *f = find_function(pc);
	const struct symtab_line *lines, *l;
	const uint32_t *files;
	const char *strings;
	uint32_t address = (uint32_t)(pc - KVA_IMAGE);
	int n;

	if (f == NULL) {
		ksnprintf(buf, size, "0x%lx", (unsigned long)pc);
		return;
	}
	lines = (const void *)((const struct symtab_func *)(h + 1) +
	    h->nfuncs);
	files = (const void *)(lines + h->nlines);
	strings = (const char *)(files + h->nfiles);
	l = last_not_above(lines, h->nlines, address);
	n = ksnprintf(buf, size, "%s+0x%x", strings + f->name,
	    address - f->address);
	if (l != NULL && l->line != 0 && (size_t)n < size)
		ksnprintf(buf + n, size - (size_t)n, " (%s:%d)",
		    strings + files[l->file], l->line);
}

/* ---------------------------------------------------------- the stack */

/*
 * Walk the page table that is loaded, as the cpu would.  Tables lie in RAM
 * and so in the direct map.
 */
static bool
page_present(uintptr_t va)
{
	uint64_t pte = read_cr3() & PTE_ADDR;

	for (int level = PT_LEVELS; level > 0; level--) {
		pte = *(const uint64_t *)(KVA_RAM + (pte & PTE_ADDR) +
		    (uintptr_t)pt_index(va, level) * 8);
		if ((pte & PTE_P) == 0)
			return (false);
		if ((pte & PTE_PS) != 0 && level < PT_LEVELS)
			return (true);
	}
	return (true);
}

bool
kva_readable(uintptr_t va)
{
	return (va >= 0xffff800000000000ul && va <= UINTPTR_MAX - 8 &&
	    va % 8 == 0 && page_present(va) && page_present(va + 7));
}

/* Is there a frame at rbp, and does the list go on upwards? */
static bool
next_frame(uintptr_t *rbp, uintptr_t *pc)
{
	const uintptr_t *frame = (const uintptr_t *)*rbp;

	if (!kva_readable(*rbp) || !kva_readable(*rbp + 8) || frame[1] == 0)
		return (false);
	*pc = frame[1] - 1;		/* the call, not what comes after */
	*rbp = frame[0];
	return (true);
}

/*
 * A function that calls nobody and needs no stack has no frame (gcc), and no
 * function has one at its first instruction.  Then the return address is
 * still what rsp points to, and rbp is that of the caller.
 */
void
backtrace_add_leaf(struct trapframe *frame, uintptr_t link[2])
{
	const struct symtab_func *f = find_function(frame->tf_rip);
	const uint8_t *code;

	if (f == NULL || !kva_readable(frame->tf_rsp))
		return;
	code = (const uint8_t *)(KVA_IMAGE + f->address);
	link[0] = frame->tf_rbp;
	link[1] = *(const uintptr_t *)frame->tf_rsp;
	if ((*code == PUSH_RBP && frame->tf_rip != (uintptr_t)code) ||
	    find_function(link[1]) == NULL)
		return;
	/* trap.asm made the word below: the saved rbp of the fake frame. */
	((uintptr_t *)frame)[-2] = (uintptr_t)link;
}

void
cpu_backtrace_from(uintptr_t pc, uintptr_t rbp,
    int (*print)(const char *fmt, ...))
{
	char text[100];
	int n = 0;

	do {
		if (n < FRAMES_MAX) {
			ksym_describe(pc, text, sizeof(text));
			print("  #%d %s\n", n, text);
		}
		n++;
	} while (n < FRAMES_COUNTED && next_frame(&rbp, &pc));
	if (n > FRAMES_MAX)
		print("  ... and %d more\n", n - FRAMES_MAX);
}

void
cpu_backtrace_self(int (*print)(const char *fmt, ...))
{
	uintptr_t rbp = (uintptr_t)__builtin_frame_address(0);
	uintptr_t pc;

	if (next_frame(&rbp, &pc))
		cpu_backtrace_from(pc, rbp, print);
}

void
cpu_backtrace_thread(const struct thread *td,
    int (*print)(const char *fmt, ...))
{
	const struct switchframe *sf = (const void *)td->td_sp;

	if (td == curthread)
		cpu_backtrace_self(print);
	else if (kva_readable((uintptr_t)sf) &&
	    kva_readable((uintptr_t)&sf->sf_ret))
		cpu_backtrace_from(sf->sf_ret - 1, sf->sf_rbp, print);
}
