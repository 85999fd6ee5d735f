/*
 * ps: what ps -L, pstree -p and kstat -i print about processes, threads and
 * counts that are known.
 */
#include <stdio.h>
#include <string.h>
#include <sys/lwp.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("ps");

#define THREADS	4

static struct thread threads[THREADS];
static volatile int done;
static char said[8192];

/* The output of a command, in `said`. */
static void
run(const char *command)
{
	FILE *f = popen(command, "r");
	size_t n;

	check(f != NULL, "popen");
	n = fread(said, 1, sizeof(said) - 1, f);
	said[n] = '\0';
	check(pclose(f) == 0, command);
}

static void
says(const char *wanted)
{
	if (strcmp(said, wanted) != 0)
		note("%s\nnot\n%s", said, wanted);
	check(strcmp(said, wanted) == 0, "the output is as it should be");
}

/* In `said` is one line, after the first, that begins like this. */
static void
has_line(const char *begin, const char *further)
{
	const char *line = strchr(said, '\n');
	size_t len = strlen(begin);
	int found = 0;

	for (; line != NULL && line[1] != '\0'; line = strchr(line, '\n')) {
		line++;
		if (strncmp(line, begin, len) == 0 &&
		    strncmp(line + len, further, strlen(further)) == 0)
			found++;
	}
	if (found != 1)
		note("\"%s%s\" %d times in:\n%s", begin, further, found,
		    said);
	check(found == 1, "the line is there, once");
}

static void
waiter(void *arg)
{
	(void)arg;
	while (done == 0)
		umtx_sleep(&done, 0, 0);
}

/* Two with names, two without. */
static void
threads_start(void)
{
	for (int i = 0; i < THREADS; i++)
		thread_start(&threads[i], waiter, NULL);
	check(lwp_setname(threads[0].th_tid1, "reader") == 0 &&
	    lwp_setname(threads[2].th_tid1, "writer") == 0, "names");
	usleep(50000);			/* all of them sleep now */
}

static void
of_threads(void)
{
	char command[80], begin[80];
	pid_t me = getpid();

	snprintf(command, sizeof(command), "ps -L -p %d", me);
	run(command);
	for (int i = 0; i < THREADS; i++) {
		snprintf(begin, sizeof(begin), "%5d %5d %5d %4d %-10s ", me,
		    getppid(), getpgrp(), threads[i].th_tid1,
		    i == 0 ? "reader" : i == 2 ? "writer" : "t-ps");
		has_line(begin, "Ssl+ umtx ");
	}
	snprintf(begin, sizeof(begin), "%5d %5d %5d %4d %-10s ", me,
	    getppid(), getpgrp(), lwp_gettid(), "t-ps");
	has_line(begin, "Ssl+ piperd ");
	snprintf(command, sizeof(command), "ps -L -p %d | wc -l", me);
	run(command);
	says("       6\n");
	snprintf(command, sizeof(command), "ps -p %d | wc -l", me);
	run(command);
	says("       2\n");
}

static void
nothing(void *arg)
{
	(void)arg;
}

static void
of_tree(void)
{
	struct child ch = child_start(nothing, NULL);
	char command[80], wanted[400];
	pid_t me = getpid();
	int shell;

	snprintf(command, sizeof(command), "pstree %d", me);
	run(command);
	says("t-ps\n|-{reader}\n|-{writer}\n|-2*[{t-ps}]\n|-t-ps\n"
	    "`-pstree\n");
	snprintf(command, sizeof(command), "echo $$; pstree -p %d", me);
	run(command);
	check(sscanf(said, "%d", &shell) == 1, "the pid of the last");
	snprintf(wanted, sizeof(wanted), "%d\nt-ps(%d)\n|-{reader}(%d/%d)\n"
	    "|-{t-ps}(%d/%d)\n|-{writer}(%d/%d)\n|-{t-ps}(%d/%d)\n"
	    "|-t-ps(%d)\n`-pstree(%d)\n", shell, me,
	    me, threads[0].th_tid1, me, threads[1].th_tid1,
	    me, threads[2].th_tid1, me, threads[3].th_tid1,
	    ch.ch_pid, shell);
	says(wanted);
	child_stop(&ch);
}

/* A tree below which nothing hangs but threads. */
static void
of_leaf(void)
{
	char command[80];
	int fds[2];
	pid_t pid;
	char c;

	check(pipe(fds) == 0, "pipe");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		close(fds[1]);
		thread_start(&threads[0], waiter, NULL);
		thread_start(&threads[1], waiter, NULL);
		check(lwp_setname(threads[0].th_tid1, "one") == 0, "name");
		_exit((int)read(fds[0], &c, 1));
	}
	usleep(50000);
	snprintf(command, sizeof(command), "pstree %d", pid);
	run(command);
	says("t-ps\n|-{one}\n`-{t-ps}\n");
	close(fds[0]);
	close(fds[1]);
	check(wait_exit(pid) == 0, "it ended");
}

/* The growth of a counter in each of the parts that blank lines divide. */
static void
growth(const char *counter, const long *wanted, int parts)
{
	const char *line = said;
	size_t len = strlen(counter);
	long found[4] = { 0 };
	int part = 0;

	while (*line != '\0') {
		if (*line == '\n')
			part++;
		check(part < parts, "not more parts");
		if (strncmp(line, counter, len) == 0 && line[len] == ' ')
			check(sscanf(line + len, "%ld", &found[part]) == 1 &&
			    strchr(line, '+') == line + 36 -
			    snprintf(NULL, 0, "%ld", found[part]), "a number");
		line += strcspn(line, "\n") + 1;
	}
	check(part == parts - 1, "all parts");
	for (int i = 0; i < parts; i++) {
		if (found[i] != wanted[i])
			note("%s: %ld, not %ld\n%s", counter, found[i],
			    wanted[i], said);
		check(found[i] == wanted[i], "the growth of a counter");
	}
}

/* kstat counts while a child forks: 3 times, then 2 times, then not. */
static void
of_counts(void)
{
	static const long forks[] = { 3, 2, 0 }, execs[] = { 0, 0, 0 };
	static const long none[] = { 0 }, one[] = { 1 };
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		usleep(500000);
		for (int i = 0; i < 5; i++) {
			if (i == 3)
				sleep(1);
			pid = fork();
			if (pid == 0)
				_exit(0);
			wait_exit(pid);
		}
		_exit(0);
	}
	run("kstat -i 1 -c 3");
	check(wait_exit(pid) == 0, "who forked");
	growth("vm.v_forks", forks, 3);
	growth("vm.v_exec", execs, 3);
	run("kstat -c 1");
	growth("vm.v_forks", none, 1);
	run("kstat -- true 2>&1");
	growth("vm.v_forks", one, 1);
	growth("vm.v_exec", one, 1);
}

int
main(void)
{
	of_leaf();
	of_counts();
	threads_start();
	of_threads();
	of_tree();
	done = 1;
	umtx_wakeup(&done, 0);
	for (int i = 0; i < THREADS; i++)
		thread_join(&threads[i]);
	pass();
}
