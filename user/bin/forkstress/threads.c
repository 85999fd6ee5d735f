/*
 * threads.c -- forks of a process that has many LWPs.
 *
 *   stress_threads   fork while 200 others sleep: the child has one LWP
 *   stress_vfork     vfork in four threads, each waiting for its own child
 */
#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "user/bin/forkstress/forkstress.h"

#define SLEEPERS	200
#define VFORKERS	4

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void *
sleep_at_gate(void *arg)
{
	pthread_mutex_lock(&gate);
	pthread_mutex_unlock(&gate);
	return (arg);
}

/* LWPs of this process, as the kernel counts them; -1 if it does not say. */
static int
count_lwps(void)
{
	int name[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, getpid() };
	struct kinfo_proc kp;
	size_t size = sizeof(kp);

	if (sysctl(name, 4, &kp, &size, NULL, 0) != 0)
		return (-1);
	return (kp.kp_nthreads);
}

int
stress_threads(int rounds)
{
	static pthread_t threads[SLEEPERS];
	int wrong = 0;
	pid_t pid;

	pthread_mutex_lock(&gate);
	for (int i = 0; i < SLEEPERS; i++)
		if (pthread_create(&threads[i], NULL, sleep_at_gate, NULL))
			errx(1, "cannot make %d threads", SLEEPERS);
	if (count_lwps() != SLEEPERS + 1)
		wrong++;
	for (int round = 0; round < rounds; round++) {
		pid = must_fork();
		if (pid == 0)
			_exit(count_lwps() != 1);
		if (!ended_well(pid)) {
			warnx("threads: round %d: the child is not well",
			    round);
			wrong++;
		}
	}
	pthread_mutex_unlock(&gate);
	for (int i = 0; i < SLEEPERS; i++)
		pthread_join(threads[i], NULL);
	return (wrong);
}

struct vforker {
	pthread_t vf_thread;
	int vf_rounds, vf_wrong;
};

/* The child borrows our stack, so nothing of value lies in this frame. */
static bool __attribute__((noinline))
vfork_once(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return (pid > 0 && ended_well(pid));
}

static void *
vfork_often(void *arg)
{
	struct vforker *vf = arg;

	for (int i = 0; i < vf->vf_rounds; i++) {
		if (!vfork_once())
			vf->vf_wrong++;
	}
	return (NULL);
}

int
stress_vfork(int rounds)
{
	struct vforker vf[VFORKERS];
	int wrong = 0;

	for (int i = 0; i < VFORKERS; i++) {
		vf[i].vf_rounds = (rounds + VFORKERS - 1) / VFORKERS;
		vf[i].vf_wrong = 0;
		if (pthread_create(&vf[i].vf_thread, NULL, vfork_often,
		    &vf[i]))
			errx(1, "cannot make %d threads", VFORKERS);
	}
	for (int i = 0; i < VFORKERS; i++) {
		pthread_join(vf[i].vf_thread, NULL);
		wrong += vf[i].vf_wrong;
	}
	if (wrong != 0)
		warnx("vfork: %d went wrong", wrong);
	return (wrong);
}
