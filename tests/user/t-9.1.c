/*
 * T-9.1: what a new program finds: its arguments and environment, an
 * aligned stack, and nothing in any other register.
 */
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.1");

#define PROGRAM	"/tmp/t-9.1-report"
#define LONG	10000		/* bytes of an argument: more than a page */

extern const char report_start[], report_end[];	/* t-9.1.asm */

/* In the order the program pushes them. */
struct report {
	uint64_t rp_rax, rp_rbx, rp_rcx, rp_rdx, rp_rsi, rp_rdi, rp_rbp;
	uint64_t rp_r8, rp_r9, rp_r10, rp_r11, rp_r12, rp_r13, rp_r14, rp_r15;
	uint64_t rp_rflags, rp_rsp;
};

/* execve with something in every register that it does not use. */
static void
exec_full(const char *path, char *const *argv, char *const *envv)
{
	struct raw r;

	memset(&r, 0xff, sizeof(r));
	r.r_rax = SYS_execve;
	r.r_rdi = (uint64_t)path;
	r.r_rsi = (uint64_t)argv;
	r.r_rdx = (uint64_t)envv;
	raw_syscall(&r);
	_exit(99);
}

static void
check_registers(void)
{
	char *argv[] = { (char *)PROGRAM, NULL }, *envv[] = { NULL };
	struct report rp;
	int fds[2];
	pid_t pid;

	check(make_elf(PROGRAM, report_start,
	    (size_t)(report_end - report_start)), "write the program");
	check(pipe(fds) == 0, "pipe");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		dup2(fds[1], 1);
		exec_full(PROGRAM, argv, envv);
	}
	close(fds[1]);
	check(wait_exit(pid) == 0, "it ran");
	check(read(fds[0], &rp, sizeof(rp)) == (ssize_t)sizeof(rp),
	    "its report");
	close(fds[0]);
	(void)unlink(PROGRAM);

	check((rp.rp_rsp + 8) % 16 == 0, "rsp as right after a call");
	check(rp.rp_rdi >= rp.rp_rsp && rp.rp_rdi % 8 == 0,
	    "rdi points at the argument block");
	check(rp.rp_rax == 0 && rp.rp_rcx == 0 && rp.rp_rdx == 0 &&
	    rp.rp_rsi == 0 && rp.rp_rbp == 0, "rax rcx rdx rsi rbp are 0");
	check((rp.rp_r8 | rp.rp_r9 | rp.rp_r10 | rp.rp_r11 | rp.rp_r12 |
	    rp.rp_r13 | rp.rp_r14 | rp.rp_r15) == 0, "r8 to r15 are 0");
	check((rp.rp_rflags & ~0x202ul) == 0, "no flag but interrupts");
}

/* No two pages look alike. */
static char
long_byte(int i)
{
	return ((char)('A' + i % 53));
}

/* Walk the block that argv lies in: argc, argv, NULL, env, NULL, aux. */
static void
check_block(int argc, char **argv, char **envp)
{
	uint64_t *aux;
	int n;

	check(((uint64_t *)argv)[-1] == (uint64_t)argc, "argc before argv");
	check(argv[argc] == NULL, "NULL behind argv");
	check(envp == argv + argc + 1, "the environment behind it");
	for (n = 0; envp[n] != NULL; n++)
		continue;
	for (aux = (uint64_t *)(envp + n + 1), n = 0; aux[0] != 0; aux += 2)
		check(++n < 64, "an end of the aux vector");
	check(aux[1] == 0, "0, 0 ends it");
}

static int
stage2(int argc, char **argv)
{
	check_block(argc, argv, environ);
	check(argc == 4 && strcmp(argv[1], "stage2") == 0, "argv[1]");
	check(argv[2][0] == '\0', "an empty argument");
	check(strlen(argv[3]) == LONG, "a long one");
	for (int i = 0; i < LONG; i++)
		check(argv[3][i] == long_byte(i), "and all of it");
	check(environ[0] != NULL && strcmp(environ[0], "A=1") == 0, "env");
	check(environ[1] != NULL && strcmp(environ[1], "B=two words") == 0,
	    "env");
	check(environ[2] == NULL, "no more of it");
	return (0);
}

int
main(int argc, char **argv)
{
	static char text[LONG + 1], one[] = "A=1", two[] = "B=two words";
	static char stage[] = "stage2", empty[] = "";
	char *args[] = { argv[0], stage, empty, text, NULL };
	char *envv[] = { one, two, NULL };
	pid_t pid;

	if (argc > 1)
		return (stage2(argc, argv));
	for (int i = 0; i < LONG; i++)
		text[i] = long_byte(i);
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		execve(argv[0], args, envv);
		_exit(99);
	}
	check(wait_exit(pid) == 0, "arguments and environment arrive");
	check_registers();
	pass();
}
