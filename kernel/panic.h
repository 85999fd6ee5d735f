/*
 * panic.h -- for who expects the kernel to panic.
 */
#ifndef KERNEL_PANIC_H
#define KERNEL_PANIC_H

/*
 * Called first in every panic when it is set, with the message; it may not
 * return and so catch the panic.  Self-tests of assertions use it.
 */
extern void (*panic_expected)(const char *text);

#endif
