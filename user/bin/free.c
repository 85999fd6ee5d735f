/*
 * free -- memory: how much there is, is free, is promised.
 *
 * Promised pages are those that processes may still ask for: the kernel
 * never promises more than there are (docs/memory.md).
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/sysctl.h>
#include <unistd.h>

static uint64_t divide = 1024;		/* -k; -b -m */

static uint64_t
value(const char *name)
{
	uint64_t v;
	size_t size = sizeof(v);

	if (sysctlbyname(name, &v, &size, NULL, 0) < 0)
		err(1, "%s", name);
	if (size != sizeof(v))
		errx(1, "%s: not a number of 64 bits", name);
	return (v);
}

static int
int_value(const char *name)
{
	int v;
	size_t size = sizeof(v);

	if (sysctlbyname(name, &v, &size, NULL, 0) < 0)
		err(1, "%s", name);
	return (v);
}

static void
row(const char *what, uint64_t total, uint64_t used, uint64_t page)
{
	printf("%-10s%12lu%12lu%12lu\n", what, total * page / divide,
	    used * page / divide, (total - used) * page / divide);
}

int
main(int argc, char **argv)
{
	uint64_t pages, page;
	int c;

	while ((c = getopt(argc, argv, "bkm")) != -1) {
		switch (c) {
		case 'b':
			divide = 1;
			break;
		case 'k':
			divide = 1024;
			break;
		case 'm':
			divide = 1024 * 1024;
			break;
		default:
			fprintf(stderr, "usage: free [-b | -k | -m]\n");
			return (1);
		}
	}
	page = (uint64_t)int_value("hw.pagesize");
	pages = value("vm.stats.vm.v_page_count");
	printf("%-10s%12s%12s%12s\n", "", "total", "used", "free");
	row("memory", pages, pages - value("vm.stats.vm.v_free_count"), page);
	row("promises", value("vm.commit_limit"), value("vm.commit"), page);
	if (int_value("vm.overcommit") != 0)
		printf("more may be promised than there is "
		    "(vm.overcommit)\n");
	return (0);
}
