/*
 * popen.c -- a pipe to or from a command of the shell.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/libc/stdio/file.h"

/* Our end is closed by exec, so that other children do not keep it open. */
static void
child(const char *command, const int *fds, int end)
{
	if (fds[end] != end) {
		dup2(fds[end], end);
		close(fds[end]);
	} else {
		fcntl(end, F_SETFD, 0);
	}
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

FILE *
popen(const char *command, const char *mode)
{
	int fds[2], open_flags, theirs, ours;
	int flags = __file_mode(mode, &open_flags);
	FILE *f = NULL;

	if (flags != F_READ && flags != F_WRITE) {
		errno = EINVAL;
		return (NULL);
	}
	if (pipe(fds) < 0)
		return (NULL);
	theirs = flags == F_READ ? 1 : 0;	/* also their descriptor */
	ours = !theirs;
	fcntl(fds[ours], F_SETFD, FD_CLOEXEC);
	f = __file_new(fds[ours], flags);
	if (f != NULL) {
		f->f_pid = fork();
		if (f->f_pid == 0)
			child(command, fds, theirs);
	}
	close(fds[theirs]);
	if (f != NULL && f->f_pid > 0)
		return (f);
	if (f != NULL)
		__file_free(f);
	close(fds[ours]);
	return (NULL);
}

int
pclose(FILE *f)
{
	pid_t pid = f->f_pid;
	int status;

	if (pid <= 0) {
		errno = ECHILD;
		return (-1);
	}
	fclose(f);
	return (waitpid(pid, &status, 0) < 0 ? -1 : status);
}
