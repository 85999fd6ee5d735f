/*
 * bench.h -- what the rows of the benchmark share.
 *
 * The program is plain POSIX, so that it runs on other kernels too and the
 * figures stand side by side.  The clock is the time-stamp counter: under
 * QEMU's -icount shift=0 it counts guest instructions, and a run repeats
 * exactly.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#define PAGE	4096ul
#define MIB	(1ul << 20)

/* The clock: guest instructions since some moment. */
static inline uint64_t
now(void)
{
	uint32_t lo, hi;

	__asm__ volatile("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return ((uint64_t)hi << 32 | lo);
}

/* Print one row: insns for each of n operations. */
void row(const char *name, long param, uint64_t insns, uint64_t n);
/* A row that this kernel has no system call for. */
void row_absent(const char *name, long param);
/* What cannot fail failed: say so and end. */
void die(const char *what) __attribute__((noreturn));

/* len bytes of private anonymous memory, untouched; or touched. */
char *memory(size_t len);
char *touched(size_t len);
void release(char *area, size_t len);
/* fork, and die() if it fails; wait for one child. */
int xfork(void);
void xwait(void);

/* The rows, by subject. */
void rows_calls(void);			/* calls.c */
void rows_fork(const char *self);	/* forks.c */
void rows_memory(void);			/* memory.c */
void rows_pipes(void);			/* pipes.c */

#endif
