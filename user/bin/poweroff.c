/*
 * poweroff -- turn the machine off.
 */
#include <err.h>
#include <stdio.h>
#include <sys/reboot.h>

int
main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		fprintf(stderr, "usage: poweroff\n");
		return (1);
	}
	reboot(RB_POWEROFF);
	err(1, NULL);
}
