/*
 * kern_tls.c -- where a thread's own variables are.
 *
 * An LWP has two areas, behind the FS and the GS segment; the compiler's
 * thread-local variables use the first.  The kernel keeps a base and a size
 * for each, gives the base to the cpu, and looks at neither.  They belong to
 * the LWP: fork copies them, a new LWP starts with its creator's, exec
 * clears them.
 *
 *   sys_set_tls_area, sys_get_tls_area
 *
 * Not here: the registers (arch/x86_64/frame.c), and what a C library does
 * with it (docs/threads.md).
 */
#include "kernel/abi/tls.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"

/* A shorter structure is an older program's, a longer one a newer's. */
static int
tls_check(int which, ssize_t infosize)
{
	if (which < 0 || which >= TLS_AREAS)
		return (ERANGE);
	return (infosize < 0 ? EINVAL : 0);
}

int
sys_set_tls_area(struct sysmsg *sysmsg, const struct set_tls_area_args *uap)
{
	struct tls_info info = { NULL, 0 };
	int error;

	(void)sysmsg;
	error = tls_check(uap->which, uap->infosize);
	if (error == 0)
		error = copyin(uap->info, &info,
		    min((size_t)uap->infosize, sizeof(info)));
	if (error != 0)
		return (error);
	if (info.size < -1)
		return (EINVAL);
	return (cpu_set_tls(curlwp, uap->which, (uintptr_t)info.base,
	    info.size));
}

int
sys_get_tls_area(struct sysmsg *sysmsg, const struct get_tls_area_args *uap)
{
	struct tls_info info;
	uintptr_t base;
	int error;

	(void)sysmsg;
	error = tls_check(uap->which, uap->infosize);
	if (error != 0)
		return (error);
	memset(&info, 0, sizeof(info));		/* what lies between, too */
	cpu_get_tls(curlwp, uap->which, &base, &info.size);
	info.base = (void *)base;
	return (copyout(&info, uap->info,
	    min((size_t)uap->infosize, sizeof(info))));
}
