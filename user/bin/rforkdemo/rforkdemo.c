/*
 * rforkdemo -- what rfork's flags do, seen in a living pair.
 *
 *	rforkdemo [FLAG]...	one pair: RFPROC RFMEM ...
 *	rforkdemo -a		every combination of the flags, a line each
 *
 * Without RFPROC the caller changes itself: the pair is then the caller and
 * a child that shared everything with it before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "user/bin/rforkdemo/observe.h"

static const struct flag {
	const char *name;
	int bit;
	bool matrix;			/* has an effect: in the matrix */
} flags[] = {
	{ "RFPROC", RFPROC, true },
	{ "RFMEM", RFMEM, true },
	{ "RFFDG", RFFDG, true },
	{ "RFCFDG", RFCFDG, true },
	{ "RFSIGSHARE", RFSIGSHARE, true },
	{ "RFNOWAIT", RFNOWAIT, true },
	{ "RFLINUXTHPN", RFLINUXTHPN, true },
	{ "RFTHREAD", RFTHREAD, true },
	{ "RFNAMEG", RFNAMEG, false },
	{ "RFENVG", RFENVG, false },
	{ "RFNOTEG", RFNOTEG, false },
	{ "RFCNAMEG", RFCNAMEG, false },
	{ "RFCENVG", RFCENVG, false },
	{ "RFPGLOCK", RFPGLOCK, false },
	{ "RFPPWAIT", RFPPWAIT, false }
};
#define NFLAGS	(sizeof(flags) / sizeof(flags[0]))

static const char *const common_names[] = { "shared", "copied", "empty" };
static const char *const told_names[] = { "-", "SIGCHLD", "SIGUSR1" };
static const char *const waits_names[] = { "no wait4 finds it",
    "wait4 finds it", "only wait4 with WLINUXCLONE finds it" };

static void
usage(void)
{
	fprintf(stderr, "usage: rforkdemo -a | [FLAG]...\nflags:");
	for (size_t i = 0; i < NFLAGS; i++)
		fprintf(stderr, " %s", flags[i].name);
	fprintf(stderr, "\n");
	exit(2);
}

/* "RFMEM", "rfmem", "mem" */
static int
flag_bit(const char *name)
{
	for (size_t i = 0; i < NFLAGS; i++) {
		if (strcasecmp(name, flags[i].name) == 0 ||
		    strcasecmp(name, flags[i].name + 2) == 0)
			return (flags[i].bit);
	}
	fprintf(stderr, "rforkdemo: no such flag: %s\n", name);
	usage();
	return (0);
}

static void
look(int bits, struct row *row)
{
	if (!observe(bits, row)) {
		perror("rforkdemo");
		exit(1);
	}
	if (row->r_trouble != NULL) {
		fprintf(stderr, "rforkdemo: %s\n", row->r_trouble);
		exit(1);
	}
}

static void
print_call(int bits)
{
	const char *between = "";

	printf("rfork(");
	for (size_t i = 0; i < NFLAGS; i++) {
		if ((bits & flags[i].bit) == 0)
			continue;
		printf("%s%s", between, flags[i].name);
		between = " | ";
	}
	printf("%s)", bits == 0 ? "0" : "");
}

/* One pair, and how each thing was found out. */
static void
one(int bits)
{
	static const char *const how[][3] = {
		{ "each reads what the other stores",
		  "neither reads what the other stores",
		  "what was there before is gone" },
		{ "each has the descriptor that the other opens",
		  "both have the old descriptors, neither the other's new one",
		  "the old descriptors are gone" },
		{ "each has the handler that the other sets",
		  "both have the old handler, neither the other's new one",
		  "the old handler is gone" }
	};
	struct row row;

	look(bits, &row);
	print_call(bits);
	if (row.r_error != 0) {
		printf(": denied: %s\n", strerror(row.r_error));
		return;
	}
	if (bits & RFPROC)
		printf(": caller %d, child %d\n", (int)row.r_caller,
		    (int)row.r_child);
	else
		printf(": %d has shared everything with its child %d, and "
		    "changes\n", (int)row.r_caller, (int)row.r_child);
	printf("  %-15s%-9s%s\n", "memory", common_names[row.r_memory],
	    how[0][row.r_memory]);
	printf("  %-15s%-9s%s\n", "descriptors", common_names[row.r_files],
	    how[1][row.r_files]);
	printf("  %-15s%-9s%s\n", "signal actions",
	    common_names[row.r_actions], how[2][row.r_actions]);
	printf("  %-15s%-9sgetppid() in the child is %d\n", "parent",
	    row.r_ppid == row.r_caller ? "caller" : "init",
	    (int)row.r_ppid);
	printf("  %-15s%-9s%s\n", "its end", told_names[row.r_told],
	    waits_names[row.r_waits]);
	printf("  %-15s%-9s%s\n", "peers", row.r_peers ? "yes" : "no",
	    row.r_peers ? "the caller's end killed the child" :
	    "the child outlives the caller");
}

/* The n-th combination of the flags that have an effect. */
static int
combination(unsigned n)
{
	int bits = 0;

	for (size_t i = 0; i < NFLAGS && flags[i].matrix; i++) {
		if (n & 1u << i)
			bits |= flags[i].bit;
	}
	return (bits);
}

static void
matrix_line(int bits, const struct row *row)
{
	for (size_t i = 0; i < NFLAGS && flags[i].matrix; i++)
		printf("%-*s", (int)strlen(flags[i].name + 2) + 1,
		    (bits & flags[i].bit) ? "x" : ".");
	if (row->r_error != 0) {
		printf("| denied: %s\n", strerror(row->r_error));
		return;
	}
	printf("| %-8s%-8s%-8s%-8s%-9s%s\n", common_names[row->r_memory],
	    common_names[row->r_files], common_names[row->r_actions],
	    row->r_ppid == row->r_caller ? "caller" : "init",
	    told_names[row->r_told], row->r_peers ? "yes" : "no");
}

static void
all(void)
{
	unsigned count = 0;
	struct row row;

	for (size_t i = 0; i < NFLAGS && flags[i].matrix; i++) {
		printf("%s ", flags[i].name + 2);
		count++;
	}
	printf("| %-8s%-8s%-8s%-8s%-9s%s\n", "memory", "files", "actions",
	    "parent", "end", "peers");
	for (unsigned n = 0; n < 1u << count; n++) {
		look(combination(n), &row);
		matrix_line(combination(n), &row);
		fflush(stdout);
	}
}

int
main(int argc, char **argv)
{
	int bits = 0;

	if (argc == 2 && strcmp(argv[1], "-a") == 0) {
		all();
		return (0);
	}
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			usage();
		bits |= flag_bit(argv[i]);
	}
	one(bits);
	return (0);
}
