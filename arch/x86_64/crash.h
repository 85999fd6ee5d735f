/*
 * crash.h -- a kernel that dies on purpose, to see what it says.
 */
#ifndef ARCH_X86_64_CRASH_H
#define ARCH_X86_64_CRASH_H

/*
 * crash_if_asked: in a test kernel, the boot option crash=WAY: null (a null
 * pointer), div, stack (recursion into the guard page), assert, jump (to an
 * address that holds no code), write (to read-only memory), df (no stack at
 * all), ubsan (undefined behaviour).
 */
void crash_if_asked(void);

#endif
