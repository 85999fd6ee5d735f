/* T-8.1: every exit code and every death arrives in the wait status. */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.1");

static int
status_of(pid_t pid)
{
	int status = -1;

	check(pid > 0, "fork");
	check(waitpid(pid, &status, 0) == pid, "waitpid");
	return (status);
}

static void
exit_codes(void)
{
	int code;
	pid_t pid;

	for (code = 0; code < 256; code++) {
		pid = fork();
		if (pid == 0)
			_exit(code);
		check(status_of(pid) == code << 8, "exit code");
	}
	pid = fork();
	if (pid == 0)
		_exit(0x1234);
	check(status_of(pid) == 0x34 << 8, "only eight bits");
}

/* Signals whose default is no death: ignored, stops, and checkpoints. */
static bool
harmless(int sig)
{
	return (sig == SIGURG || sig == SIGCONT || sig == SIGCHLD ||
	    sig == SIGIO || sig == SIGWINCH || sig == SIGINFO ||
	    sig == SIGTHR || sig == SIGCKPT || sig == SIGSTOP ||
	    sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU || sig > 34);
}

static void
killed(int sig, bool sleeping)
{
	int fds[2], status;
	pid_t pid;
	char c;

	check(pipe(fds) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		while (!sleeping)
			__asm__ volatile("" ::: "memory");
		(void)!read(fds[0], &c, 1);
		_exit(77);
	}
	check(pid > 0, "fork");
	sleep_ms(20);
	check(kill(pid, sig) == 0, "kill");
	status = status_of(pid);
	check(WIFSIGNALED(status) && WTERMSIG(status) == sig,
	    "death by that signal");
	close(fds[0]);
	close(fds[1]);
}

static void
fault(int which)
{
	volatile char *volatile nowhere = (volatile char *)8;
	volatile int zero = 0;
	char *map;
	int fd;

	switch (which) {
	case SIGSEGV:
		*nowhere = 1;
		break;
	case SIGFPE:
		__asm__ volatile("xorl %%edx, %%edx; movl $1, %%eax; divl %0"
		    :: "m"(zero) : "eax", "edx");
		break;
	case SIGILL:
		__asm__ volatile("ud2");
		break;
	case SIGTRAP:
		__asm__ volatile("int3");
		break;
	default:
		fd = open("/tmp/t-8.1", O_RDWR | O_CREAT | O_TRUNC, 0600);
		map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
		if (map != MAP_FAILED)
			(void)*(volatile char *)map;
		break;
	}
	_exit(0);
}

static void
faults(void)
{
	static const int kinds[] = { SIGSEGV, SIGFPE, SIGILL, SIGTRAP,
	    SIGBUS };
	int status;
	size_t i;
	pid_t pid;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		pid = fork();
		if (pid == 0)
			fault(kinds[i]);
		status = status_of(pid);
		note("fault %d: status %#x", kinds[i], (unsigned)status);
		check(WIFSIGNALED(status) && WTERMSIG(status) == kinds[i],
		    "death by a fault");
	}
	(void)unlink("/tmp/t-8.1");
}

int
main(void)
{
	int sig;

	exit_codes();
	for (sig = 1; sig <= 34; sig++)
		if (!harmless(sig))
			killed(sig, true);
	killed(SIGKILL, false);
	killed(SIGTERM, false);
	faults();
	check_fails(kill(getpid(), 129), EINVAL);
	check_fails(kill(getpid(), -1), EINVAL);
	check(kill(getpid(), 0) == 0, "signal 0 only asks");
	pass();
}
