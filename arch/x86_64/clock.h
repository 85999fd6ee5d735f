/*
 * clock.h -- how this machine knows the time.
 */
#ifndef ARCH_X86_64_CLOCK_H
#define ARCH_X86_64_CLOCK_H

#include "kernel/kern.h"

/* Find out how fast the cycle counter runs, in less than 1 ms. */
void tsc_calibrate(void);
/* The clock interrupt came; interrupts are off. */
void clock_tick(void);

#endif
