/*
 * T-2.24: stdio and malloc with threads, fork from one of them, signals to
 * one of them.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.24");

#define THREADS	5
#define LINES	60
#define ALLOCATORS	2
#define FORKS	8

static FILE *out;
static volatile int stop;

/* A line in two calls and one; each arrives whole. */
static void *
writer(void *arg)
{
	int me = (int)(intptr_t)arg;

	for (int i = 0; i < LINES; i++) {
		flockfile(out);
		fprintf(out, "thread %d ", me);
		sched_yield();
		fputs("line\n", out);
		funlockfile(out);
		fprintf(out, "thread %d says %s\n", me, "word");
	}
	return (NULL);
}

static void
whole_lines(void)
{
	pthread_t threads[THREADS];
	char line[100], want[2][100];
	int n = 0, me;

	out = fopen("/tmp/lines", "w+");
	check(out != NULL, "fopen");
	for (intptr_t i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, writer,
		    (void *)i) == 0, "create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	rewind(out);
	while (fgets(line, sizeof(line), out) != NULL) {
		check(sscanf(line, "thread %d", &me) == 1, "whose");
		sprintf(want[0], "thread %d line\n", me);
		sprintf(want[1], "thread %d says word\n", me);
		check(strcmp(line, want[0]) == 0 ||
		    strcmp(line, want[1]) == 0, "a whole line");
		n++;
	}
	check(n == 2 * THREADS * LINES, "all of them");
	fclose(out);
	unlink("/tmp/lines");
}

/*
 * Nothing but malloc and free, so that a switch or a fork comes inside one
 * of them as often as not; a block given out twice has the other's number.
 */
static void *
allocator(void *arg)
{
	long me = (long)(intptr_t)arg + 1;
	long *p[16] = { NULL };

	while (!stop) {
		for (int i = 0; i < 16; i++) {
			check(p[i] == NULL || *p[i] == me, "nobody else's");
			free(p[i]);
			p[i] = malloc(sizeof(long));
			check(p[i] != NULL, "malloc");
			*p[i] = me;
		}
	}
	for (int i = 0; i < 16; i++)
		free(p[i]);
	return (NULL);
}

static volatile int prepared, in_parent, in_child;
static volatile int order;		/* of the handlers, as digits */

static void
prepare(void)
{
	order = order * 10 + 1;
	prepared++;
}

static void
parent(void)
{
	order = order * 10 + 1;
	in_parent++;
}

static void
child(void)
{
	order = order * 10 + 1;
	in_child++;
}

/* The second set. */
static void
second(void)
{
	order = order * 10 + 2;
}

static void *
idle(void *arg)
{
	return (arg);
}

/* The child has one thread, can allocate and print, and make threads. */
static int
child_main(void)
{
	pthread_t t;
	void *p[50], *result;
	lwpid_t tids[4];

	if (lwp_list(tids, 4) != 1 || in_child != 1 || order != 2112 ||
	    in_parent != prepared - 1)
		return (10);
	for (int i = 0; i < 50; i++) {
		p[i] = malloc((size_t)i * 20);
		if (p[i] == NULL)
			return (11);
	}
	for (int i = 0; i < 50; i++)
		free(p[i]);
	fprintf(stderr, "%s", "");
	if (pthread_create(&t, NULL, idle, p) != 0 ||
	    pthread_join(t, &result) != 0 || result != p)
		return (12);
	if (pthread_kill(pthread_self(), 0) != 0)
		return (13);
	pthread_exit(NULL);			/* the last one: status 0 */
}

/* fork while another is inside malloc: the library's own lock says so. */
extern volatile int __malloc_lock;
static void
fork_once(int i)
{
	pid_t pid;

	do {
		usleep(11000);
	} while (__malloc_lock == 0);
	order = 0;
	pid = fork();
	if (pid == 0)
		_exit(child_main());
	check(order == 2112, "prepare backwards, the rest forwards");
	check(wait_exit(pid) == 0, "the child is well");
	check(prepared == i && in_parent == i && in_child == 0, "handlers");
}

/* Its child's first thread is this one, with another tid. */
static void *
forker(void *arg)
{
	for (int i = FORKS / 2 + 1; i <= FORKS; i++)
		fork_once(i);
	return (arg);
}

static void
forks(void)
{
	pthread_t threads[ALLOCATORS], t;

	check(pthread_atfork(prepare, parent, child) == 0 &&
	    pthread_atfork(second, second, second) == 0, "atfork");
	for (intptr_t i = 0; i < ALLOCATORS; i++)
		check(pthread_create(&threads[i], NULL, allocator,
		    (void *)i) == 0, "create");
	for (int i = 1; i <= FORKS / 2; i++)
		fork_once(i);
	check(pthread_create(&t, NULL, forker, NULL) == 0, "create");
	pthread_join(t, NULL);
	stop = 1;
	for (int i = 0; i < ALLOCATORS; i++)
		pthread_join(threads[i], NULL);
}

/* -------------------------------------------------------------- signals */

static volatile lwpid_t hit;
static volatile int ready;

static void
handler(int sig)
{
	(void)sig;
	hit = lwp_gettid();
}

static void *
target(void *arg)
{
	sigset_t set, old;

	(void)arg;
	ready = lwp_gettid();
	while (hit == 0)
		sched_yield();
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	check(pthread_sigmask(SIG_BLOCK, &set, &old) == 0, "mask");
	check(pthread_sigmask(77, &set, NULL) == EINVAL, "how");
	return (NULL);
}

static void
signals(void)
{
	char name[32];
	sigset_t now;
	pthread_t t;

	signal(SIGUSR1, handler);
	check(pthread_create(&t, NULL, target, NULL) == 0, "create");
	check(pthread_setname_np(t, "target") == 0 &&
	    pthread_getname_np(t, name, sizeof(name)) == 0 &&
	    strcmp(name, "target") == 0, "its name");
	check(pthread_setname_np(t, "a name too long for it") == ERANGE,
	    "longer than fits");
	while (ready == 0)
		sched_yield();
	check(pthread_kill(t, 1000) == EINVAL, "no signal");
	check(pthread_kill(t, 0) == 0 && hit == 0, "only asks");
	check(pthread_kill(t, SIGUSR1) == 0, "kill");
	pthread_join(t, NULL);
	check(hit == ready && hit != lwp_gettid(), "that thread, not us");
	check(pthread_sigmask(SIG_SETMASK, NULL, &now) == 0 &&
	    !sigismember(&now, SIGUSR2), "its mask is not ours");
}

int
main(void)
{
	whole_lines();
	forks();
	signals();
	pass();
}
