/*
 * forkstress.h -- the situations, and what they share.
 */
#ifndef BIN_FORKSTRESS_H
#define BIN_FORKSTRESS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Each tries its situation that many times.  => the number of rounds that
 * went wrong; each was told on standard error
 */
int stress_handler(int rounds);		/* fork in a signal handler */
int stress_threads(int rounds);		/* fork beside 200 LWPs */
int stress_vfork(int rounds);		/* vfork in several threads */
int stress_group(int rounds);		/* kill(-pgrp) in a storm of forks */
int stress_exec(int rounds);		/* exec in one of several LWPs */
int stress_exit(int rounds);		/* exit while LWPs are being made */
int stress_wait(int rounds);		/* waits in several threads */

/* Memory that children share with us; ends the program if there is none. */
void *shared_memory(size_t size);
/* fork, or end the program. */
pid_t must_fork(void);
/* => did that child end with 0?  Signals do not disturb. */
bool ended_well(pid_t pid);

#endif
