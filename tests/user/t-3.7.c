/* T-3.7: vfork by a parent without zombies that has another child (D-42). */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.7");

static volatile int done;

static pid_t
vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		for (int i = 0; i < 3; i++)
			usleep(10000);
		done = 1;
		_exit(0);
	}
	return (pid);
}

static void
one_round(struct sigaction *sa)
{
	struct child other = child_start(NULL, NULL);
	struct sigaction old;
	pid_t pid;

	check(sigaction(SIGCHLD, sa, &old) == 0, "sigaction");
	done = 0;
	pid = vfork_child();
	check(pid > 0, "vfork returns");
	check(done == 1, "when the child is done");
	check_fails(waitpid(pid, NULL, 0), ECHILD);
	check(kill(other.ch_pid, 0) == 0, "the other child lives");
	check(sigaction(SIGCHLD, &old, NULL) == 0, "sigaction");
	child_stop(&other);
}

int
main(void)
{
	struct sigaction nowait = { .sa_handler = SIG_DFL,
	    .sa_flags = SA_NOCLDWAIT };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct census before, after;

	one_round(&nowait);
	census_begin(&before, &after);
	census_take(&before);
	one_round(&nowait);
	one_round(&ignore);
	sleep_ms(50);			/* init reaps */
	census_take(&after);
	census_same(&before, &after);
	pass();
}
