/*
 * Whatever a program does with an instruction, it is its own
 * death and nobody else's, with the signal that says what it was.
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("faults");

#define NOT_CANONICAL	0x8000000000000000ul
#define KERNEL		0xffffffff80100000ul

static volatile uintptr_t zero;
static char data[64] __attribute__((aligned(16))) = { (char)0xc3 };
static const char constant[] = "read-only";

static void
write_at(uintptr_t at)
{
	*(volatile char *)at = 1;
}

static void
read_at(uintptr_t at)
{
	(void)*(volatile char *)at;
}

static void
jump_to(uintptr_t at)
{
	((void (*)(void))at)();
}

static void
run(uintptr_t which)
{
	switch (which) {
	case 0:
		__asm__ volatile("divl %1" : : "a" (1), "r" ((int)zero),
		    "d" (0));
		break;
	case 1:
		__asm__ volatile("ud2");
		break;
	case 2:
		__asm__ volatile("int3");
		break;
	case 3:
		__asm__ volatile("cli");
		break;
	case 4:
		__asm__ volatile("inb $0x60, %%al" : : : "rax");
		break;
	case 5:
		__asm__ volatile("int $0x80");
		break;
	case 6:
		__asm__ volatile("movaps 1(%0), %%xmm0" : : "r" (data));
		break;
	case 7:
		__asm__ volatile("movq %0, %%rsp; pushq %%rax" : :
		    "r" (NOT_CANONICAL));
		break;
	case 8:
		__asm__ volatile("movq %%rax, %%cr3" : : "a" (zero));
		break;
	case 9:		/* single step */
		__asm__ volatile("pushfq; orq $0x100, (%rsp); popfq; nop");
		break;
	default:	/* a system call without a stack, then the stack */
		__asm__ volatile("xorl %%esp, %%esp; movl $20, %%eax;"
		    "syscall; pushq %%rax" : : : "rax", "rcx", "r11");
		break;
	}
}

static const struct {
	const char *what;
	void (*func)(uintptr_t);
	uintptr_t arg;
	int sig;
} faults[] = {
	{ "write to null", write_at, 0, SIGSEGV },
	{ "jump to null", jump_to, 0, SIGSEGV },
	{ "read the kernel", read_at, KERNEL, SIGSEGV },
	{ "write the kernel", write_at, KERNEL, SIGSEGV },
	{ "jump to the kernel", jump_to, KERNEL, SIGSEGV },
	{ "read no address", read_at, NOT_CANONICAL, SIGSEGV },
	{ "jump to no address", jump_to, NOT_CANONICAL, SIGSEGV },
	{ "write a constant", write_at, (uintptr_t)constant, SIGSEGV },
	{ "write the program", write_at, (uintptr_t)run, SIGSEGV },
	{ "run data", jump_to, (uintptr_t)data, SIGSEGV },
	{ "last page", read_at, 0x7ffffffff000, SIGSEGV },
	{ "divide by zero", run, 0, SIGFPE },
	{ "no instruction", run, 1, SIGILL },
	{ "breakpoint", run, 2, SIGTRAP },
	{ "cli", run, 3, SIGSEGV },
	{ "port", run, 4, SIGSEGV },
	{ "int 0x80", run, 5, SIGSEGV },
	{ "misaligned SSE", run, 6, SIGSEGV },
	{ "stack at no address", run, 7, SIGSEGV },
	{ "cr3", run, 8, SIGSEGV },
	{ "single step", run, 9, SIGTRAP },
	{ "no stack at all", run, 10, SIGSEGV },
};

int
main(void)
{
	size_t i;
	pid_t pid;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			faults[i].func(faults[i].arg);
			_exit(1);
		}
		check(wait_exit(pid) == 128 + faults[i].sig, faults[i].what);
	}
	check_vm();
	pass();
}
