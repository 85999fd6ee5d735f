/*
 * T-8.7: a group that becomes orphaned with a stopped member gets SIGHUP and
 * SIGCONT; others do not; and no key stops a member of an orphaned group.
 *
 * This program makes M, M makes C; C stops, then M does something.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.7");

static struct shared {
	volatile pid_t c;		/* C's pid, once it is ready */
	volatile int hups, conts;	/* what C got */
	volatile bool go, did;		/* M may; M has */
	volatile bool over;		/* M may end */
} *sh;

/* What M does once C has stopped. */
enum deed {
	EXIT,
	DIE,
	NEW_SESSION,
	NEW_GROUP,
	JOIN_C,
	NOTHING
};

static void
wait_for(volatile bool *what)
{
	while (!*what)
		sleep_ms(10);
}

static void
got(int sig)
{
	if (sig == SIGHUP)
		sh->hups++;
	else
		sh->conts++;
}

static void
be_c(bool own_group)
{
	if (own_group)
		check(setpgid(0, 0) == 0, "C's group");
	signal(SIGHUP, got);
	signal(SIGCONT, got);
	sh->c = getpid();
	for (;;)
		(void)sleep(1000);
}

static void
be_m(bool own_group, enum deed deed)
{
	check(setpgid(0, 0) == 0, "M's group");
	/* To leave it for a new session, M may not be its leader. */
	if (deed == NEW_SESSION)
		check(setpgid(0, getppid()) == 0, "M in our group");
	if (fork() == 0)
		be_c(own_group);
	wait_for(&sh->go);
	if (deed == EXIT)
		_exit(0);
	if (deed == DIE)
		kill(getpid(), SIGKILL);
	if (deed == NEW_SESSION)
		check(setsid() == getpid(), "setsid");
	if (deed == NEW_GROUP)
		check(setpgid(0, getppid()) == 0, "M leaves its group");
	if (deed == JOIN_C)
		check(setpgid(0, sh->c) == 0, "M joins C");
	sh->did = true;
	wait_for(&sh->over);
	_exit(0);
}

/* C has begun; if stop, it stops. */
static void
await_c(bool stop)
{
	while (sh->c == 0)
		sleep_ms(10);
	sleep_ms(20);
	if (stop)
		check(kill(sh->c, SIGSTOP) == 0, "SIGSTOP");
	sleep_ms(20);
}

/* => 2 if C got SIGHUP and SIGCONT, once each; 0 if nothing.  C ends. */
static int
end_c(void)
{
	sleep_ms(50);
	check(sh->hups <= 1 && sh->hups == sh->conts, "both or none, once");
	check(kill(sh->c, SIGKILL) == 0, "C was alive");
	sh->over = true;
	return (sh->hups + sh->conts);
}

static int
orphan(bool own_group, bool stop, enum deed deed)
{
	int result;
	pid_t m;

	*sh = (struct shared){ 0 };
	m = fork();
	check(m >= 0, "fork");
	if (m == 0)
		be_m(own_group, deed);
	await_c(stop);
	sh->go = true;
	if (deed == EXIT || deed == DIE)
		wait_exit(m);
	else
		wait_for(&sh->did);
	result = end_c();
	if (deed != EXIT && deed != DIE)
		check(wait_exit(m) == 0, "M ends");
	sleep_ms(50);			/* init reaps */
	return (result);
}

/* C has a session of its own: M's moves are nothing to its group. */
static void
own_session(void)
{
	pid_t m;

	*sh = (struct shared){ 0 };
	m = fork();
	check(m >= 0, "fork");
	if (m == 0) {
		if (fork() == 0) {
			check(setsid() == getpid(), "C's session");
			be_c(false);
		}
		wait_for(&sh->go);
		check(setpgid(0, 0) == 0, "M moves");
		sh->did = true;
		wait_for(&sh->over);
		_exit(0);
	}
	await_c(true);
	sh->go = true;
	wait_for(&sh->did);
	check(end_c() == 0, "C's group was orphaned before");
	check(wait_exit(m) == 0, "M ends");
	sleep_ms(50);
}

/*
 * L, M and C are of one group.  When L ends, M's parent is init; that C's
 * parent is in the group helps nobody.  stop_first: C stops before that, else
 * afterwards, and then M has a new session.
 */
static void
parent_inside(bool stop_first)
{
	pid_t l;

	*sh = (struct shared){ 0 };
	l = fork();
	check(l >= 0, "fork");
	if (l == 0) {
		check(setpgid(0, 0) == 0, "L's group");
		if (fork() == 0) {
			if (fork() == 0)
				be_c(false);
			signal(SIGHUP, SIG_IGN);
			wait_for(&sh->go);
			check(stop_first || setsid() == getpid(), "setsid");
			sh->did = true;
			wait_for(&sh->over);
			_exit(0);
		}
		while (sh->c == 0)
			sleep_ms(10);
		if (stop_first)
			sleep_ms(60);
		_exit(0);
	}
	await_c(stop_first);
	wait_exit(l);
	if (!stop_first)
		check(kill(sh->c, SIGSTOP) == 0, "SIGSTOP");
	sleep_ms(20);
	sh->go = true;
	wait_for(&sh->did);
	check(end_c() == (stop_first ? 2 : 0),
	    stop_first ? "L ends, of its group" : "M was of no use before");
	sleep_ms(100);
}

/*
 * Z leads a group of its own and of its child C, and is dead; M, its parent,
 * could see C stop no more, so what M does is nothing to C's group.
 */
static void
dead_child(enum deed deed)
{
	pid_t m;

	*sh = (struct shared){ 0 };
	m = fork();
	check(m >= 0, "fork");
	if (m == 0) {
		if (fork() == 0) {
			check(setpgid(0, 0) == 0, "Z's group");
			if (fork() == 0)
				be_c(false);
			_exit(0);
		}
		wait_for(&sh->go);
		if (deed == NEW_SESSION)
			check(setsid() == getpid(), "setsid");
		sh->did = true;
		if (deed == NEW_SESSION)
			wait_for(&sh->over);
		_exit(0);
	}
	await_c(true);
	sh->go = true;
	wait_for(&sh->did);
	if (deed == EXIT)
		check(wait_exit(m) == 0, "M ends");
	check(end_c() == 0, "C's group was orphaned when Z died");
	if (deed == NEW_SESSION)
		check(wait_exit(m) == 0, "M ends");
	sleep_ms(50);
}

/* A key's signal stops a group only if somebody could continue it. */
static void
keys(bool orphaned)
{
	static const int sigs[] = { SIGTSTP, SIGTTIN, SIGTTOU };
	int status;
	pid_t pid;

	for (int i = 0; i < 3; i++) {
		pid = fork();
		if (pid == 0) {
			check(orphaned ? setsid() >= 0 : setpgid(0, 0) == 0,
			    "a new group");
			for (;;)
				sleep_ms(1000);
		}
		sleep_ms(20);
		check(kill(pid, sigs[i]) == 0, "kill");
		sleep_ms(20);
		check(waitpid(pid, &status, WUNTRACED | WNOHANG) ==
		    (orphaned ? 0 : pid), "stopped unless orphaned");
		check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
		sleep_ms(20);
		check(waitpid(pid, &status, WUNTRACED | WNOHANG) ==
		    (orphaned ? pid : 0), "SIGSTOP always stops");
		check(kill(pid, SIGKILL) == 0, "SIGKILL");
		check(wait_exit(pid) == 128 + SIGKILL, "killed");
	}
}

static void
all(void)
{
	/* C alone in its group, then in M's. */
	check(orphan(true, true, EXIT) == 2, "M exits");
	check(orphan(true, true, DIE) == 2, "M is killed");
	check(orphan(true, true, NEW_SESSION) == 2, "M has a new session");
	check(orphan(false, true, EXIT) == 2, "M exits, of its group");

	check(orphan(true, false, EXIT) == 0, "C was not stopped");
	check(orphan(true, true, NOTHING) == 0, "M is there");
	/* Then C's parent is outside, which it was not before. */
	check(orphan(false, true, NEW_GROUP) == 0, "M goes to another group");
	/* M's parent, this program, is outside. */
	check(orphan(true, true, JOIN_C) == 0, "M joins C's group");
	own_session();
	parent_inside(true);
	parent_inside(false);
	dead_child(NEW_SESSION);
	dead_child(EXIT);
	keys(true);
	keys(false);
}

/* The same while a process is stopped that has nothing to do with it. */
static void
all_but_one_stopped(void)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0)
		for (;;)
			(void)sleep(1000);
	check(setpgid(pid, 0) == 0, "a group of its own");
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, NULL, WUNTRACED) == pid, "it has stopped");
	all();
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed");
}

int
main(void)
{
	struct census before, after;

	sh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON,
	    -1, 0);
	check(sh != MAP_FAILED, "mmap");
	all();
	census_begin(&before, &after);
	census_take(&before);
	all_but_one_stopped();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
