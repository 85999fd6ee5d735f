/*
 * linux_init.c -- pid 1 of the peer kernel: run forkbench, turn off.
 *
 * Built for Linux with musl-gcc (tools/peer.sh), never for our kernel.
 */
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(void)
{
	char *const argv[] = { "/bin/forkbench", NULL };
	char *const envv[] = { NULL };

	if (fork() == 0) {
		execve(argv[0], argv, envv);
		_exit(1);
	}
	wait(NULL);
	sync();
	reboot(RB_AUTOBOOT);		/* QEMU was told not to: it ends */
	return (1);
}
