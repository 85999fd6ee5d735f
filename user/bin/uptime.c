/*
 * uptime -- how long the system is up, and how busy it was of late.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysctl.h>

int
main(void)
{
	uint64_t ns;
	char load[100];
	size_t size = sizeof(ns), room = sizeof(load);
	unsigned long minutes;

	if (sysctlbyname("kern.uptime_ns", &ns, &size, NULL, 0) < 0)
		err(1, "kern.uptime_ns");
	if (sysctlbyname("vm.loadavg", load, &room, NULL, 0) < 0)
		err(1, "vm.loadavg");
	/* "{ 1.23 0.61 0.20 }" */
	load[strlen(load) - 2] = '\0';
	minutes = ns / 60000000000;
	printf("up ");
	if (minutes >= 24 * 60)
		printf("%lu d ", minutes / (24 * 60));
	printf("%lu:%02lu, load: %s\n", minutes / 60 % 24, minutes % 60,
	    load + 2);
	return (0);
}
