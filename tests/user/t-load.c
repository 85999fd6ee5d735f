/*
 * load: vm.loadavg follows how many want the cpu, five seconds a step.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("load");

static char text[100];

static const char *
load(void)
{
	size_t size = sizeof(text);

	check(sysctlbyname("vm.loadavg", text, &size, NULL, 0) == 0 &&
	    size == strlen(text) + 1, "vm.loadavg");
	return (text);
}

/* Run, so that we are seen, until the averages change. */
static void
spin_until_sample(void)
{
	uint64_t end = now_us() + 200000;
	char before[sizeof(text)];

	strcpy(before, load());
	while (strcmp(before, load()) == 0)
		check(now_us() < end, "we are seen");
}

/* n samples, and between them sleep. */
static void
be_seen(int n)
{
	while (n-- > 0) {
		sleep_ms(4970);
		spin_until_sample();
	}
}

static void
is(const char *wanted)
{
	if (strcmp(load(), wanted) != 0)
		note("load: %s, not %s", text, wanted);
	check(strcmp(text, wanted) == 0, "the load");
}

int
main(void)
{
	pid_t pid[2];

	is("{ 0.00 0.00 0.00 }");
	sleep_ms(4950 - (long)(kstat("kern.uptime_ns") / 1000000));
	spin_until_sample();
	is("{ 0.08 0.02 0.01 }");
	be_seen(5);
	is("{ 0.39 0.09 0.03 }");	/* 1 - exp(-1/2) after half a minute */
	sleep_ms(30000);
	is("{ 0.24 0.08 0.03 }");	/* and down by the same part */

	/* We and two that wait for their turn. */
	sleep_ms(4970);
	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		check(pid[i] >= 0, "fork");
		while (pid[i] == 0)
			continue;
	}
	spin_until_sample();
	is("{ 0.46 0.13 0.04 }");
	for (int i = 0; i < 2; i++)
		check(kill(pid[i], SIGKILL) == 0 &&
		    wait_exit(pid[i]) == 128 + SIGKILL, "a child");
	pass();
}
