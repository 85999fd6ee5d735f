/*
 * kstat.h -- event counters: how often something happened.
 */
#ifndef KERNEL_KSTAT_H
#define KERNEL_KSTAT_H

#include <stdint.h>

/*
 * Event counters: vm.stats.vm.v_xxx and vm.stats.sys.v_xxx.  Per cpu, so
 * that counting needs no lock.
 */
enum kstat {
	V_FORKS, V_VFORKS, V_RFORKS, V_KTHREADS,
	V_FORKPAGES, V_VFORKPAGES, V_RFORKPAGES, V_KTHREADPAGES,
	V_EXEC, V_VM_FAULTS, V_COW_FAULTS, V_COW_OPTIM, V_ZFOD,
	V_PT_SHARED, V_PT_COPIES,
	V_SWTCH, V_TRAP, V_SYSCALL, V_INTR, V_RR_FORKS, V_RR_EXITS,
	V_NCOUNTERS
};
/* Add n to a counter of this cpu (kernel/kern_sysctl.c defines the rest). */
void kstat_add(enum kstat which, uint64_t n);

#endif
