/* T-9.9 (fork): parent and child read one file with one offset. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.9");

int
main(void)
{
	char text[26], got[10];
	int fd, copy, i;
	pid_t pid;

	for (i = 0; i < 26; i++)
		text[i] = (char)('a' + i);
	fd = open("/tmp/t-9.9", O_RDWR | O_CREAT | O_TRUNC, 0600);
	check(fd >= 0, "a file");
	check(write(fd, text, 26) == 26, "write");
	check(lseek(fd, 0, SEEK_SET) == 0, "back to the start");

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(read(fd, got, 10) == 10, "the child reads 10");
		check(memcmp(got, text, 10) == 0, "the first ones");
		close(fd);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	check(lseek(fd, 0, SEEK_CUR) == 10, "our offset moved too");
	check(read(fd, got, 10) == 10 && memcmp(got, text + 10, 10) == 0,
	    "we continue at 10; the child's close is not ours");

	copy = dup(fd);
	check(lseek(copy, 3, SEEK_SET) == 3, "a dup");
	check(read(fd, got, 1) == 1 && got[0] == 'd', "has the same offset");
	close(copy);
	close(fd);
	fd = open("/tmp/t-9.9", O_RDONLY);
	check(read(fd, got, 1) == 1 && got[0] == 'a',
	    "an open of its own has its own offset");
	check(unlink("/tmp/t-9.9") == 0, "unlink");
	pass();
}
