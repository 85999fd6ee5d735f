/*
 * abi/stat.h -- file attributes, directory entries.
 */
#ifndef ABI_STAT_H
#define ABI_STAT_H

#include "kernel/abi/time.h"
#include "kernel/abi/types.h"

#define S_IFMT		0170000
#define S_IFIFO		0010000
#define S_IFCHR		0020000
#define S_IFDIR		0040000
#define S_IFREG		0100000
#define S_ISUID		0004000
#define S_ISGID		0002000
#define S_ISVTX		0001000
#define S_IRWXU		0000700
#define S_IRUSR		0000400
#define S_IWUSR		0000200
#define S_IXUSR		0000100
#define S_IRWXG		0000070
#define S_IRGRP		0000040
#define S_IWGRP		0000020
#define S_IXGRP		0000010
#define S_IRWXO		0000007
#define S_IROTH		0000004
#define S_IWOTH		0000002
#define S_IXOTH		0000001

#define S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define S_ISFIFO(m)	(((m) & S_IFMT) == S_IFIFO)
#define S_ISBLK(m)	(0)
#define S_ISLNK(m)	(0)

struct stat {
	ino_t st_ino;
	nlink_t st_nlink;
	dev_t st_dev;
	mode_t st_mode;
	uint16_t st_padding1;
	uid_t st_uid;
	gid_t st_gid;
	dev_t st_rdev;
	struct timespec st_atim;
	struct timespec st_mtim;
	struct timespec st_ctim;
	off_t st_size;
	blkcnt_t st_blocks;	/* of 512 bytes */
	blksize_t st_blksize;
	uint32_t st_padding2;
};

#define st_atime	st_atim.tv_sec
#define st_mtime	st_mtim.tv_sec
#define st_ctime	st_ctim.tv_sec

#define MAXNAMLEN	255	/* a name in a directory, without its NUL */
#define MAXPATHLEN	1024	/* a path, with its NUL */

/*
 * What getdents() fills a buffer with: records of varying length, each a
 * multiple of 8 bytes, _DIRENT_RECLEN(d_namlen) long; d_name ends in NUL.
 */
struct dirent {
	ino_t d_fileno;
	uint16_t d_namlen;
	uint8_t d_type;
	uint8_t d_unused1;
	uint32_t d_unused2;
	char d_name[MAXNAMLEN + 1];
};
#define _DIRENT_RECLEN(namlen)	((16 + (size_t)(namlen) + 1 + 7) & ~(size_t)7)

#define DT_UNKNOWN	0
#define DT_FIFO		1
#define DT_CHR		2
#define DT_DIR		4
#define DT_REG		8

#endif
