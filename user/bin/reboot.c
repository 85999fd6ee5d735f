/*
 * reboot -- start the machine anew.
 */
#include <err.h>
#include <stdio.h>
#include <sys/reboot.h>

int
main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		fprintf(stderr, "usage: reboot\n");
		return (1);
	}
	reboot(RB_AUTOBOOT);
	err(1, NULL);
}
