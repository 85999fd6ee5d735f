/*
 * loadavg.h -- how many want the cpu, over the last minutes.
 */
#ifndef KERNEL_LOADAVG_H
#define KERNEL_LOADAVG_H

#include "kernel/kern.h"

/* Once, when callouts work. */
void loadavg_init(void);
/*
 * The average of the last minute (0), 5 (1) or 15 minutes (2), as "1.23".
 *
 * => the length of what would be written, as ksnprintf; never blocks
 */
size_t loadavg_format(char *buf, size_t size, int which);
/* vm.loadavg: all three, "{ 1.23 0.61 0.20 }". */
size_t loadavg_text(char *buf, size_t size);

#endif
