/*
 * redir.c -- redirections, and how the shell takes them back.
 *
 * Before a builtin or a compound command changes a descriptor, the shell
 * copies it to a number from SH_FDSAVE up, close-on-exec, and afterwards
 * moves it back.  In a child that will exec nobody takes anything back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/*
 * A body that fits into a pipe is just put there; a larger one needs a
 * process that writes while the command reads.
 */
#define HERE_ROOM	4096

static void
save_fd(int fd, struct saved_fd **saved)
{
	struct saved_fd *sf;

	for (sf = *saved; sf != NULL; sf = sf->sf_next)
		if (sf->sf_fd == fd)
			return;		/* the first copy is the one */
	sf = xmalloc(sizeof(*sf));
	sf->sf_fd = fd;
	sf->sf_copy = fcntl(fd, F_DUPFD_CLOEXEC, SH_FDSAVE);
	sf->sf_next = *saved;
	*saved = sf;
}

void
redir_undo(struct saved_fd *saved)
{
	struct saved_fd *sf;

	while ((sf = saved) != NULL) {
		saved = sf->sf_next;
		if (sf->sf_copy >= 0) {
			dup2(sf->sf_copy, sf->sf_fd);
			close(sf->sf_copy);
		} else {
			close(sf->sf_fd);
		}
		free(sf);
	}
}

/* "exec >file": what was saved is not wanted back. */
void
redir_forget(struct saved_fd *saved)
{
	struct saved_fd *sf;

	while ((sf = saved) != NULL) {
		saved = sf->sf_next;
		if (sf->sf_copy >= 0)
			close(sf->sf_copy);
		free(sf);
	}
}

static void
write_body(int fd, const char *body, size_t len)
{
	ssize_t n;

	while (len > 0 && (n = write(fd, body, len)) > 0) {
		body += n;
		len -= (size_t)n;
	}
}

/* A descriptor from which the body of a heredoc can be read. */
static int
open_here(const char *body)
{
	size_t len = strlen(body);
	int fds[2];
	pid_t pid;

	if (pipe(fds) < 0)
		return (-1);
	if (len <= HERE_ROOM) {
		write_body(fds[1], body, len);
		close(fds[1]);
		return (fds[0]);
	}
	/* Twice, so that the writer is nobody's child to wait for. */
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		if (fork() == 0)
			write_body(fds[1], body, len);
		_exit(0);
	}
	close(fds[1]);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return (fds[0]);
}

static int
open_target(const struct redir *r, const char *target)
{
	switch (r->rd_kind) {
	case RD_IN:
		return (open(target, O_RDONLY));
	case RD_OUT:
		return (open(target, O_WRONLY | O_CREAT | O_TRUNC, 0666));
	case RD_APPEND:
		return (open(target, O_WRONLY | O_CREAT | O_APPEND, 0666));
	case RD_RDWR:
		return (open(target, O_RDWR | O_CREAT, 0666));
	default:
		return (open_here(target));
	}
}

/* n>&m and n>&- */
static bool
redir_dup(const struct redir *r, const char *target)
{
	long long fd;

	if (strcmp(target, "-") == 0) {
		close(r->rd_fd);
		return (true);
	}
	if (!parse_number(target, &fd) || fd < 0 || fd > 999) {
		warn("%s: bad descriptor", target);
		return (false);
	}
	if (dup2((int)fd, r->rd_fd) < 0) {
		warn("%s: %s", target, strerror(errno));
		return (false);
	}
	return (true);
}

static bool
redir_one(const struct redir *r, const char *target)
{
	int fd;

	if (r->rd_kind == RD_DUP)
		return (redir_dup(r, target));
	fd = open_target(r, target);
	if (fd < 0) {
		warn("%s: %s", r->rd_kind == RD_HERE ? "<<" : target,
		    strerror(errno));
		return (false);
	}
	if (fd != r->rd_fd) {
		if (dup2(fd, r->rd_fd) < 0) {
			warn("%d: %s", r->rd_fd, strerror(errno));
			close(fd);
			return (false);
		}
		close(fd);
	}
	return (true);
}

/*
 * All of a command's redirections, left to right.  With saved == NULL they
 * are for good.  After an error those made so far still have to be undone.
 */
bool
redir_apply(struct arena *a, struct redir *r, struct saved_fd **saved)
{
	const char *target;

	for (; r != NULL; r = r->rd_next) {
		if (r->rd_kind != RD_HERE)
			target = expand_string(a, r->rd_word);
		else if (r->rd_quoted)
			target = r->rd_word;
		else
			target = expand_heredoc(a, r->rd_word);
		if (target == NULL)
			return (false);
		if (saved != NULL)
			save_fd(r->rd_fd, saved);
		if (!redir_one(r, target))
			return (false);
	}
	return (true);
}
