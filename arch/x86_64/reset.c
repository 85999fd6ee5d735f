/*
 * reset.c -- the ways to stop the machine.
 *
 *   cpu_debug_exit     leave QEMU with a status, in test runs
 *   cpu_poweroff       off
 *   cpu_reset          again from the start
 *   cpu_halt_forever   stand still
 */
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"

#define DEBUG_EXIT_PORT	0xf4		/* QEMU's isa-debug-exit */
#define ACPI_PM1_Q35	0x604		/* QEMU's power management */
#define ACPI_PM1_OLD	0xb004
#define ACPI_SLEEP_S5	0x2000		/* "off" */
#define KBD_COMMAND	0x64
#define KBD_FULL	0x02
#define KBD_RESET	0xfe
#define RESET_CONTROL	0xcf9		/* of the chipset */

void
cpu_debug_exit(int code)
{
	outb(DEBUG_EXIT_PORT, (uint8_t)code);
}

void
cpu_halt_forever(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

/* What was asked for takes a moment. */
static void
wait_a_moment(void)
{
	for (int i = 0; i < 100000; i++)
		cpu_pause();
}

void
cpu_poweroff(void)
{
	outw(ACPI_PM1_Q35, ACPI_SLEEP_S5);
	outw(ACPI_PM1_OLD, ACPI_SLEEP_S5);
	wait_a_moment();
	kprintf("It is now safe to turn off the machine.\n");
	cpu_halt_forever();
}

void
cpu_reset(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) no_idt = { 0, 0 };

	cpu_disable_intr();
	for (int i = 0; i < 10000 && (inb(KBD_COMMAND) & KBD_FULL) != 0; i++)
		cpu_pause();
	outb(KBD_COMMAND, KBD_RESET);
	wait_a_moment();
	outb(RESET_CONTROL, 0x02);
	outb(RESET_CONTROL, 0x06);
	wait_a_moment();

	/* No table of gates: the next exception is the last. */
	__asm__ volatile("lidt %0; ud2" : : "m" (no_idt));
	cpu_halt_forever();
}
