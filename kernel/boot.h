/*
 * boot.h -- what the boot loader gave us, as kernel/ needs it.
 *
 * Fulfilled by arch/.  Options come from boot_option() (machdep.h).
 */
#ifndef KERNEL_BOOT_H
#define KERNEL_BOOT_H

#include "kernel/kern.h"

/*
 * What start-up took: cycles from the kernel's first instruction until the
 * first program's.  Under QEMU's -icount, guest instructions.
 */
extern uint64_t boot_cycles;

/* The i-th archive that was loaded with us; false if there are fewer. */
bool boot_module(int i, const void **start, size_t *size);
/* It is unpacked: its pages become ordinary free memory. */
void boot_module_free(int i);

#ifdef KERNEL_TEST
/* Run the self-tests whose name is which ("" for all), report, end. */
void ktest_run(const char *which) __attribute__((noreturn));
#endif

#endif
