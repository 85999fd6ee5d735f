/* T-5.4: the scheduler's name, the cpus; realtime and idle; nice values. */
#include <signal.h>
#include <string.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/rtprio.h>
#include <sys/sysctl.h>
#include <sys/usched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.4");

static char rr[] = "rr", none[] = "none";

static void
in_umtx(void *arg)
{
	volatile int *word = arg;

	while (*word == 0)
		umtx_sleep(word, 0, 0);
}

static void
scheduler(void)
{
	static struct thread thread;
	static volatile int done;

	check(usched_set(0, USCHED_SET_SCHEDULER, rr, 0) == 0, "rr");
	check(usched_set(getpid(), USCHED_SET_SCHEDULER, rr, 0) == 0, "rr");
	check_fails(usched_set(0, USCHED_SET_SCHEDULER, none, 0), EINVAL);
	check_fails(usched_set(0, USCHED_SET_SCHEDULER, NULL, 0), EFAULT);
	check_fails(usched_set(1, USCHED_SET_SCHEDULER, rr, 0), EINVAL);
	check_fails(usched_set(0, 9, rr, 4), EINVAL);
	thread_start(&thread, in_umtx, (void *)(uintptr_t)&done);
	check_fails(usched_set(0, USCHED_SET_SCHEDULER, rr, 0), EINVAL);
	done = 1;
	umtx_wakeup(&done, 0);
	thread_join(&thread);
}

static void
cpus(void)
{
	int cpu = 99;

	check(usched_set(0, USCHED_GET_CPU, &cpu, sizeof(cpu)) == 0 &&
	    cpu == 0, "we are on cpu 0");
	check(usched_set(0, USCHED_SET_CPU, &cpu, sizeof(cpu)) == 0, "set");
	check(usched_set(0, USCHED_ADD_CPU, &cpu, sizeof(cpu)) == 0, "add");
	check_fails(usched_set(0, USCHED_DEL_CPU, &cpu, sizeof(cpu)), EPERM);
	check_fails(usched_set(0, USCHED_SET_CPU, &cpu, 2), EINVAL);
	cpu = 5;
	check_fails(usched_set(0, USCHED_ADD_CPU, &cpu, sizeof(cpu)), EINVAL);
	cpu = 64;
	check_fails(usched_set(0, USCHED_ADD_CPU, &cpu, sizeof(cpu)), EFBIG);
	cpu = -1;
	check_fails(usched_set(0, USCHED_ADD_CPU, &cpu, sizeof(cpu)), EFBIG);
}

/* Two that want the cpu: what each counted, and whether it may begin. */
struct rivals {
	volatile long r_count[2];
	volatile int r_go[2];
};

/* Of a class; begins when told to, and after a sleep of nap_ms if not 0. */
static pid_t
spinner(struct rivals *r, int which, struct rtprio rtp, int nap_ms)
{
	pid_t pid = fork();

	if (pid != 0)
		return (pid);
	if (rtprio(RTP_SET, 0, &rtp) != 0)
		_exit(1);
	in_umtx((void *)(uintptr_t)&r->r_go[which]);
	if (nap_ms != 0)
		sleep_ms(nap_ms);
	for (;;)
		++r->r_count[which];
}

/*
 * What each of two gets of some time that they share with nobody but us, who
 * go before them and sleep most of the time.  The second may have a nap
 * while the first one runs.
 */
static void
compete(struct rivals *r, struct rtprio rtp0, struct rtprio rtp1, int nap_ms)
{
	struct rtprio first = { RTP_PRIO_REALTIME, 0 };
	pid_t pids[2];

	memset(r, 0, sizeof(*r));
	check(rtprio(RTP_SET, 0, &first) == 0, "we go before them");
	pids[0] = spinner(r, 0, rtp0, 0);
	pids[1] = spinner(r, 1, rtp1, nap_ms);
	sleep_ms(50);
	/* Both are in the queue before we sleep, the second one last. */
	for (int i = 0; i < 2; i++) {
		r->r_go[i] = 1;
		umtx_wakeup(&r->r_go[i], 0);
	}
	for (int i = 0; i < 20; i++)
		sleep_ms(20);
	for (int i = 0; i < 2; i++) {
		check(kill(pids[i], SIGKILL) == 0, "kill");
		check(wait_exit(pids[i]) == 128 + SIGKILL, "killed");
	}
	first.type = RTP_PRIO_NORMAL;
	check(rtprio(RTP_SET, 0, &first) == 0, "normal again");
}

static void
classes(void)
{
	struct rivals *r = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	const struct rtprio normal = { RTP_PRIO_NORMAL, 0 };
	const struct rtprio idle = { RTP_PRIO_IDLE, 7 };
	const struct rtprio real5 = { RTP_PRIO_REALTIME, 5 };
	const struct rtprio real6 = { RTP_PRIO_REALTIME, 6 };
	struct rtprio rtp = { 9, 9 };

	check(r != MAP_FAILED, "mmap");
	for (int nap_ms = 0; nap_ms <= 150; nap_ms += 150) {
		compete(r, normal, idle, nap_ms);
		check(r->r_count[0] > 10000 && r->r_count[1] == 0,
		    "idle waits for normal");
		compete(r, real5, normal, nap_ms);
		check(r->r_count[0] > 10000 && r->r_count[1] == 0,
		    "normal for realtime");
		compete(r, real5, real6, nap_ms);
		check(r->r_count[0] > 10000 && r->r_count[1] == 0,
		    "6 waits for 5");
	}
	compete(r, idle, idle, 0);
	check(r->r_count[0] > 10000 && r->r_count[1] > r->r_count[0] / 2 &&
	    r->r_count[0] > r->r_count[1] / 2, "equals share");
	check(rtprio(RTP_LOOKUP, 0, &rtp) == 0 &&
	    rtp.type == RTP_PRIO_NORMAL && rtp.prio == 0, "asked");
	rtp.type = 3;
	check_fails(rtprio(RTP_SET, 0, &rtp), EINVAL);
	rtp.type = RTP_PRIO_IDLE;
	rtp.prio = 32;
	check_fails(rtprio(RTP_SET, 0, &rtp), EINVAL);
	check_fails(rtprio(2, 0, &rtp), EINVAL);
	check_fails(rtprio(RTP_LOOKUP, -1, &rtp), EINVAL);
	check_fails(rtprio(RTP_LOOKUP, 99998, &rtp), ESRCH);
	check_fails(rtprio(RTP_LOOKUP, 0, NULL), EFAULT);
	check_fails(lwp_rtprio(RTP_LOOKUP, 0, -2, &rtp), EINVAL);
	check_fails(lwp_rtprio(RTP_LOOKUP, 0, 99, &rtp), ESRCH);
	check(lwp_rtprio(RTP_LOOKUP, 0, -1, &rtp) == 0 &&
	    rtp.type == RTP_PRIO_NORMAL, "of one LWP");
}

static int
listed_nice(pid_t pid)
{
	struct kinfo_proc kp;
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, (int)pid };
	size_t size = sizeof(kp);

	check(sysctl(mib, 4, &kp, &size, NULL, 0) == 0, "kern.proc");
	return (kp.kp_nice);
}

static void
nice_values(void)
{
	struct rtprio rtp = { RTP_PRIO_IDLE, 3 };
	pid_t pid;

	check(getpriority(PRIO_PROCESS, 0) == 0, "none at first");
	check(setpriority(PRIO_PROCESS, 0, 7) == 0, "set");
	check(getpriority(PRIO_PROCESS, getpid()) == 7, "kept");
	check(listed_nice(getpid()) == 7, "shown");
	check(lwp_rtprio(RTP_SET, 0, 1, &rtp) == 0, "idle");
	pid = fork();
	if (pid == 0)
		_exit(getpriority(PRIO_PROCESS, 0) == 7 &&
		    lwp_rtprio(RTP_LOOKUP, 0, 1, &rtp) == 0 &&
		    rtp.type == RTP_PRIO_IDLE && rtp.prio == 3 ? 5 : 6);
	check(wait_exit(pid) == 5, "inherited");
	check(setpriority(PRIO_PROCESS, 0, -99) == 0 &&
	    getpriority(PRIO_PROCESS, 0) == -20, "cut to the limit");
	check(nice(3) == -17, "nice");
	check(setpriority(PRIO_PGRP, 0, 1) == 0 &&
	    getpriority(PRIO_PGRP, getpgrp()) == 1, "of a group");
	check(getpriority(PRIO_USER, 0) <= 0, "of all of a user: the least");
	check_fails(getpriority(PRIO_PROCESS, 99998), ESRCH);
	check_fails(setpriority(3, 0, 0), EINVAL);
}

int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	census_take(&before);
	scheduler();
	cpus();
	census_take(&after);
	census_same(&before, &after);
	classes();
	nice_values();
	pass();
}
