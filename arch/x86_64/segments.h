/*
 * segments.h -- the tables the cpu looks into when it changes privilege.
 */
#ifndef ARCH_X86_64_SEGMENTS_H
#define ARCH_X86_64_SEGMENTS_H

#include <stdint.h>

struct globaldata;

/* Where the cpu finds a stack: rsp0 when a program is interrupted. */
struct tss {
	uint32_t tss_pad0;
	uint64_t tss_rsp0;	/* = gd_kstack of the thread that runs */
	uint64_t tss_rsp1, tss_rsp2;
	uint64_t tss_pad1;
	uint64_t tss_ist[7];	/* [0] is IST 1 */
	uint64_t tss_pad2;
	uint16_t tss_pad3;
	uint16_t tss_iomap;	/* beyond the end: no port for programs */
} __attribute__((packed));
_Static_assert(sizeof(struct tss) == 104, "laid out by the cpu's makers");

/* Stacks of their own for what may happen while the stack is bad. */
#define IST_DOUBLEFLT	1
#define IST_NMI		2
#define IST_MCHK	3
#define IST_STACK_SIZE	8192

extern struct tss cpu_tss;

/* Load descriptor tables, task register and the GS base of this cpu. */
void segments_init(struct globaldata *gd);

#endif
