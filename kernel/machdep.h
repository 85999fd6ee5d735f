/*
 * machdep.h -- the contract that arch/ fulfils for kernel/.
 *
 * Everything here is implemented once per machine, in arch/x86_64/.  The
 * other contract is vm/pmap.h.  Nothing in kernel/ or vm/ names a register.
 */
#ifndef KERNEL_MACHDEP_H
#define KERNEL_MACHDEP_H

#include "kernel/abi/signal.h"
#include "kernel/kern.h"

struct globaldata;
struct lwp;
struct lwp_params;
struct proc;
struct thread;
struct trapframe;
struct vmspace;

/* ---------------------------------------------------------- this cpu */

/*
 * The per-cpu block of the cpu we run on, and the thread that runs this
 * code.  Inline in the kernel itself (machdep_inline.h of arch/); where the
 * code is compiled for the host, tests provide them.
 */
#ifndef CPU_CURTHREAD_INLINE
struct globaldata *cpu_globaldata(void);
struct thread *cpu_curthread(void) __attribute__((const));
#endif

#ifndef CPU_INTR_INLINE
void cpu_disable_intr(void);
void cpu_enable_intr(void);
bool cpu_intr_enabled(void);
#endif
/* Interrupts on and wait for the next one, without a gap between the two. */
void cpu_idle_halt(void);
void cpu_pause(void);			/* in a spin loop */

/* ------------------------------------------------- switching (5.3, 5.4) */

/*
 * The three ways to leave a thread; each saves what its kind needs and
 * continues on ntd's stack.  cpu_heavy_switch for user LWPs (address space,
 * FPU, TLS bases), cpu_lwkt_switch for kernel threads, cpu_exit_switch for
 * a thread that never runs again.
 *
 * => interrupts off, inside a critical section; the caller chose ntd
 * => the old thread loses TDF_RUNNING only once ntd's stack and page table
 *    are in use
 */
void cpu_heavy_switch(struct thread *ntd);
void cpu_lwkt_switch(struct thread *ntd);
void cpu_exit_switch(struct thread *ntd);

/* Prepare td's stack: the pcb on top, nothing else.  Sets td_pcb, td_sp. */
void cpu_thread_init(struct thread *td);
/*
 * Let a kernel thread start in func(arg) with interrupts on and critcount 0;
 * if func returns, kthread_exit() is called.
 */
void cpu_set_thread_handler(struct thread *td, void (*func)(void *),
    void *arg);

/* -------------------------------------------------------- fork (6.1-6.5) */

/*
 * cpu_fork: make lp2's kernel stack look as if it had been switched away
 * from on its way back to user mode, with the user registers of lp1.
 *
 * => lp1 is the current LWP; lp2's thread exists and has never run
 * => cannot fail and does not block
 */
void cpu_fork(struct lwp *lp1, struct lwp *lp2, int flags);
/*
 * cpu_set_fork_handler: lp2 will run func(arg, frame) in the kernel instead
 * of fork_return; if func returns, user mode follows.
 *
 * => only between cpu_fork and the first run of lp2
 */
void cpu_set_fork_handler(struct lwp *lp2,
    void (*func)(void *, struct trapframe *), void *arg);
/*
 * cpu_prepare_lwp: lp2 starts at params->lwp_func, on that stack, with that
 * argument and a zero return address; floating point is as after exec, the
 * other registers stay as they are.
 *
 * => 0; EFAULT if function or stack are not the user's: lp2 must not run
 * => between cpu_fork and the first run of lp2; may block
 */
int cpu_prepare_lwp(struct lwp *lp2, const struct lwp_params *params);
/* The child of fork continues here: rax = 0, rdx = 1, carry clear. */
void fork_return(void *arg, struct trapframe *frame);

/* User registers for a fresh program (9.1): all zero but these. */
void cpu_exec_setregs(struct lwp *lp, uintptr_t entry, uintptr_t stack,
    uintptr_t strings);
/*
 * cpu_set_tls, cpu_get_tls: one of lp's two areas (kernel/abi/tls.h).
 *
 * => lp is the current LWP; which is one of them
 * => 0; EINVAL if base is beyond the user's part: nothing changed then
 */
int cpu_set_tls(struct lwp *lp, int which, uintptr_t base, int size);
void cpu_get_tls(const struct lwp *lp, int which, uintptr_t *base, int *size);
/* The last steps of a thread: FPU forgotten, then it is off the cpu. */
void cpu_thread_exit(void) __attribute__((noreturn));

/*
 * The user frame of lp as the system call dispatcher sees it.  A frame
 * begins with the arguments that come in registers, in their order.
 */
#define CPU_FRAME_REGARGS	6
#ifndef CPU_FRAME_INLINE
long cpu_frame_syscall_nr(const struct trapframe *frame);
int64_t cpu_frame_rdx(const struct trapframe *frame);
void cpu_frame_success(struct trapframe *frame, const int64_t result[2]);
#endif
void cpu_frame_args(const struct trapframe *frame, uint64_t args[6]);
uintptr_t cpu_frame_stackarg(const struct trapframe *frame);
/* Result of a call (1.2): success above; an errno, ERESTART, EJUSTRETURN. */
void cpu_frame_failure(struct trapframe *frame, int error);

/*
 * cpu_sendsig: lp will enter the handler act, which returns to tramp.
 * cpu_sigreturn: back to what it was doing.  cpu_on_sigstack: it runs on its
 * alternate stack.
 *
 * => lp is the current LWP
 * => 0; cpu_sendsig EFAULT if the stack is no good; cpu_sigreturn EINVAL if
 *    uc asks for more than a program may have: nothing changed then
 */
int cpu_sendsig(struct lwp *lp, const struct sigaction *act, uintptr_t tramp,
    const siginfo_t *info, const sigset_t *oldmask);
int cpu_sigreturn(struct lwp *lp, const ucontext_t *uc);
bool cpu_on_sigstack(const struct lwp *lp);

/* -------------------------------------------------- copies to user space */

/*
 * copyin, copyout, copyinstr: between user and kernel memory.
 *
 * => 0, EFAULT, or for copyinstr ENAMETOOLONG (no NUL within max bytes;
 *    *lencopied counts the NUL, may be NULL)
 * => copy on write is honoured: a write goes the way of a write fault
 * => may block
 */
int copyin(const void *uaddr, void *kaddr, size_t len);
int copyout(const void *kaddr, void *uaddr, size_t len);
int copyinstr(const void *uaddr, void *kaddr, size_t max, size_t *lencopied);
/* Zero len bytes of user memory. */
int copyout_zero(void *uaddr, size_t len);

/* --------------------------------------------------------- time, devices */

/* Cycles since the first instruction of the kernel (debug.boot_insns). */
uint64_t cpu_cycles_since_boot(void);
/* Guest nanoseconds since boot; monotonic, finer than a tick. */
uint64_t cpu_nanouptime(void);
/* Seconds since 1970 at boot, from the machine's clock. */
time_t cpu_boottime(void);
/* Start the periodic interrupt: hz times a second, intr_dispatch(). */
void cpu_start_clock(int hz);

/*
 * A character to the serial line and the screen, in step; cons_putc: for
 * messages, where newline begins a line.  From anywhere.
 */
void cons_putraw(char c);
void cons_putc(char c);
void debugcon_putc(char c);		/* where records go */
bool debugcon_present(void);

/* -------------------------------------------------------------- the end */

#define CPU_EXIT_SELF	0x10		/* ended by itself */
#define CPU_EXIT_PANIC	0x11
#define CPU_EXIT_FAILED	0x12		/* a test failed, or the watchdog */
/* Leave QEMU with that code if its exit device is there, else return. */
void cpu_debug_exit(int code);
void cpu_poweroff(void) __attribute__((noreturn));
void cpu_reset(void) __attribute__((noreturn));
void cpu_halt_forever(void) __attribute__((noreturn));
/* Backtraces, one line a frame: function, file and line, through puts. */
void cpu_backtrace_self(int (*print)(const char *fmt, ...));
void cpu_backtrace_thread(const struct thread *td,
    int (*print)(const char *fmt, ...));

/* ------------------------------- the other way: arch/ calls kernel/ */

/* The machine runs in C with its console up; never returns. */
void kernel_main(void) __attribute__((noreturn));
/* System calls, from syscall_entry (kernel/syscall.c). */
void syscall(struct trapframe *frame);
/* Something wants attention before user mode (kernel/userret.c). */
void ast(struct trapframe *frame);
/* An entry from user mode begins or ends. */
void userenter(struct thread *td);
void userreturn(struct trapframe *frame);
/*
 * A fault of a program that memory could not serve, at addr: its handler
 * for sig runs, or it dies.  The line on the console about a death is
 * printed by arch, which knows what happened.
 */
void trapsignal(struct lwp *lp, int sig, uintptr_t addr);
bool trapsignal_caught(const struct lwp *lp, int sig);
/* Interrupt irq came (0 to 15), interrupts are off, device acknowledged. */
void intr_dispatch(int irq, bool usermode);
typedef void (*intr_handler_t)(void *arg, bool usermode);
void intr_register(int irq, intr_handler_t handler, void *arg);
/* Everything a reader needs to know about a hang, on the debug console. */
void hang_report(void);
/* A character from the serial line or the keyboard (kernel/tty.c). */
void cons_input(int c);

/* Kernel command line: the value of "name=value", "" for a bare word. */
const char *boot_option(const char *name);

#endif
