/*
 * syscall.c -- from the number in a register to a function.
 *
 * Stop 2 of the tour of fork.  syscall_entry (arch) built a trapframe on
 * the kernel stack and called syscall(); the way out is return_to_user.
 */
#include "kernel/syscall.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "syscall_nr.h"

#define SYS_INDIRECT	0	/* syscall(number, ...) */
#define SYS_INDIRECT2	198	/* __syscall(number, ...) */

/*
 * Arguments that do not fit in registers lie on the user's stack, above the
 * return address of the stub.
 */
static int
syscall_stack_args(const struct trapframe *frame, uint64_t *args, int have,
    int need)
{
	if (need <= have)
		return (0);
	return (copyin((const void *)cpu_frame_stackarg(frame), &args[have],
	    (size_t)(need - have) * sizeof(args[0])));
}

/*
 * Indirect calls, long argument lists, numbers that do not exist: arguments
 * are put side by side first.
 */
static int __attribute__((noinline))
syscall_odd(const struct trapframe *frame, uint64_t nr,
    struct sysmsg *sysmsg)
{
	uint64_t args[SYSCALL_MAXARGS];
	const struct sysent *call;
	int error, inregs = CPU_FRAME_REGARGS;

	cpu_frame_args(frame, args);
	if (nr == SYS_INDIRECT || nr == SYS_INDIRECT2) {
		nr = args[0];
		memmove(&args[0], &args[1], 5 * sizeof(args[0]));
		inregs = 5;
	}
	if (nr >= SYS_MAXSYSCALL || sysent[nr].sy_call == NULL) {
		lwpsignal(curlwp, SIGSYS);
		return (EINVAL);
	}
	call = &sysent[nr];
	error = syscall_stack_args(frame, args, inregs, call->sy_narg);
	return (error != 0 ? error : call->sy_call(sysmsg, args));
}

/*
 * Nearly every call has its arguments in registers, and then they lie side
 * by side in the frame already: it is handed over as it is.
 */
static int
syscall_run(const struct trapframe *frame, struct sysmsg *sysmsg)
{
	uint64_t nr = (uint64_t)cpu_frame_syscall_nr(frame);

	if (nr < SYS_MAXSYSCALL && sysent[nr].sy_call != NULL &&
	    sysent[nr].sy_narg <= CPU_FRAME_REGARGS)
		return (sysent[nr].sy_call(sysmsg, frame));
	return (syscall_odd(frame, nr, sysmsg));
}

void
syscall(struct trapframe *frame)
{
	struct thread *td = curthread;
	struct sysmsg sysmsg;
	int error;

	KASSERT(td->td_lwp->lwp_md_regs == frame,
	    ("system call on a foreign stack"));
	userenter(td);
	mycpu->gd_cnt[V_SYSCALL]++;
	sysmsg.sysmsg_fds[0] = 0;
	sysmsg.sysmsg_fds[1] = cpu_frame_rdx(frame);
	error = syscall_run(frame, &sysmsg);
	if (error == 0)
		cpu_frame_success(frame, sysmsg.sysmsg_fds);
	else
		cpu_frame_failure(frame, error);
	userreturn(frame);
}
