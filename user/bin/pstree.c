/*
 * pstree -- processes as a tree of parents and children.
 *
 * Further threads of a process are {name}, those that nobody named counted;
 * so are children that look the same and have none of their own: 3*[sleep].
 * -p shows pids (and then every one by itself), -g process groups.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <unistd.h>

static struct kinfo_proc *procs, *lwps;
static size_t nprocs, nlwps;
static int show_pids, show_groups;

/* The list grows while we ask for room: ask for more, and again. */
static struct kinfo_proc *
get_list(int flag, size_t *count)
{
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_ALL | flag, 0 };
	struct kinfo_proc *list = NULL;
	size_t size;

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

static int
by_pid(const void *a, const void *b)
{
	const struct kinfo_proc *x = a, *y = b;

	if (x->kp_pid != y->kp_pid)
		return (x->kp_pid < y->kp_pid ? -1 : 1);
	return (x->kp_tid < y->kp_tid ? -1 : x->kp_tid > y->kp_tid);
}

static int
has_children(pid_t pid)
{
	for (size_t i = 0; i < nprocs; i++)
		if (procs[i].kp_ppid == pid && procs[i].kp_pid != pid)
			return (1);
	return (0);
}

/* One line: the name behind what the lines above have drawn. */
static void
print_line(const char *before, const char *branch, int count,
    const struct kinfo_proc *kp)
{
	printf("%s%s", before, branch);
	if (count > 1)
		printf("%d*[%s]", count, kp->kp_comm);
	else
		printf("%s%s", kp->kp_comm,
		    kp->kp_stat == SZOMB ? " <defunct>" : "");
	if (show_pids)
		printf("(%d)", kp->kp_pid);
	if (show_groups)
		printf("[%d]", kp->kp_pgid);
	putchar('\n');
}

/* Not the first thread: that is the line of the process. */
static int
is_further(const struct kinfo_proc *lwp, const struct kinfo_proc *kp)
{
	return (lwp->kp_pid == kp->kp_pid && lwp->kp_tid != kp->kp_tid);
}

/* A thread that nobody gave a name has that of its program. */
static int
is_named(const struct kinfo_proc *lwp)
{
	return (lwp->kp_lwpname[0] != '\0' &&
	    strcmp(lwp->kp_lwpname, lwp->kp_comm) != 0);
}

/* The further threads of a process; last: nothing else is below it. */
static void
print_lwps(const struct kinfo_proc *kp, const char *before, int last)
{
	int lines = 0, same = 0;

	for (size_t i = 0; i < nlwps; i++) {
		if (!is_further(&lwps[i], kp))
			continue;
		if (is_named(&lwps[i]) || show_pids)
			lines++;
		else
			same++;
	}
	for (size_t i = 0; i < nlwps; i++) {
		if (!is_further(&lwps[i], kp) ||
		    (!is_named(&lwps[i]) && !show_pids))
			continue;
		lines--;
		printf("%s%s{%s}", before,
		    last && lines == 0 && same == 0 ? "`-" : "|-",
		    lwps[i].kp_lwpname);
		if (show_pids)
			printf("(%d/%d)", kp->kp_pid, lwps[i].kp_tid);
		putchar('\n');
	}
	if (same > 0) {
		printf("%s%s", before, last ? "`-" : "|-");
		if (same > 1)
			printf("%d*[{%s}]\n", same, kp->kp_comm);
		else
			printf("{%s}\n", kp->kp_comm);
	}
}

/* Children without children, of one name, are one line. */
static int
look_the_same(const struct kinfo_proc *a, const struct kinfo_proc *b)
{
	return (!show_pids && !show_groups && a->kp_stat == b->kp_stat &&
	    a->kp_nthreads == 1 && b->kp_nthreads == 1 &&
	    strcmp(a->kp_comm, b->kp_comm) == 0 &&
	    !has_children(a->kp_pid) && !has_children(b->kp_pid));
}

static void print_children(pid_t pid, const char *before);

/*
 * The child procs[i] and those like it: it speaks for them when none like
 * it stands before it in the list.
 */
static void
print_child(size_t i, const char *before)
{
	const struct kinfo_proc *kp = &procs[i];
	char deeper[256];
	int count = 0, more = 0;

	for (size_t j = 0; j < nprocs; j++) {
		if (procs[j].kp_ppid != kp->kp_ppid)
			continue;
		if (j == i || look_the_same(kp, &procs[j])) {
			if (j < i)
				return;
			count++;
		} else if (j > i) {
			more = 1;
		}
	}
	print_line(before, more ? "|-" : "`-", count, kp);
	snprintf(deeper, sizeof(deeper), "%s%s", before, more ? "| " : "  ");
	print_lwps(kp, deeper, !has_children(kp->kp_pid));
	print_children(kp->kp_pid, deeper);
}

static void
print_children(pid_t pid, const char *before)
{
	for (size_t i = 0; i < nprocs; i++)
		if (procs[i].kp_ppid == pid && procs[i].kp_pid != pid)
			print_child(i, before);
}

int
main(int argc, char **argv)
{
	long root = 1;
	char *end;
	int c;

	while ((c = getopt(argc, argv, "pg")) != -1) {
		if (c == 'p')
			show_pids = 1;
		else if (c == 'g')
			show_groups = 1;
		else
			goto usage;
	}
	if (optind < argc) {
		root = strtol(argv[optind], &end, 10);
		if (*end != '\0' || end == argv[optind] || optind + 1 < argc)
			goto usage;
	}
	procs = get_list(0, &nprocs);
	lwps = get_list(KERN_PROC_FLAG_LWP, &nlwps);
	qsort(procs, nprocs, sizeof(*procs), by_pid);
	qsort(lwps, nlwps, sizeof(*lwps), by_pid);
	for (size_t i = 0; i < nprocs; i++) {
		if (procs[i].kp_pid != root)
			continue;
		print_line("", "", 1, &procs[i]);
		print_lwps(&procs[i], "", !has_children((pid_t)root));
		print_children((pid_t)root, "");
		return (0);
	}
	errx(1, "%ld: no such process", root);
usage:
	fprintf(stderr, "usage: pstree [-pg] [pid]\n");
	return (2);
}
