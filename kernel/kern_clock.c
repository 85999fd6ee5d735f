/*
 * kern_clock.c -- hz times a second.
 *
 * A tick charges the thread that runs, drives the user scheduler's quantum,
 * and calls what is due (kern_timeout.c).
 *
 *   clock_init      start the clock
 *   ppsratecheck    not too many messages a second
 */
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/usched.h"

int hz = 100;
volatile uint64_t ticks;

static uint64_t watchdog_tick;		/* 0: there is none */

/* Who gets this tick; inside a critical section. */
static void
charge_tick(struct thread *td, bool usermode)
{
	if (usermode)
		td->td_uticks++;
	else
		td->td_sticks++;
	if (td->td_lwp == NULL)
		return;
	if (ticks % (uint64_t)(hz / ESTCPUFREQ) == 0)
		td->td_proc->p_usched->schedulerclock(td->td_lwp);
	if (td->td_proc->p_itimers != NULL)
		itimer_tick(td->td_proc, usermode);
	if (++td->td_proc->p_cputicks >= td->td_proc->p_limit->pl_cputicks)
		plimit_cpu_exceeded(td->td_proc);
}

/* The boot option watchdog=SECONDS: a run that lasts longer hangs. */
static void
watchdog_bark(void)
{
	watchdog_tick = 0;
	krecord("@hang the watchdog waited %lu seconds",
	    (unsigned long)(ticks / (uint64_t)hz));
	hang_report();
	cpu_debug_exit(CPU_EXIT_FAILED);
	cpu_halt_forever();
}

static void
hardclock(void *arg, bool usermode)
{
	(void)arg;
	ticks++;
	charge_tick(curthread, usermode);
	callout_softclock();
	if (ticks == watchdog_tick)
		watchdog_bark();
}

void
clock_init(void)
{
	const char *option = boot_option("watchdog");
	uint64_t seconds = 0;

	for (; option != NULL && *option >= '0' && *option <= '9'; option++)
		seconds = seconds * 10 + (uint64_t)(*option - '0');
	watchdog_tick = seconds * (uint64_t)hz;
	intr_register(0, hardclock, NULL);
	cpu_start_clock(hz);
	cpu_enable_intr();
}

bool
ppsratecheck(uint64_t *last_tick, int *count, int max_per_second)
{
	bool ok;

	crit_enter();
	if (*count == 0 || ticks - *last_tick >= (uint64_t)hz) {
		*last_tick = ticks;
		*count = 0;
	}
	ok = *count < max_per_second;
	if (ok)
		++*count;
	crit_exit();
	return (ok);
}
