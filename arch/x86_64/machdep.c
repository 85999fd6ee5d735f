/*
 * machdep.c -- from the first instruction of C to kernel_main().
 *
 * boot/entry.asm calls kmain() with early page tables and a stack, and
 * nothing else.  Step by step the machine becomes one that kernel/ can use:
 * a console to complain on, exceptions that are caught, memory, time.
 *
 *   kmain
 *   boot_option, boot_module, boot_module_free   what the boot loader said
 */
#include "arch/x86_64/clock.h"
#include "arch/x86_64/console.h"
#include "arch/x86_64/cpu.h"
#include "arch/x86_64/crash.h"
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/pic.h"
#include "arch/x86_64/pmap.h"
#include "arch/x86_64/segments.h"
#include "arch/x86_64/trap.h"
#include "boot/bootinfo.h"
#include "kernel/boot.h"
#include "kernel/machdep.h"
#include "kernel/thread.h"
#include "lib/bits.h"
#include "vm/vm_page.h"

#define MIB		(1ul << 20)
#define EARLY_MAP_END	(4096 * MIB)	/* boot/entry.asm maps so much */
#define LOW_MEMORY_END	(1 * MIB)	/* firmware's and the PC's own */
/* Of 48 MiB the firmware keeps some; less is not enough for programs. */
#define RAM_MIN		(44 * MIB)

extern char kernel_phys_start[], kernel_phys_end[];
extern char boot_stack_guard[], boot_stack[];

void kmain(uint32_t magic, uint64_t info);

static struct globaldata cpu0;
static struct thread thread0;
static struct bootinfo bootinfo;

/* ------------------------------------------------ what the loader said */

static const void *
early_read(uint64_t pa, size_t len)
{
	if (pa >= EARLY_MAP_END || len > EARLY_MAP_END - pa)
		return (NULL);
	return ((const void *)(KVA_RAM + pa));
}

/* Options are words, or name=value; the last of a name wins. */
const char *
boot_option(const char *name)
{
	static char value[128];
	const char *word, *found = NULL;
	size_t len = strlen(name), n;

	for (word = bootinfo.bi_cmdline; *word != '\0'; word += n) {
		while (*word == ' ')
			word++;
		for (n = 0; word[n] != '\0' && word[n] != ' '; n++)
			continue;
		if (n >= len && strncmp(word, name, len) == 0 &&
		    (n == len || word[len] == '='))
			found = word;
	}
	if (found == NULL)
		return (NULL);
	found += len;
	if (*found == '=')
		found++;
	for (n = 0; n < sizeof(value) - 1 && found[n] != '\0' &&
	    found[n] != ' '; n++)
		value[n] = found[n];
	value[n] = '\0';
	return (value);
}

bool
boot_module(int i, const void **start, size_t *size)
{
	const struct boot_range *r = &bootinfo.bi_modules[i];

	if (i < 0 || i >= bootinfo.bi_nmodules)
		return (false);
	*start = (const void *)(KVA_RAM + r->br_start);
	*size = r->br_end - r->br_start;
	return (true);
}

/*
 * Pages that a module shares with something else are nobody's to give: they
 * were never RAM in our book, so only whole pages inside it come back.
 */
void
boot_module_free(int i)
{
	const struct boot_range *r = &bootinfo.bi_modules[i];

	vm_page_add_range(round_page(r->br_start), trunc_page(r->br_end));
}

/* ---------------------------------------------------------------- memory */

static void
memory_exclude(void)
{
	bootinfo_exclude(&bootinfo, 0, LOW_MEMORY_END);
	bootinfo_exclude(&bootinfo, (uint64_t)kernel_phys_start,
	    (uint64_t)kernel_phys_end);
	for (int i = 0; i < bootinfo.bi_nmodules; i++)
		bootinfo_exclude(&bootinfo, bootinfo.bi_modules[i].br_start,
		    bootinfo.bi_modules[i].br_end);
}

static void
check_enough_memory(void)
{
	uint64_t ram = bootinfo_ram(&bootinfo);

	if (ram >= RAM_MIN)
		return;
	kprintf("Damselfly needs 48 MiB of memory; this machine has %lu MiB "
	    "to offer.\nGive it more (qemu: -m 48) and start again.\n",
	    (unsigned long)(ram / MIB));
	cpu_debug_exit(CPU_EXIT_PANIC);
	cpu_halt_forever();
}

static void
memory_init(void)
{
	static struct phys_range ranges[BOOT_MAXRANGES + 1];
	uint64_t ram_end = 0;
	int n;

	check_enough_memory();
	memory_exclude();
	n = bootinfo.bi_nranges;
	for (int i = 0; i < n; i++) {
		ranges[i].pr_start = bootinfo.bi_ranges[i].br_start;
		ranges[i].pr_end = bootinfo.bi_ranges[i].br_end;
		ram_end = ranges[i].pr_end;
	}
	for (int i = 0; i < bootinfo.bi_nmodules; i++)
		ram_end = max(ram_end,
		    round_page(bootinfo.bi_modules[i].br_end));
	/* An empty range, so that the page array reaches over modules. */
	ranges[n].pr_start = ranges[n].pr_end = ram_end;
	vm_page_init(ranges, n + 1);
	pmap_bootstrap(ram_end);
	pmap_kremove((vm_offset_t)boot_stack_guard);
	thread0.td_pcb->pcb_cr3 = pmap_kernel_cr3();
	if (bootinfo.bi_nlost != 0)
		kprintf("boot: %d memory ranges too many are not used\n",
		    bootinfo.bi_nlost);
}

/* ------------------------------------------------------------ the steps */

/* From here on kprintf, panic and curthread work. */
static void
console_init(uint32_t magic, uint64_t info)
{
	cpu0.gd_self = &cpu0;
	cpu0.gd_curthread = &thread0;
	segments_init(&cpu0);
	idt_init();
	serial_init();
	bootinfo_parse(&bootinfo, magic, info, early_read);
	screen_init(&bootinfo.bi_screen);
	if (bootinfo.bi_error != NULL)
		panic("boot: %s", bootinfo.bi_error);
}

void
kmain(uint32_t magic, uint64_t info)
{
	console_init(magic, info);
	cpu_init();
	lwkt_init(&cpu0, &thread0, (uintptr_t)boot_stack, LWKT_THREAD_STACK);
	memory_init();
	screen_remap();
	kprintf("boot: %s, cpu with %s\n", bootinfo.bi_protocol,
	    cpu_feature_text());
	fpu_fresh(thread0.td_pcb);
	pic_init();
	tsc_calibrate();
	crash_if_asked();
	serial_start_input();
	kbd_init();
	kernel_main();
}
