/*
 * idt.c -- which code each exception and interrupt enters.
 *
 * All gates turn interrupts off; trap() turns them on again where it may.
 *
 *   idt_init
 */
#include "arch/x86_64/regs.h"
#include "arch/x86_64/segments.h"
#include "arch/x86_64/trap.h"

struct gate {
	uint16_t g_offset_low;
	uint16_t g_selector;
	uint8_t g_ist;
	uint8_t g_type;
	uint16_t g_offset_mid;
	uint32_t g_offset_high;
	uint32_t g_zero;
};
_Static_assert(sizeof(struct gate) == 16, "laid out by the cpu's makers");

#define GATE_KERNEL	0x8e		/* present, interrupt gate */
#define GATE_USER	0xee		/* a program may use int n */

/* trap.asm: one entry for each vector, 0 where there is none. */
extern const uint64_t trap_stubs[T_NVECTORS];

static struct gate idt[T_NVECTORS];

static void
gate_set(int vector, uint8_t type, uint8_t ist)
{
	uint64_t entry = trap_stubs[vector];

	if (entry == 0)
		return;
	idt[vector] = (struct gate){
		.g_offset_low = (uint16_t)entry,
		.g_offset_mid = (uint16_t)(entry >> 16),
		.g_offset_high = (uint32_t)(entry >> 32),
		.g_selector = SEL_KCODE,
		.g_ist = ist,
		.g_type = type,
	};
}

void
idt_init(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) idtr = { sizeof(idt) - 1, (uint64_t)idt };

	for (int vector = 0; vector < T_NVECTORS; vector++)
		gate_set(vector, GATE_KERNEL, 0);
	gate_set(T_BREAK, GATE_USER, 0);
	gate_set(T_OVERFLOW, GATE_USER, 0);
	gate_set(T_DOUBLEFLT, GATE_KERNEL, IST_DOUBLEFLT);
	gate_set(T_NMI, GATE_KERNEL, IST_NMI);
	gate_set(T_MCHK, GATE_KERNEL, IST_MCHK);
	__asm__ volatile("lidt %0" : : "m" (idtr));
}
