/*
 * abi/signal.h -- signal numbers (128 signals, a set of four words).
 */
#ifndef ABI_SIGNAL_H
#define ABI_SIGNAL_H

#include "kernel/abi/types.h"

#define SIGHUP		1
#define SIGINT		2
#define SIGQUIT		3
#define SIGILL		4
#define SIGTRAP		5
#define SIGABRT		6
#define SIGEMT		7
#define SIGFPE		8
#define SIGKILL		9
#define SIGBUS		10
#define SIGSEGV		11
#define SIGSYS		12
#define SIGPIPE		13
#define SIGALRM		14
#define SIGTERM		15
#define SIGURG		16
#define SIGSTOP		17
#define SIGTSTP		18
#define SIGCONT		19
#define SIGCHLD		20
#define SIGTTIN		21
#define SIGTTOU		22
#define SIGIO		23
#define SIGXCPU		24
#define SIGXFSZ		25
#define SIGVTALRM	26
#define SIGPROF		27
#define SIGWINCH	28
#define SIGINFO		29
#define SIGUSR1		30
#define SIGUSR2		31
#define SIGTHR		32
#define SIGCKPT		33
#define SIGCKPTEXIT	34
#define NSIG		129	/* signals are 1 to 128 */

typedef struct {
	uint32_t __bits[4];
} __attribute__((__aligned__(8))) sigset_t;

union sigval {
	int sival_int;
	void *sival_ptr;
};

/*
 * Why a signal came.  Signals do not queue: of several that came before one
 * was taken, the first is told.
 */
typedef struct {
	int si_signo;
	int si_errno;		/* 0 */
	int si_code;		/* SI_*, CLD_* */
	pid_t si_pid;		/* SI_USER: the sender; CLD_*: the child */
	uid_t si_uid;		/* its real user id */
	int si_status;		/* CLD_*: exit code or signal */
	void *si_addr;		/* SI_FAULT: where */
	union sigval si_value;	/* 0 */
	long si_band;		/* 0 */
	int __si_spare[7];
} siginfo_t;
#define SI_USER		0	/* kill, lwp_kill, raise */
#define SI_FAULT	1	/* the program's own fault */
#define SI_KERNEL	0x80	/* the kernel: timers, terminal, pipes */
#define CLD_EXITED	1	/* SIGCHLD: the child exited */
#define CLD_KILLED	2	/* ... died of a signal */
#define CLD_STOPPED	5
#define CLD_CONTINUED	6

typedef struct {
	void *ss_sp;
	size_t ss_size;
	int ss_flags;
	int __ss_pad;
} stack_t;
#define SS_ONSTACK	1	/* running on it */
#define SS_DISABLE	4
#define MINSIGSTKSZ	8192
#define SIGSTKSZ	32768

struct sigaction {
	union {
		void (*__handler)(int);
		void (*__sigaction)(int, siginfo_t *, void *);
	} __sigaction_u;
	int sa_flags;
	int __sa_pad;
	sigset_t sa_mask;
};
#define sa_handler	__sigaction_u.__handler
#define sa_sigaction	__sigaction_u.__sigaction
#define SIG_DFL		((void (*)(int))0)
#define SIG_IGN		((void (*)(int))1)
#define SIG_ERR		((void (*)(int))-1)

/* sa_flags */
#define SA_ONSTACK	0x01
#define SA_RESTART	0x02
#define SA_RESETHAND	0x04
#define SA_NOCLDSTOP	0x08
#define SA_NODEFER	0x10
#define SA_NOCLDWAIT	0x20
#define SA_SIGINFO	0x40

/* sigprocmask */
#define SIG_BLOCK	1
#define SIG_UNBLOCK	2
#define SIG_SETMASK	3

/* The registers of the interrupted program, and its FXSAVE image. */
typedef struct {
	uint64_t mc_rdi, mc_rsi, mc_rdx, mc_rcx, mc_r8, mc_r9;
	uint64_t mc_rax, mc_rbx, mc_rbp;
	uint64_t mc_r10, mc_r11, mc_r12, mc_r13, mc_r14, mc_r15;
	uint64_t mc_xflags, mc_trapno, mc_addr, mc_flags, mc_pad, mc_err;
	uint64_t mc_rip, mc_cs, mc_rflags, mc_rsp, mc_ss;
	uint8_t mc_fpu[512];
} mcontext_t;

typedef struct {
	sigset_t uc_sigmask;	/* as it is after the handler */
	stack_t uc_stack;
	mcontext_t uc_mcontext;
} ucontext_t;

#endif
