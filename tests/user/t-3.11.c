/* T-3.11: the child of a vfork is killed: the parent goes on, with its pid. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.11");

static volatile pid_t vfork_pid;

static pid_t
vfork_sleeper(void)
{
	pid_t pid = vfork();

	if (pid != 0)
		return (pid);
	vfork_pid = getpid();
	sleep(1000);
	_exit(0);
}

int
main(void)
{
	pid_t killer, pid;
	int status;

	killer = fork();
	if (killer == 0) {
		pid_t victim;

		/* The next process that was made after us. */
		sleep_ms(100);
		for (victim = getpid() + 1; kill(victim, 0) != 0; victim++)
			check(victim < getpid() + 100, "the child is found");
		check(kill(victim, SIGKILL) == 0, "kill");
		_exit(0);
	}
	pid = vfork_sleeper();
	check(pid == vfork_pid, "vfork returns the killed child's pid");
	check(waitpid(pid, &status, 0) == pid, "wait");
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
	    "it died of SIGKILL");
	check(wait_exit(killer) == 0, "the killer is fine");
	pass();
}
