/*
 * T-2.26: the environment, rand, atexit, exit and strtok with several
 * threads, and a fork in the middle of them.
 *
 * One thread, the stepper, runs with the trap flag: after each instruction
 * of its own a SIGTRAP handler may give the cpu away, and the other thread
 * does one thing.  So each instruction of what the stepper calls is once the
 * last before the other comes, and every run is the same.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.26");

#define RFLAGS_TF	0x100

static volatile int first, last;	/* after which steps the other runs */
static volatile int steps;		/* the stepper's instructions */
static volatile int stepped;		/* it is done */
static volatile int waiting;		/* the other is in wait */

static void
on_trap(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	int step = steps++;

	(void)sig, (void)info;
	if (step < first)
		return;
	do {
		sched_yield();
	} while (waiting);
	if (step >= last)
		uc->uc_mcontext.mc_rflags &= ~RFLAGS_TF;
}

/* The flags change on a stack below the caller's red zone. */
#define CHANGE_RFLAGS(change, bits)				\
	__asm__ volatile("lea -128(%%rsp), %%rsp; pushfq; "	\
	    change " %0, (%%rsp); popfq; lea 128(%%rsp), %%rsp"	\
	    : : "i" (bits) : "memory", "cc")

static void *
stepper(void *arg)
{
	void (*work)(void) = (void (*)(void))(uintptr_t)arg;

	CHANGE_RFLAGS("orq", RFLAGS_TF);
	work();
	CHANGE_RFLAGS("andq", ~RFLAGS_TF);
	stepped = 1;
	return (NULL);
}

/*
 * work() instruction by instruction, and turn() after each of those from
 * the first to the last.  => how often that was
 */
static int
interleave(void (*work)(void), void (*turn)(void), int from, int to)
{
	int turns = 0;
	pthread_t t;

	first = from;
	last = to;
	steps = stepped = 0;
	check(pthread_create(&t, NULL, stepper,
	    (void *)(uintptr_t)work) == 0, "create");
	while (!stepped && turns <= to - from) {
		if (steps > from) {
			turn();
			turns++;
		}
		sched_yield();
	}
	check(pthread_join(t, NULL) == 0 && stepped, "join");
	return (turns);
}

/* turn() once, after each instruction of work() in its turn. */
static void
at_each_step(void (*before)(void), void (*work)(void), void (*turn)(void),
    void (*after)(void))
{
	int k = 0;

	for (;; k++) {
		before();
		if (interleave(work, turn, k, k) == 0)
			break;
		after();
	}
	check(k > 10, "it went step by step");
}

/* In a child: what hangs ends by SIGALRM; everything else is quicker. */
static void
no_hang(void)
{
	struct itimerval soon = { .it_value.tv_usec = 200 * 1000 };

	check(setitimer(ITIMER_REAL, &soon, NULL) == 0, "setitimer");
}

/* ----------------------------------------------------------------- rand */

static int numbers[3], n_numbers;
static int want[3];

static void
seed(void)
{
	srand(7);
	for (int i = 0; i < 3; i++)
		want[i] = rand();
	srand(7);
	n_numbers = 0;
}

static void
take(void)
{
	int number = rand();

	numbers[__atomic_fetch_add(&n_numbers, 1, __ATOMIC_SEQ_CST)] = number;
}

/* Both together get the numbers that one alone gets: none twice. */
static void
each_once(void)
{
	take();
	check((numbers[0] == want[0] && numbers[1] == want[1]) ||
	    (numbers[0] == want[1] && numbers[1] == want[0]), "each once");
	check(numbers[2] == want[2], "and the next one");
}

static void
other_seed(void)
{
	srand(1);
}

static void
same_seed(void)
{
	srand(7);
}

/* A new seed is not lost; the stepper took none or one of its numbers. */
static void
new_seed(void)
{
	int number = rand();

	check(number == want[0] || number == want[1], "of the new seed");
}

static void
start_elsewhere(void)
{
	seed();
	other_seed();
}

static void
test_rand(void)
{
	at_each_step(seed, take, take, each_once);
	at_each_step(start_elsewhere, take, same_seed, new_seed);
}

/* ---------------------------------------------------------- environment */

static int
env_is(const char *name, const char *value)
{
	const char *found = getenv(name);

	return (found != NULL && strcmp(found, value) == 0);
}

/* B A: the array is ours, and has room. */
static void
env_two(void)
{
	static char *none[1];

	environ = none;
	check(setenv("B", "1", 1) == 0 && setenv("A", "1", 1) == 0, "set");
}

/* The array is as exec made it: who adds to it makes a new one. */
static void
env_first(void)
{
	static char one[] = "A=1";
	static char *start[2];

	start[0] = one;
	environ = start;
}

static void
set_m(void)
{
	check(setenv("M", "1", 1) == 0, "set");
}

static void
put_m(void)
{
	static char string[] = "M=1";

	check(putenv(string) == 0, "put");
}

static void
set_t(void)
{
	check(setenv("T", "1", 1) == 0, "set");
}

static void
unset_b(void)
{
	check(unsetenv("B") == 0, "unset");
}

static void
find_a(void)
{
	check(env_is("A", "1"), "found, while what is before it goes");
}

static void
have_m_t(void)
{
	check(env_is("A", "1") && env_is("M", "1") && env_is("T", "1"),
	    "both were added");
}

static void
have_t(void)
{
	check(env_is("A", "1") && env_is("T", "1") && getenv("B") == NULL,
	    "one was added, one taken away");
}

static void
test_env(void)
{
	at_each_step(env_two, set_m, set_t, have_m_t);
	at_each_step(env_first, set_m, set_t, have_m_t);
	at_each_step(env_two, put_m, set_t, have_m_t);
	at_each_step(env_two, unset_b, set_t, have_t);
	at_each_step(env_two, find_a, unset_b, find_a);
}

/* An array that somebody may still walk is not given to another. */
static void
test_old_arrays(void)
{
	char **old, name[16];

	env_two();
	old = environ;
	for (int i = 0; environ == old; i++) {
		sprintf(name, "C%d", i);
		check(setenv(name, "1", 1) == 0, "set");
	}
	for (size_t size = 16; size <= 1024; size += 16)
		memset(malloc(size), 0xff, size);
	check(strcmp(old[0], "B=1") == 0 && strcmp(old[1], "A=1") == 0,
	    "the array before it grew");
}

/* --------------------------------------------------------- atexit, exit */

#define ATEXIT_STEPS	12	/* at least its way to the lock and out */
#define EXIT_STEPS	80	/* more than exit itself has */

static int letters[2];			/* a pipe */
static volatile int in_slow;		/* a function of exit runs */

static void
letter(char c)
{
	check(write(letters[1], &c, 1) == 1, "write");
}

static void say_a(void) { letter('a'); }
static void say_b(void) { letter('b'); }

static void
register_a(void)
{
	check(atexit(say_a) == 0, "atexit");
}

static void
register_b(void)
{
	check(atexit(say_b) == 0, "atexit");
}

static int at_step;			/* of the stepper, in a child */

static void
register_both(void)
{
	exit(interleave(register_a, register_b, at_step, at_step));
}

/* The last function: the other one is added now at the latest. */
static volatile int added;

static void
wait_for_other(void)
{
	steps = last + 1;
	while (!added)
		sched_yield();
}

static void
exit_2(void)
{
	exit(2);
}

static void
add(void)
{
	register_b();
	added = 1;
}

static void
exit_while_adding(void)
{
	atexit(wait_for_other);
	register_a();
	interleave(exit_2, add, at_step, at_step);
}

/* Long enough for another thread to end the process, if it could. */
static void
slow(void)
{
	in_slow = 1;
	for (int i = 0; i < 100; i++)
		sched_yield();
	letter('s');
}

static void *
exit_5(void *arg)
{
	(void)arg;
	while (!in_slow)
		sched_yield();
	exit(5);
}

static void
two_exits(void)
{
	pthread_t t;

	atexit(say_a);
	atexit(slow);
	check(pthread_create(&t, NULL, exit_5, NULL) == 0, "create");
	exit(3);
}

/* A function of exit may call exit. */
static void
exit_4(void)
{
	exit(4);
}

static void
exit_in_exit(void)
{
	pthread_t t;

	check(pthread_create(&t, NULL, exit_5, NULL) == 0, "create");
	atexit(say_a);
	atexit(exit_4);
	exit(1);
}

/* The child has no thread that is in exit: it may end by exit itself. */
static void *
fork_in_exit(void *arg)
{
	pid_t pid;

	while (!in_slow)
		sched_yield();
	pid = fork();
	if (pid == 0) {
		no_hang();
		exit(6);
	}
	check(wait_exit(pid) == 6, "exit of a child of another thread");
	letter('c');
	in_slow = 2;
	return (arg);
}

static void
until_forked(void)
{
	if (in_slow != 0)
		return;			/* the child */
	in_slow = 1;
	while (in_slow != 2)
		sched_yield();
}

static void
fork_while_exit(void)
{
	pthread_t t;

	atexit(say_a);
	atexit(until_forked);
	check(pthread_create(&t, NULL, fork_in_exit, NULL) == 0, "create");
	exit(7);
}

/* What func, in a child, wrote before it ended with that status. */
static void
letters_of(void (*func)(void), int status, const char *expected)
{
	char got[100];
	size_t n = 0;
	ssize_t r;
	pid_t pid;

	check(pipe(letters) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		no_hang();
		func();
		_exit(98);
	}
	close(letters[1]);
	while ((r = read(letters[0], got + n, sizeof(got) - 1 - n)) > 0)
		n += (size_t)r;
	close(letters[0]);
	got[n] = '\0';
	check(wait_exit(pid) == status, "the first exit's status");
	for (const char *c = "abcs"; *c != '\0'; c++) {
		size_t have = 0, need = 0;

		for (size_t i = 0; i < n; i++)
			have += got[i] == *c;
		for (size_t i = 0; expected[i] != '\0'; i++)
			need += expected[i] == *c;
		if (have != need)
			note("letters: %s, not %s", got, expected);
		check(have == need, "each function once");
	}
}

static void
test_exit(void)
{
	for (at_step = 0; at_step < ATEXIT_STEPS; at_step++)
		letters_of(register_both, 1, "ab");
	for (at_step = 0; at_step < EXIT_STEPS; at_step++)
		letters_of(exit_while_adding, 2, "ab");
	letters_of(two_exits, 3, "sa");
	letters_of(exit_in_exit, 4, "a");
	letters_of(fork_while_exit, 7, "aca");
}

/* ---------------------------------------- strtok, strerror, strsignal */

static void *
split(void *arg)
{
	char text[] = "1,2,3,4,5,6,7,8";
	const char *delim = ",";
	int n = 0, error = (int)(intptr_t)arg;
	const char *said = strerror(error), *unknown = strsignal(1000 + error);
	char want_error[64], want_signal[64];

	strerror_r(error, want_error, sizeof(want_error));
	sprintf(want_signal, "Unknown signal: %d", 1000 + error);
	check(strtok(NULL, delim) == NULL, "no string yet");
	for (char *p = strtok(text, delim); p != NULL;
	    p = strtok(NULL, delim)) {
		check(p == text + 2 * n && p[0] == '1' + n && p[1] == '\0',
		    "a word of its own string");
		n++;
		sched_yield();
	}
	check(n == 8, "all words");
	check(strcmp(said, want_error) == 0 &&
	    strcmp(unknown, want_signal) == 0,
	    "nobody wrote over our texts");
	return (NULL);
}

static void
test_own_places(void)
{
	pthread_t threads[3];

	for (intptr_t i = 0; i < 3; i++)
		check(pthread_create(&threads[i], NULL, split,
		    (void *)(i + 1)) == 0, "create");
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
}

/* ----------------------------------------------------------------- fork */

static void
nothing(void)
{
}

static void
use_all(void)
{
	rand();
	check(atexit(nothing) == 0, "atexit");
	check(setenv("FORK", "1", 1) == 0 && env_is("FORK", "1") &&
	    unsetenv("FORK") == 0, "environment");
}

/*
 * The child has no stepper, so none of the locks it might have held; a lock
 * that stayed taken ends in SIGALRM.
 */
static void
fork_child(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		no_hang();
		use_all();
		_exit(0);
	}
	waiting = 1;
	check(wait_exit(pid) == 0, "the child can use all of it");
	waiting = 0;
}

static void
test_fork(void)
{
	env_two();
	check(interleave(use_all, fork_child, 0, 100000) > 100, "forks");
}

int
main(void)
{
	struct sigaction act = { .sa_flags = SA_SIGINFO };

	act.sa_sigaction = on_trap;
	check(sigaction(SIGTRAP, &act, NULL) == 0, "sigaction");
	test_exit();			/* first: no functions of ours */
	test_rand();
	test_env();
	test_old_arrays();
	test_own_places();
	test_fork();
	pass();
}
