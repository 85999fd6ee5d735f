/*
 * pmap.c -- the kernel's own page tables, and what touches the machine.
 *
 * The kernel's half of an address space is the same in all: every root has
 * the same entries there (pmap_init copies them), so the tables below the
 * root are made here, at start-up, once for all.  Nothing is both writable
 * and executable, and the pages of text and constants are not writable
 * through the map of all RAM either.
 *
 *   pmap_bootstrap                the final tables
 *   pmap_kenter, pmap_kremove     kernel stacks
 *   pmap_map_device               device memory
 *   pmap_flush_page, _all         forget cached translations
 *   cpu_set_vmspace               another address space
 *
 * Not here: the trees of programs (pmap_tree.c).
 */
#include "arch/x86_64/cpu.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/pmap.h"
#include "arch/x86_64/pte.h"
#include "arch/x86_64/regs.h"
#include "kernel/proc.h"
#include "kernel/thread.h"
#include "lib/bits.h"
#include "vm/vm_glue.h"
#include "vm/vm_map.h"

#define CPUID_EXT_GB_PAGES	(1u << 26)	/* leaf 0x80000001, edx */

/* linker.ld: all virtual, all page aligned (symtab_end: kernel_end). */
extern char text_start[], text_end[], rodata_start[], rodata_end[];
extern char data_start[], bss_end[], symtab_start[], kernel_end[];

struct vm_page *pmap_kernel_root;
pte_t pte_nx;

static pte_t pte_global;		/* PTE_G, or 0 on a cpu without */
static int largest_level;		/* of a page in the map of all RAM */
static vm_offset_t stacks_end;		/* pmap_kenter works below this */
static vm_offset_t device_next = KVA_DEVICES;

/* ---------------------------------------------------- the kernel's tables */

static struct vm_page *
kernel_table(void)
{
	struct vm_page *table = vm_page_alloc(PG_KERNEL, true, "kernel table");

	if (table == NULL)
		panic("no memory for the kernel's page tables");
	return (table);
}

/* The entry of that level for va; tables on the way are made. */
static pte_t *
kernel_entry(vm_offset_t va, int level)
{
	struct vm_page *table = pmap_kernel_root;
	pte_t *e;

	table->pg_lines |= 1ul << (pt_index(va, PT_LEVELS) / PT_LINE);
	for (int l = PT_LEVELS; ; l--) {
		e = &pt_entries(table)[pt_index(va, l)];
		if (l == level)
			return (e);
		if (pte_load(e) == 0)
			pte_exchange(e, vm_page_pa(kernel_table()) | PTE_P |
			    PTE_W);
		KASSERT((pte_load(e) & PTE_PS) == 0,
		    ("kernel map %lx: a large page is in the way",
		    (unsigned long)va));
		table = pte_page(pte_load(e));
	}
}

/* Map len bytes at va to pa, in pages as large as they fit. */
static void
kernel_map(vm_offset_t va, vm_paddr_t pa, uint64_t len, pte_t rights,
    int level_max)
{
	int level;

	while (len > 0) {
		level = level_max;
		while (level > 1 && (((va | pa) & (pt_span(level) - 1)) != 0 ||
		    len < pt_span(level)))
			level--;
		pte_exchange(kernel_entry(va, level), pa | rights | PTE_P |
		    pte_global | (level > 1 ? PTE_PS : 0));
		va += pt_span(level);
		pa += pt_span(level);
		len -= pt_span(level);
	}
}

/* The map of all RAM, from pa on to end. */
static void
map_ram(vm_paddr_t pa, vm_paddr_t end, pte_t rights)
{
	if (pa < end)
		kernel_map(KVA_RAM + pa, pa, end - pa, rights | pte_nx,
		    largest_level);
}

static void
map_image(const char *start, const char *end, pte_t rights)
{
	vm_offset_t va = (vm_offset_t)start;

	kernel_map(va, va - KVA_IMAGE, (vm_offset_t)end - va, rights, 1);
}

static vm_paddr_t
image_pa(const char *symbol)
{
	return ((vm_offset_t)symbol - KVA_IMAGE);
}

/*
 * All tables that kernel stacks can come to need, so that no stack fails for
 * want of one: one stack for 8 pages of RAM (lwkt_stack.c), with its guard.
 */
static void
make_stack_tables(void)
{
	uint64_t stacks = min(max(vm_page_array_size / 8, 1024ul), 32768ul);

	stacks_end = KVA_STACKS + stacks * (LWKT_THREAD_STACK + PAGE_SIZE);
	for (vm_offset_t va = KVA_STACKS; va < stacks_end; va += pt_span(2))
		kernel_entry(va, 1);
}

static void
look_at_cpu(void)
{
	pte_nx = (rdmsr(MSR_EFER) & EFER_NXE) != 0 ? PTE_NX : 0;
	pte_global = cpu_has_pge ? PTE_G : 0;
	largest_level = 2;
	if ((cpuid(0x80000001, 0).edx & CPUID_EXT_GB_PAGES) != 0)
		largest_level = 3;
}

void
pmap_bootstrap(vm_paddr_t ram_end)
{
	look_at_cpu();
	pmap_kernel_root = kernel_table();
	pmap_kernel_root->pg_lines = 0;
	pmap_kernel_root->pg_level = PT_LEVELS;

	map_ram(0, image_pa(text_start), PTE_W);
	map_ram(image_pa(text_start), image_pa(rodata_end), 0);
	map_ram(image_pa(rodata_end), image_pa(symtab_start), PTE_W);
	map_ram(image_pa(symtab_start), image_pa(kernel_end), 0);
	map_ram(image_pa(kernel_end), roundup2(ram_end, pt_span(2)), PTE_W);

	map_image(text_start, text_end, 0);
	map_image(rodata_start, rodata_end, pte_nx);
	map_image(data_start, bss_end, PTE_W | pte_nx);
	map_image(symtab_start, kernel_end, pte_nx);

	make_stack_tables();
	/* Devices are mapped later, when roots have been copied. */
	kernel_entry(KVA_DEVICES, 3);
	pmap_activate_kernel();
}

/* ------------------------------------------------- stacks and devices */

void
pmap_kenter(vm_offset_t va, vm_paddr_t pa)
{
	KASSERT(va >= KVA_STACKS && va < stacks_end,
	    ("no table for a kernel stack at %lx", (unsigned long)va));
	pte_exchange(kernel_entry(va, 1), pa | PTE_P | PTE_W | pte_nx |
	    pte_global);
}

void
pmap_kremove(vm_offset_t va)
{
	pte_exchange(kernel_entry(va, 1), 0);
	invlpg(va);
}

void *
pmap_map_device(vm_paddr_t pa, uint64_t len)
{
	vm_paddr_t first = trunc_page(pa);
	vm_offset_t va = device_next;

	len = round_page(pa + len) - first;
	if (len > KVA_DEVICES_END - va)
		return (NULL);
	device_next += len;
	kernel_map(va, first, len, PTE_W | PTE_PCD | PTE_PWT | pte_nx, 1);
	return ((void *)(va + (pa - first)));
}

/* ------------------------------------------------------- the machine */

static bool
is_loaded(const struct pmap *pm)
{
	return ((read_cr3() & PTE_ADDR) == vm_page_pa(pm->pm_root));
}

/*
 * One page, and all cached pointers to tables: invlpg forgets those of the
 * whole address space, which is what replacing a table needs (pmap_tree.c).
 */
void
pmap_flush_page(struct pmap *pm, vm_offset_t va)
{
	if (is_loaded(pm))
		invlpg(va);
}

void
pmap_flush_all(struct pmap *pm)
{
	if (is_loaded(pm))
		write_cr3(vm_page_pa(pm->pm_root));
}

vm_paddr_t
pmap_kernel_cr3(void)
{
	return (vm_page_pa(pmap_kernel_root));
}

void
pmap_activate_kernel(void)
{
	write_cr3(pmap_kernel_cr3());
}

void
cpu_set_vmspace(struct lwp *lp, struct vmspace *vm)
{
	vm_paddr_t root = vm_page_pa(vm->vm_pmap.pm_root);

	lp->lwp_thread->td_pcb->pcb_cr3 = root;
	if (lp->lwp_thread == curthread)
		write_cr3(root);
}

void
pmap_deactivate(struct pmap *pm)
{
	if (is_loaded(pm))
		pmap_activate_kernel();
}

void
pmap_zero_page(struct vm_page *pg)
{
	void *dst = vm_page_va(pg);
	uint64_t n = PAGE_SIZE / 8;

	__asm__ volatile("rep stosq" : "+D" (dst), "+c" (n) : "a" (0ul)
	    : "memory");
}

void
pmap_copy_page(struct vm_page *dst, const struct vm_page *src)
{
	void *to = vm_page_va(dst);
	const void *from = vm_page_va(src);
	uint64_t n = PAGE_SIZE / 8;

	__asm__ volatile("rep movsq" : "+D" (to), "+S" (from), "+c" (n)
	    : : "memory");
}
