/*
 * ps -- processes.
 *
 * All of them are shown, or with -p those of a list of pids.  -l tells more,
 * -j about groups, sessions and the terminal; -L (or -H) shows one line a
 * thread (LWP), with its name.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <termios.h>
#include <unistd.h>

#define HZ	100			/* of kp_uticks and kp_sticks */

static int long_form, jobs_form, threads;
static const char *only;	/* pids with commas between */
static pid_t tty_session = -1, tty_group = -1;

/*
 * The list grows while we ask for room, so ask for a bit more and try again
 * when even that was too little.
 */
static struct kinfo_proc *
get_processes(size_t *count)
{
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_ALL, 0 };
	struct kinfo_proc *list = NULL;
	size_t size;

	if (threads)
		mib[2] |= KERN_PROC_FLAG_LWP;
	do {
		if (sysctl(mib, 4, NULL, &size, NULL, 0) < 0)
			err(1, "kern.proc");
		size += 8 * sizeof(*list);
		free(list);
		list = malloc(size);
		if (list == NULL)
			err(1, NULL);
		if (sysctl(mib, 4, list, &size, NULL, 0) == 0) {
			*count = size / sizeof(*list);
			return (list);
		}
	} while (errno == ENOMEM);
	err(1, "kern.proc");
}

/* One letter: R runs or waits for the cpu, S sleeps, T stopped, ... */
static char
state(const struct kinfo_proc *kp)
{
	switch (kp->kp_stat) {
	case SIDL:
		return ('I');
	case SZOMB:
		return ('Z');
	case SSTOP:
		return ('T');
	default:
		break;
	}
	switch (kp->kp_lwpstat) {
	case LSRUN:
		return ('R');
	case LSSTOP:
		return ('T');
	default:
		return ('S');
	}
}

/*
 * The state, then: s leads a session, l has many threads, + is in the
 * foreground group of the terminal.
 */
static const char *
state_letters(const struct kinfo_proc *kp)
{
	static char text[8];

	snprintf(text, sizeof(text), "%c%s%s%s", state(kp),
	    kp->kp_pid == kp->kp_sid ? "s" : "",
	    kp->kp_nthreads > 1 ? "l" : "",
	    kp->kp_sid == tty_session && kp->kp_pgid == tty_group ? "+" : "");
	return (text);
}

/* Whose terminal it is: only that of our own session can be asked. */
static void
ask_terminal(void)
{
	int fd = open("/dev/tty", O_RDONLY);

	if (fd < 0)
		return;
	tty_session = tcgetsid(fd);
	tty_group = tcgetpgrp(fd);
	close(fd);
}

static int
is_wanted(pid_t pid)
{
	const char *at = only;
	char *end;

	while (at != NULL && *at != '\0') {
		if (strtol(at, &end, 10) == pid)
			return (1);
		if (end == at || (*end != ',' && *end != '\0'))
			errx(1, "%s: not a list of pids", only);
		at = *end == ',' ? end + 1 : end;
	}
	return (only == NULL);
}

static const char *
command(const struct kinfo_proc *kp)
{
	if (kp->kp_stat == SZOMB)
		return ("<defunct>");
	return (kp->kp_args[0] != '\0' ? kp->kp_args : kp->kp_comm);
}

static void
print_header(void)
{
	printf("%5s %5s %5s ", "PID", "PPID", "PGID");
	if (jobs_form)
		printf("%5s %-3s ", "SID", "TTY");
	if (threads)
		printf("%4s %-10s ", "TID", "NAME");
	if (long_form)
		printf("%4s %4s %3s %3s %8s %6s %6s ", "UID", "NLWP", "PRI",
		    "NI", "VSZ", "RSS", "CHARGE");
	printf("%-4s %-10s %8s %s\n", "STAT", "WCHAN", "TIME", "COMMAND");
}

static void
print_process(const struct kinfo_proc *kp)
{
	uint64_t ticks = kp->kp_uticks + kp->kp_sticks;

	printf("%5d %5d %5d ", kp->kp_pid, kp->kp_ppid, kp->kp_pgid);
	if (jobs_form)
		printf("%5d %-3s ", kp->kp_sid,
		    kp->kp_sid == tty_session ? "con" : "-");
	if (threads)
		printf("%4d %-10s ", kp->kp_tid, kp->kp_lwpname);
	if (long_form)
		printf("%4u %4d %3d %3d %7luK %5luK %5luK ", kp->kp_uid,
		    kp->kp_nthreads, kp->kp_priority, kp->kp_nice,
		    kp->kp_vmsize / 1024, kp->kp_rss * 4, kp->kp_charge * 4);
	printf("%-4s %-10s %2lu:%02lu.%02lu %s\n", state_letters(kp),
	    kp->kp_wmesg[0] != '\0' ? kp->kp_wmesg : "-",
	    ticks / HZ / 60, ticks / HZ % 60, ticks % HZ, command(kp));
}

static int
by_pid(const void *a, const void *b)
{
	const struct kinfo_proc *x = a, *y = b;

	if (x->kp_pid != y->kp_pid)
		return (x->kp_pid < y->kp_pid ? -1 : 1);
	return (x->kp_tid < y->kp_tid ? -1 : x->kp_tid > y->kp_tid);
}

int
main(int argc, char **argv)
{
	struct kinfo_proc *list;
	size_t count;
	int c, shown = 0;

	while ((c = getopt(argc, argv, "aejlLHp:x")) != -1) {
		switch (c) {
		case 'j':
			jobs_form = 1;
			break;
		case 'p':
			only = optarg;
			break;
		case 'l':
			long_form = 1;
			break;
		case 'L':
		case 'H':
			threads = 1;
			break;
		case '?':
			fprintf(stderr, "usage: ps [-ajlL] [-p pid,...]\n");
			return (1);
		default:
			break;		/* all are shown anyway */
		}
	}
	ask_terminal();
	list = get_processes(&count);
	qsort(list, count, sizeof(*list), by_pid);
	print_header();
	for (size_t i = 0; i < count; i++) {
		if (!is_wanted(list[i].kp_pid))
			continue;
		print_process(&list[i]);
		shown = 1;
	}
	return (shown ? 0 : 1);
}
