/*
 * resource.h -- what a process has used.
 */
#ifndef KERNEL_RESOURCE_H
#define KERNEL_RESOURCE_H

#include "kernel/proc.h"

/* *to += *from; ru_maxrss is the larger of both. */
void rusage_add(struct rusage *to, const struct rusage *from);
/* Turn a dead process's clock ticks into p_ru's times; once. */
void rusage_finish(struct proc *p);

#endif
