/*
 * mkstemp.c -- a new file with a name nobody else has.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TRIES	100
#define XS	6

int
mkstemp(char *template)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t len = strlen(template);
	struct timespec now;
	uint64_t n;
	int fd;

	if (len < XS || strcmp(template + len - XS, "XXXXXX") != 0) {
		errno = EINVAL;
		return (-1);
	}
	for (int i = 0; i < TRIES; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		n = (uint64_t)now.tv_nsec * 7919 + (uint64_t)getpid() +
		    (uint64_t)i * 104729;
		for (int x = 1; x <= XS; x++, n /= sizeof(letters) - 1)
			template[len - (size_t)x] =
			    letters[n % (sizeof(letters) - 1)];
		fd = open(template, O_RDWR | O_CREAT | O_EXCL, 0600);
		if (fd >= 0 || errno != EEXIST)
			return (fd);
	}
	return (-1);
}
