/* T-2.12: extexit: what it refuses, and the end of the last LWP. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.12");

int
main(void)
{
	static volatile int word;
	pid_t pid;

	check_fails(extexit(0x7fff0000, 0, NULL), EINVAL);
	check_fails(extexit(EXTEXIT_LWP | 2, 0, NULL), EINVAL);
	check_fails(extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)1),
	    EFAULT);
	pid = fork();
	if (pid == 0)
		extexit(EXTEXIT_LWP, 9, NULL);
	check(wait_exit(pid) == 9, "the last LWP takes the process along");
	pid = fork();
	if (pid == 0) {
		extexit(EXTEXIT_PROC | EXTEXIT_SETINT, 4, (void *)&word);
		_exit(1);
	}
	check(wait_exit(pid) == 4, "the whole process");
	pass();
}
