/*
 * regs.h -- the registers of the machine that C has no words for: flags,
 * selectors, control and model-specific registers, I/O ports.
 */
#ifndef ARCH_X86_64_REGS_H
#define ARCH_X86_64_REGS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/x86_64/cpu.h"

/* RFLAGS */
#define RFLAGS_CF	0x0001ul	/* carry: a system call failed */
#define RFLAGS_ONE	0x0002ul	/* always set */
#define RFLAGS_TF	0x0100ul	/* single step */
#define RFLAGS_IF	0x0200ul	/* interrupts on */
#define RFLAGS_DF	0x0400ul	/* string instructions run backwards */
#define RFLAGS_IOPL	0x3000ul
#define RFLAGS_NT	0x4000ul
#define RFLAGS_RF	0x10000ul
#define RFLAGS_AC	0x40000ul
#define RFLAGS_USER	(RFLAGS_ONE | RFLAGS_IF)	/* of a new program */

/* Selectors (segments.c). */
#define SEL_KCODE	0x08
#define SEL_KDATA	0x10
#define SEL_UDATA	0x1b		/* 0x18, for ring 3 */
#define SEL_UCODE	0x23		/* 0x20, for ring 3 */
#define SEL_TSS		0x28
#define SEL_RPL		3		/* bits of the privilege level */

/* CR0, CR4 */
#define CR0_MP		0x00000002ul
#define CR0_EM		0x00000004ul
#define CR0_TS		0x00000008ul
#define CR0_NE		0x00000020ul
#define CR0_WP		0x00010000ul	/* the kernel obeys read-only pages */
#define CR4_TSD		0x00000004ul
#define CR4_PAE		0x00000020ul
#define CR4_PGE		0x00000080ul	/* global pages */
#define CR4_OSFXSR	0x00000200ul	/* SSE, FXSAVE */
#define CR4_OSXMMEXCPT	0x00000400ul	/* SSE errors are exception 19 */
#define CR4_UMIP	0x00000800ul	/* no SGDT and such for programs */
#define CR4_FSGSBASE	0x00010000ul
#define CR4_SMEP	0x00100000ul	/* the kernel runs no user code */
#define CR4_SMAP	0x00200000ul	/* nor touches user data unasked */

/* Model-specific registers */
#define MSR_EFER	0xc0000080u
#define EFER_SCE	0x001ul		/* syscall instruction */
#define EFER_NXE	0x800ul		/* no-execute pages */
#define MSR_STAR	0xc0000081u
#define MSR_LSTAR	0xc0000082u
#define MSR_SFMASK	0xc0000084u
#define MSR_FSBASE	0xc0000100u
#define MSR_GSBASE	0xc0000101u
#define MSR_KGSBASE	0xc0000102u	/* the user's, while in the kernel */

static inline uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a" (value) : "Nd" (port));
	return (value);
}

static inline void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a" (value), "Nd" (port));
}

static inline void
outw(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a" (value), "Nd" (port));
}

static inline uint64_t
rdmsr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return ((uint64_t)high << 32 | low);
}

static inline void
wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr" : : "c" (msr), "a" ((uint32_t)value),
	    "d" ((uint32_t)(value >> 32)) : "memory");
}

static inline uint64_t
rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return ((uint64_t)high << 32 | low);
}

static inline uint64_t
read_rflags(void)
{
	uint64_t flags;

	__asm__ volatile("pushfq; popq %0" : "=r" (flags));
	return (flags);
}

static inline uint64_t
read_cr0(void)
{
	uint64_t value;

	__asm__ volatile("movq %%cr0, %0" : "=r" (value));
	return (value);
}

static inline void
write_cr0(uint64_t value)
{
	__asm__ volatile("movq %0, %%cr0" : : "r" (value) : "memory");
}

static inline uint64_t
read_cr2(void)
{
	uint64_t value;

	__asm__ volatile("movq %%cr2, %0" : "=r" (value));
	return (value);
}

static inline uint64_t
read_cr3(void)
{
	uint64_t value;

	__asm__ volatile("movq %%cr3, %0" : "=r" (value));
	return (value);
}

static inline void
write_cr3(uint64_t value)
{
	__asm__ volatile("movq %0, %%cr3" : : "r" (value) : "memory");
}

static inline uint64_t
read_cr4(void)
{
	uint64_t value;

	__asm__ volatile("movq %%cr4, %0" : "=r" (value));
	return (value);
}

static inline void
write_cr4(uint64_t value)
{
	__asm__ volatile("movq %0, %%cr4" : : "r" (value) : "memory");
}

static inline void
invlpg(uintptr_t va)
{
	__asm__ volatile("invlpg (%0)" : : "r" (va) : "memory");
}

struct cpuid_regs {
	uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid_regs
cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct cpuid_regs r;

	__asm__ volatile("cpuid"
	    : "=a" (r.eax), "=b" (r.ebx), "=c" (r.ecx), "=d" (r.edx)
	    : "a" (leaf), "c" (subleaf));
	return (r);
}

#endif
