/*
 * trap.h -- exceptions and interrupts: numbers, and who tells about them.
 */
#ifndef ARCH_X86_64_TRAP_H
#define ARCH_X86_64_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trapframe;

#define T_DIVIDE	0
#define T_DEBUG		1
#define T_NMI		2
#define T_BREAK		3
#define T_OVERFLOW	4
#define T_BOUND		5
#define T_OPCODE	6
#define T_NOFPU		7
#define T_DOUBLEFLT	8
#define T_TSS		10
#define T_SEGMENT	11
#define T_STACK		12
#define T_PROTECT	13
#define T_PAGEFLT	14
#define T_X87		16
#define T_ALIGN		17
#define T_MCHK		18
#define T_SSE		19
#define T_IRQ0		32		/* to 47: the PIC's lines */
#define T_NVECTORS	48

/* Error code of a page fault. */
#define PF_PRESENT	0x01		/* there is an entry: rights lacked */
#define PF_WRITE	0x02
#define PF_USER		0x04		/* a program did it */
#define PF_RESERVED	0x08		/* the entry itself is nonsense */
#define PF_FETCH	0x10		/* an instruction was fetched */

/* Gates for all vectors; idt.c. */
void idt_init(void);
/* From the stubs in trap.asm. */
void trap(struct trapframe *frame);
/* A frame for user mode that the cpu refused; gives the one to use. */
struct trapframe *trap_bad_return(struct trapframe *frame);

/* ---------------------------------------------- trap_text.c */

/* What happened, in a sentence. */
void trap_describe(const struct trapframe *frame, char *buf, size_t size);
/* Name of an exception, like "page fault". */
const char *trap_name(uint64_t trapno);
/* All registers of frame, through print. */
void trap_registers(const struct trapframe *frame,
    int (*print)(const char *fmt, ...));

/* ---------------------------------------------- backtrace.c */

/* "vm_fault+0x1c (vm/vm_fault.c:77)" for a code address of the kernel. */
void ksym_describe(uintptr_t pc, char *buf, size_t size);
/* Can the kernel read the 8 bytes at va without a fault? */
bool kva_readable(uintptr_t va);
/*
 * backtrace_add_leaf: if the code that frame interrupted had no stack frame,
 * put its caller into the backtraces of who handles the trap.
 *
 * => link stays valid while they may be asked for
 */
void backtrace_add_leaf(struct trapframe *frame, uintptr_t link[2]);
/* Lines of a backtrace that begins at code address pc with rbp. */
void cpu_backtrace_from(uintptr_t pc, uintptr_t rbp,
    int (*print)(const char *fmt, ...));

#endif
