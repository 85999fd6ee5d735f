/*
 * kern_hang.c -- why does nothing go on?
 *
 * A hang is never just a timeout: this tells, for each thread, what it waits
 * for, which tokens it holds, and where it stands.  Asked for by the
 * watchdog, by an NMI (QEMU's monitor command "nmi"), or by a debugger.
 *
 *   hang_report
 *
 * It takes no lock and changes nothing, since anything may be broken.
 */
#include "kernel/proc.h"
#include "lib/format.h"

/* Lines of a backtrace, as records. */
static int __attribute__((format(printf, 1, 2)))
hang_line(const char *fmt, ...)
{
	char text[200];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof(text) && text[n - 1] == '\n')
		text[n - 1] = '\0';
	krecord("@hang   %s", text);
	return (n);
}

static const char *
thread_state(const struct thread *td)
{
	if (td == curthread)
		return ("running");
	if (td == td->td_gd->gd_idlethread)
		return ("idle");
	if (td->td_flags & TDF_EXITING)
		return ("dead");
	if (td->td_flags & TDF_RUNQ)
		return ("runnable");
	if (td->td_flags & TDF_TSLEEPQ)
		return ("asleep");
	if (td->td_lwp != NULL && (td->td_lwp->lwp_flag & LWP_ONRUNQ))
		return ("waits for its turn in user mode");
	return ("stopped");
}

/* What it sleeps on; of a lock also who has it. */
static void
hang_wait(const struct thread *td)
{
	const struct lock *lk;
	const struct thread *owner;

	if ((td->td_flags & TDF_TSLEEPQ) == 0)
		return;
	krecord("@hang   waits for \"%s\" at %p", td->td_wmesg == NULL ? "?" :
	    td->td_wmesg, (const void *)(uintptr_t)td->td_wchan);
	if (td->td_wdomain != PDOMAIN_LOCK)
		return;
	lk = (const struct lock *)(uintptr_t)td->td_wchan;
	owner = lk->lk_owner;
	krecord("@hang   a lock held by %s, count %d",
	    owner != NULL ? owner->td_comm : "sharers", lk->lk_count);
}

static void
hang_thread(const struct thread *td)
{
	krecord("@hang thread %p \"%s\" %d.%d pri %d crit %d flags %x: %s",
	    (const void *)td, td->td_comm,
	    td->td_proc != NULL ? (int)td->td_proc->p_pid : -1,
	    td->td_lwp != NULL ? (int)td->td_lwp->lwp_tid : 0,
	    td->td_pri, td->td_critcount, td->td_flags, thread_state(td));
	hang_wait(td);
	for (int i = 0; i < td->td_ntoks; i++)
		krecord("@hang   holds token %s", td->td_toks[i]->t_name);
	if ((td->td_flags & TDF_EXITING) == 0)
		cpu_backtrace_thread(td, hang_line);
}

void
hang_report(void)
{
	const struct globaldata *gd = mycpu;
	const struct thread *td;

	krecord("@hang tick %lu, flags %x, interrupts pending %x, "
	    "spinlocks %d, current program %d", (unsigned long)ticks,
	    gd->gd_reqflags, gd->gd_ipending, gd->gd_spinlocks,
	    gd->gd_uschedcp != NULL ?
	    (int)gd->gd_uschedcp->lwp_proc->p_pid : -1);
	TAILQ_FOREACH(td, &gd->gd_allq, td_allq)
		hang_thread(td);
	krecord("@hang end");
}
