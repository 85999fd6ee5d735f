/*
 * crash.h -- a kernel that dies on purpose, to see what it says.
 */
#ifndef ARCH_X86_64_CRASH_H
#define ARCH_X86_64_CRASH_H

#include <stdbool.h>

struct trapframe;

/*
 * crash_if_asked: in a test kernel, the boot option crash=WAY: null (a null
 * pointer), div, stack (recursion into the guard page), assert, jump (to an
 * address that holds no code), write (to read-only memory), df (no stack at
 * all), ubsan (undefined behaviour).
 */
void crash_if_asked(void);

/*
 * crash_of_program: in a test kernel, a program that executes int3 with
 * rax = CRASH_MAGIC asks for a return to user mode that the cpu refuses:
 * rbx = 0 for an rip that is no address, 1 for a bad stack segment, 2 for a
 * bad code segment.
 *
 * => true if it did; the frame is spoilt then
 */
bool crash_of_program(struct trapframe *frame);
#define CRASH_MAGIC	0x6261642066726d65ul

#endif
