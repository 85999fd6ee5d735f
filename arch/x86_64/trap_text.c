/*
 * trap_text.c -- exceptions, in words.
 *
 *   trap_name, trap_describe   what happened
 *   trap_registers             the state it happened in
 */
#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "arch/x86_64/trap.h"
#include "kernel/machdep.h"
#include "kernel/thread.h"
#include "lib/bits.h"
#include "vm/vm_layout.h"

static const char *const names[] = {
	[T_DIVIDE] = "divide error",
	[T_DEBUG] = "debug trap",
	[T_NMI] = "non-maskable interrupt",
	[T_BREAK] = "breakpoint",
	[T_OVERFLOW] = "overflow",
	[T_BOUND] = "bound exceeded",
	[T_OPCODE] = "invalid instruction",
	[T_NOFPU] = "FPU not available",
	[T_DOUBLEFLT] = "double fault",
	[T_TSS] = "invalid task state",
	[T_SEGMENT] = "segment not present",
	[T_STACK] = "stack segment fault",
	[T_PROTECT] = "general protection fault",
	[T_PAGEFLT] = "page fault",
	[T_X87] = "x87 arithmetic error",
	[T_ALIGN] = "misaligned access",
	[T_MCHK] = "machine check",
	[T_SSE] = "SSE arithmetic error",
};

const char *
trap_name(uint64_t trapno)
{
	if (trapno >= nitems(names) || names[trapno] == NULL)
		return ("unknown exception");
	return (names[trapno]);
}

/* Why the page table refused it. */
static const char *
fault_reason(const struct trapframe *frame, bool user)
{
	bool present = (frame->tf_err & PF_PRESENT) != 0;
	bool to_user = frame->tf_addr < USER_MAX;

	if (frame->tf_err & PF_RESERVED)
		return ("its page table entry is damaged");
	if (!to_user && frame->tf_addr < 0xffff800000000000ul)
		return ("which is no address for a program");
	if (user && !to_user)
		return ("which belongs to the kernel");
	if (frame->tf_addr < 4096)
		return ("the page of null pointers");
	if (!user && kstack_is_guard(frame->tf_addr))
		return ("the guard page of a kernel stack: it is too deep");
	if (!present)
		return ("where nothing is mapped");
	if (frame->tf_err & PF_FETCH)
		return (user || !to_user ? "which is not executable" :
		    "which is a program's memory (SMEP)");
	if (!user && to_user)
		return ("which is a program's memory, outside of copyin and "
		    "copyout (SMAP), or read-only");
	return (frame->tf_err & PF_WRITE ? "which is read-only" :
	    "which may not be read");
}

static void
describe_page_fault(const struct trapframe *frame, bool user, char *buf,
    size_t size)
{
	const char *verb = "read";

	if (frame->tf_err & PF_FETCH)
		verb = "jumped to";
	else if (frame->tf_err & PF_WRITE)
		verb = "wrote to";
	ksnprintf(buf, size, "%s%s address 0x%lx, %s",
	    user ? "" : "the kernel ", verb, (unsigned long)frame->tf_addr,
	    fault_reason(frame, user));
}

/* cr2 is that of the page fault that could not be delivered, if it was one. */
static void
describe_double_fault(const struct trapframe *frame, char *buf, size_t size)
{
	const struct thread *td = curthread;
	uint64_t sp = frame->tf_rsp;

	if (kstack_is_guard(frame->tf_addr) || (td != NULL &&
	    sp - (td->td_kstack - 4096) <= 4096 + 64))
		ksnprintf(buf, size, "kernel stack overflow: thread %s at rsp "
		    "0x%lx left its stack 0x%lx-0x%lx (double fault)",
		    td->td_comm, (unsigned long)sp,
		    (unsigned long)td->td_kstack,
		    (unsigned long)(td->td_kstack + td->td_kstack_size));
	else
		ksnprintf(buf, size, "double fault: an exception at rsp 0x%lx "
		    "could not be delivered (last page fault address 0x%lx)",
		    (unsigned long)sp, (unsigned long)frame->tf_addr);
}

static void
describe_protection(const struct trapframe *frame, char *buf, size_t size)
{
	unsigned long selector = frame->tf_err & 0xfff8;

	if ((frame->tf_cs & SEL_RPL) != 0 && frame->tf_rip >= USER_MAX)
		ksnprintf(buf, size, "jumped to 0x%lx, which is no address "
		    "for a program", (unsigned long)frame->tf_rip);
	else if (frame->tf_err & 2)
		ksnprintf(buf, size, "used an interrupt (int n) that programs "
		    "may not use");
	else if (selector != 0)
		ksnprintf(buf, size, "general protection fault: bad segment "
		    "selector 0x%lx", selector);
	else
		ksnprintf(buf, size, "general protection fault: privileged "
		    "instruction, address that is none, or misaligned SSE "
		    "operand");
}

void
trap_describe(const struct trapframe *frame, char *buf, size_t size)
{
	bool user = (frame->tf_cs & SEL_RPL) != 0;

	switch (frame->tf_trapno) {
	case T_PAGEFLT:
		describe_page_fault(frame, user, buf, size);
		break;
	case T_DOUBLEFLT:
		describe_double_fault(frame, buf, size);
		break;
	case T_PROTECT:
		describe_protection(frame, buf, size);
		break;
	case T_DIVIDE:
		ksnprintf(buf, size, "divided by zero, or the quotient is too "
		    "large");
		break;
	default:
		ksnprintf(buf, size, "%s", trap_name(frame->tf_trapno));
		break;
	}
}

void
trap_registers(const struct trapframe *frame, int (*print)(const char *, ...))
{
	const struct {
		const char *name;
		uint64_t value;
	} regs[] = {
		{ "rip", frame->tf_rip }, { "rsp", frame->tf_rsp },
		{ "rbp", frame->tf_rbp }, { "rax", frame->tf_rax },
		{ "rbx", frame->tf_rbx }, { "rcx", frame->tf_rcx },
		{ "rdx", frame->tf_rdx }, { "rsi", frame->tf_rsi },
		{ "rdi", frame->tf_rdi }, { "r8 ", frame->tf_r8 },
		{ "r9 ", frame->tf_r9 }, { "r10", frame->tf_r10 },
		{ "r11", frame->tf_r11 }, { "r12", frame->tf_r12 },
		{ "r13", frame->tf_r13 }, { "r14", frame->tf_r14 },
		{ "r15", frame->tf_r15 }, { "efl", frame->tf_rflags },
		{ "cr2", read_cr2() }, { "cr3", read_cr3() },
		{ "cr4", read_cr4() },
	};
	char where[100];

	if ((frame->tf_cs & SEL_RPL) == 0) {
		ksym_describe(frame->tf_rip, where, sizeof(where));
		print("  at %s\n", where);
	}
	for (size_t i = 0; i < nitems(regs); i++)
		print("  %s %016lx%s", regs[i].name,
		    (unsigned long)regs[i].value, i % 3 == 2 ? "\n" : "");
	print("  cs %lx ss %lx\n", (unsigned long)frame->tf_cs,
	    (unsigned long)frame->tf_ss);
}
