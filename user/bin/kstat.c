/*
 * kstat -- the kernel's counters, and by how much they grow.
 *
 *   kstat                  all counters (vm.stats.*), by name
 *   kstat -i 1 -c 3        three times the growth of one second each
 *   kstat -- command ...   the growth while a command ran, of all processes
 */
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_COUNTERS	100
#define PREFIX		"vm.stats."

struct counter {
	char name[64];
	int mib[CTL_MAXNAME];
	unsigned int len;
	uint64_t value;
};

static struct counter counters[MAX_COUNTERS];
static size_t ncounters;

/* Those of the kernel's names that begin with vm.stats. */
static void
find_counters(void)
{
	int ask[CTL_MAXNAME + 2] = { CTL_SYSCTL };
	int *oid = ask + 2;
	size_t len = 0, bytes;
	char name[CTL_MAXNAMESTR];
	struct counter *c;

	while (ncounters < MAX_COUNTERS) {
		ask[1] = CTL_SYSCTL_NEXT;
		bytes = CTL_MAXNAME * sizeof(*oid);
		if (sysctl(ask, (unsigned int)len + 2, oid, &bytes, NULL, 0) <
		    0)
			return;
		len = bytes / sizeof(*oid);
		ask[1] = CTL_SYSCTL_NAME;
		bytes = sizeof(name);
		if (sysctl(ask, (unsigned int)len + 2, name, &bytes, NULL, 0) <
		    0)
			err(1, "sysctl");
		if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		c = &counters[ncounters++];
		strlcpy(c->name, name + strlen(PREFIX), sizeof(c->name));
		memcpy(c->mib, oid, len * sizeof(*oid));
		c->len = (unsigned int)len;
	}
}

static void
read_counters(uint64_t *values)
{
	size_t size;

	for (size_t i = 0; i < ncounters; i++) {
		size = sizeof(values[i]);
		values[i] = 0;
		if (sysctl(counters[i].mib, counters[i].len, &values[i], &size,
		    NULL, 0) < 0)
			warn("%s", counters[i].name);
	}
}

static void
remember(void)
{
	uint64_t values[MAX_COUNTERS];

	read_counters(values);
	for (size_t i = 0; i < ncounters; i++)
		counters[i].value = values[i];
}

/* What has changed since remember(), and remember anew. */
static void
print_growth(FILE *to)
{
	uint64_t values[MAX_COUNTERS];

	read_counters(values);
	for (size_t i = 0; i < ncounters; i++) {
		if (values[i] != counters[i].value)
			fprintf(to, "%-24s %+12ld\n", counters[i].name,
			    (long)(values[i] - counters[i].value));
		counters[i].value = values[i];
	}
}

static int
run(char **argv)
{
	int status, error;
	pid_t pid;

	remember();
	pid = fork();
	if (pid < 0)
		err(126, "fork");
	if (pid == 0) {
		execvp(argv[0], argv);
		error = errno;
		warn("%s", argv[0]);
		_exit(error == ENOENT ? 127 : 126);
	}
	if (waitpid(pid, &status, 0) < 0)
		err(126, "wait");
	print_growth(stderr);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

int
main(int argc, char **argv)
{
	long interval = 0, count = 0;
	int c;

	while ((c = getopt(argc, argv, "+i:c:")) != -1) {
		if (c == 'i')
			interval = atol(optarg);
		if (c == 'c')
			count = atol(optarg);
		if (c == '?' || (c == 'i' && interval < 1) ||
		    (c == 'c' && count < 1)) {
			fprintf(stderr, "usage: kstat [-i seconds [-c count]]"
			    "\n       kstat [--] command [argument ...]\n");
			return (2);
		}
	}
	find_counters();
	if (optind < argc)
		return (run(argv + optind));
	remember();
	if (interval == 0 && count == 0) {
		for (size_t i = 0; i < ncounters; i++)
			printf("%-24s %12lu\n", counters[i].name,
			    counters[i].value);
		return (0);
	}
	for (long n = 0; count == 0 || n < count; n++) {
		sleep(interval > 0 ? (unsigned int)interval : 1);
		printf("%s", n > 0 ? "\n" : "");
		print_growth(stdout);
		fflush(stdout);
	}
	return (0);
}
