/*
 * kern_reboot.c -- the end of the machine, and its name.
 *
 *   sys_reboot   halt, reset or power off (user 0)
 *   sys_uname    who we are
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/version.h"
#include "sysproto.h"
#include "vm/vm_map.h"

#ifdef KERNEL_TEST
/* A test run ends with the proof that memory is in order. */
static void
reboot_check_memory(void)
{
	int faults = vm_check(kprintf);

	krecord("@%s vm_check %d faults", faults == 0 ? "pass" : "fail",
	    faults);
	if (faults != 0)
		cpu_debug_exit(CPU_EXIT_FAILED);
}
#endif

int
sys_reboot(struct sysmsg *sysmsg, const struct reboot_args *uap)
{
	(void)sysmsg;
	if (curthread->td_ucred->cr_uid != 0)
		return (EPERM);
#ifdef KERNEL_TEST
	reboot_check_memory();
#endif
	switch (uap->howto) {
	case RB_POWEROFF:
		cpu_debug_exit(CPU_EXIT_SELF);
		cpu_poweroff();
	case RB_AUTOBOOT:
		cpu_debug_exit(CPU_EXIT_SELF);
		cpu_reset();
	case RB_HALT:
		kprintf("The machine has stopped; it can be turned off.\n");
		cpu_halt_forever();
	default:
		return (EINVAL);
	}
}

int
sys_uname(struct sysmsg *sysmsg, const struct uname_args *uap)
{
	static const struct utsname name = {
		.sysname = "Damselfly",
		.nodename = "damselfly",
		.release = DAMSELFLY_RELEASE,
		.version = DAMSELFLY_VERSION,
		.machine = "x86_64",
	};

	(void)sysmsg;
	return (copyout(&name, uap->name, sizeof(name)));
}
