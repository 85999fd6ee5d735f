/*
 * T-7.10: text cannot be written; made writable it is the process's own,
 * and nobody else who runs the same program sees the change.
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.10");

int victim(void);	/* t-7.10.asm, alone on its page */

static unsigned char *const text = (unsigned char *)victim;

/* Another process from the same file: what does its victim return? */
static int
fresh(char *self)
{
	char arg[] = "look";
	char *argv[] = { self, arg, NULL }, *envv[] = { NULL };
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		execve(self, argv, envv);
		_exit(99);
	}
	return (wait_exit(pid));
}

static void
write_dies(void)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		*(volatile unsigned char *)(text + 1) = 3;
		_exit(0);
	}
	check(wait_exit(pid) == 128 + SIGSEGV, "writing text: SIGSEGV");
}

/* Before fork makes everything read-only: the right goes at once. */
static void
write_back_dies(void)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		check(mprotect(text, PAGE, PROT_READ | PROT_WRITE) == 0,
		    "mprotect to writable");
		*(volatile unsigned char *)(text + 1) = 2;
		check(mprotect(text, PAGE, PROT_READ | PROT_EXEC) == 0,
		    "mprotect back");
		*(volatile unsigned char *)(text + 1) = 3;
		_exit(0);
	}
	check(wait_exit(pid) == 128 + SIGSEGV, "read-only again: SIGSEGV");
}

int
main(int argc, char **argv)
{
	pid_t pid;

	if (argc > 1)
		return (victim());
	check(victim() == 1, "as it was written");

	write_dies();
	write_back_dies();
	check(mprotect(text, PAGE, PROT_READ | PROT_WRITE) == 0,
	    "mprotect to writable");
	*(volatile unsigned char *)(text + 1) = 2;
	check(mprotect(text, PAGE, PROT_READ | PROT_EXEC) == 0,
	    "mprotect back");
	check(victim() == 2, "our text is changed");
	write_dies();

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0)
		_exit(victim());
	check(wait_exit(pid) == 2, "our child has our text");
	check(fresh(argv[0]) == 1, "a fresh process has the file's");
	check_vm();
	pass();
}
