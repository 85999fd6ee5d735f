/*
 * sharemap.c -- what fork shares and what it copies.
 *
 * prints:
 *	shared memory: 42
 *	private memory: 1
 *	after munmap: 0
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int *
map(int kind)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    kind | MAP_ANON, -1, 0);

	return (p == MAP_FAILED ? NULL : p);
}

int
main(void)
{
	int *shared = map(MAP_SHARED), *private = map(MAP_PRIVATE);
	pid_t pid;

	if (shared == NULL || private == NULL) {
		perror("mmap");
		return (1);
	}
	*private = 1;
	pid = fork();
	if (pid == -1) {
		perror("fork");
		return (1);
	}
	if (pid == 0) {
		*shared = 42;
		*private = 2;
		return (0);
	}
	waitpid(pid, NULL, 0);
	printf("shared memory: %d\n", *shared);
	printf("private memory: %d\n", *private);
	printf("after munmap: %d\n", munmap(shared, 4096));
	return (0);
}
