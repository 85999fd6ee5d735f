/*
 * file.h -- the inside of FILE.
 *
 * One buffer serves both directions, one at a time:
 *
 *   f_buf     F_START         f_pos            f_len
 *   +---------+---------------+----------------+-----------+
 *   | ungetc  | read already  | not yet read   |   unused  |  F_READING
 *   +---------+---------------+----------------+-----------+
 *   |         | to be written |        unused              |  F_WRITING
 *   +---------+---------------+----------------------------+
 */
#ifndef LIBC_STDIO_FILE_H
#define LIBC_STDIO_FILE_H

#include <stdio.h>
#include <sys/types.h>

#include "user/libc/lock.h"

#define F_START		8	/* room in front for characters put back */

#define F_READ		0x001	/* opened for reading */
#define F_WRITE		0x002	/* opened for writing */
#define F_READING	0x004	/* what the buffer is used for now */
#define F_WRITING	0x008
#define F_EOF		0x010
#define F_ERR		0x020
#define F_LINE		0x040	/* written when a line ends */
#define F_NOBUF		0x080	/* written at once; buffer is f_small */
#define F_CHOSEN	0x100	/* setvbuf decided, do not look for a tty */
#define F_STATIC	0x200	/* stdin, stdout, stderr: never freed */

/* All fields: who has f_lock, f_next: __files_lock. */
struct __file {
	int f_fd;		/* -1: a string, there is no more to read */
	int f_flags;
	unsigned char *f_buf;	/* NULL until first used */
	size_t f_size;		/* bytes from F_START on */
	size_t f_pos;
	size_t f_len;
	pid_t f_pid;		/* of popen's shell, else 0 */
	FILE *f_next;		/* all that fopen made */
	struct pthread *f_owner; /* the thread that has f_lock, */
	int f_depth;		/* ... and how many times */
	volatile int f_lock;	/* lock.h */
	unsigned char f_small[F_START + 1];
};

/* In a program with one thread nobody can be in the way. */
static inline void
__file_lock(FILE *f)
{
	if (__libc_threaded)
		flockfile(f);
}

static inline void
__file_unlock(FILE *f)
{
	if (__libc_threaded)
		funlockfile(f);
}

/* Only the caller's thread is left: what others had locked is free. */
void __file_alone(FILE *f);

/* Puts a new FILE for fd on the list; NULL if memory ran out. */
FILE *__file_new(int fd, int flags);
/* Takes it off, and frees it unless it is one of the three. */
void __file_free(FILE *f);

/* F_READ, F_WRITE and open's flags for a mode like "r+"; -1 and EINVAL. */
int __file_mode(const char *mode, int *open_flags);

/*
 * __file_fill: more to read into an empty buffer.
 * __file_start_write: make the buffer one that is written to.
 * __file_flush: write what is pending.
 *
 * => 0, or EOF with F_EOF or F_ERR set
 */
int __file_fill(FILE *f);
int __file_start_write(FILE *f);
int __file_flush(FILE *f);

/* Forgets what was read ahead, so that the descriptor is where f is. */
void __file_unread(FILE *f);

#endif
