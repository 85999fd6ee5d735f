/*
 * segments.c -- descriptor tables, the task state, and this cpu's GS.
 *
 * In long mode segments only say which privilege level code has.  The task
 * state segment says where the stacks are: rsp0 for an entry from user mode,
 * and one stack each for what may come while the current stack is bad.
 *
 *   segments_init
 */
#include "arch/x86_64/segments.h"

#include "arch/x86_64/regs.h"
#include "arch/x86_64/trap.h"
#include "kernel/globaldata.h"

#define DESC_KCODE	0x00af9b000000ffffull	/* 64-bit code, ring 0 */
#define DESC_KDATA	0x00cf93000000ffffull
#define DESC_UDATA	0x00cff3000000ffffull	/* ring 3 */
#define DESC_UCODE	0x00affb000000ffffull
#define DESC_TSS	0x0000890000000000ull	/* base and limit are added */

/* What lgdt and lidt read. */
struct table_register {
	uint16_t tr_limit;
	uint64_t tr_base;
} __attribute__((packed));

/*
 * A stack for exceptions.  Its top word holds the globaldata of the cpu, for
 * an entry that cannot trust GS (trap.asm): it may have come at any moment,
 * before or after a swapgs.
 */
struct ist_stack {
	uint8_t is_bytes[IST_STACK_SIZE - 16];
	struct globaldata *is_gd;	/* the cpu's rsp begins here */
	uint64_t is_pad;
} __attribute__((aligned(16)));

struct tss cpu_tss;
static uint64_t gdt[7];
static struct ist_stack ist_doubleflt, ist_nmi, ist_mchk;

static uint64_t
ist_prepare(struct ist_stack *stack, struct globaldata *gd)
{
	stack->is_gd = gd;
	return ((uint64_t)&stack->is_gd);
}

/* The TSS descriptor: 16 bytes, the base scattered over it. */
static void
gdt_set_tss(uint64_t *desc, uint64_t base)
{
	desc[0] = DESC_TSS | (sizeof(struct tss) - 1) |
	    (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56;
	desc[1] = base >> 32;
}

static void
load_segments(void)
{
	struct table_register gdtr = { sizeof(gdt) - 1, (uint64_t)gdt };

	__asm__ volatile(
	    "lgdt %0\n\t"
	    "pushq %1\n\t"
	    "leaq 1f(%%rip), %%rax\n\t"
	    "pushq %%rax\n\t"
	    "lretq\n"
	    "1:\tmovl %2, %%eax\n\t"
	    "movl %%eax, %%ds\n\t"
	    "movl %%eax, %%es\n\t"
	    "movl %%eax, %%ss\n\t"
	    "xorl %%eax, %%eax\n\t"
	    "movl %%eax, %%fs\n\t"
	    "movl %%eax, %%gs\n\t"
	    "movl %3, %%eax\n\t"
	    "ltr %%ax"
	    : : "m" (gdtr), "i" (SEL_KCODE), "i" (SEL_KDATA), "i" (SEL_TSS)
	    : "rax", "memory");
}

void
segments_init(struct globaldata *gd)
{
	gdt[SEL_KCODE / 8] = DESC_KCODE;
	gdt[SEL_KDATA / 8] = DESC_KDATA;
	gdt[SEL_UDATA / 8] = DESC_UDATA;
	gdt[SEL_UCODE / 8] = DESC_UCODE;
	gdt_set_tss(&gdt[SEL_TSS / 8], (uint64_t)&cpu_tss);
	cpu_tss.tss_ist[IST_DOUBLEFLT - 1] = ist_prepare(&ist_doubleflt, gd);
	cpu_tss.tss_ist[IST_NMI - 1] = ist_prepare(&ist_nmi, gd);
	cpu_tss.tss_ist[IST_MCHK - 1] = ist_prepare(&ist_mchk, gd);
	cpu_tss.tss_iomap = sizeof(struct tss);
	load_segments();
	wrmsr(MSR_GSBASE, (uint64_t)gd);
	wrmsr(MSR_KGSBASE, 0);
}
