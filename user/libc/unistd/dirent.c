/*
 * dirent.c -- directories, one entry at a time, over getdents.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct __dir {
	int dd_fd;
	size_t dd_pos;			/* next record in dd_buf */
	size_t dd_len;			/* bytes in dd_buf */
	_Alignas(struct dirent) char dd_buf[4096];
};

DIR *
opendir(const char *path)
{
	DIR *dir = malloc(sizeof(*dir));

	if (dir == NULL)
		return (NULL);
	dir->dd_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir->dd_fd < 0) {
		free(dir);
		return (NULL);
	}
	dir->dd_pos = dir->dd_len = 0;
	return (dir);
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *entry;
	int n;

	if (dir->dd_pos >= dir->dd_len) {
		n = getdents(dir->dd_fd, dir->dd_buf, sizeof(dir->dd_buf));
		if (n <= 0)
			return (NULL);
		dir->dd_pos = 0;
		dir->dd_len = (size_t)n;
	}
	entry = (struct dirent *)(void *)(dir->dd_buf + dir->dd_pos);
	dir->dd_pos += _DIRENT_RECLEN(entry->d_namlen);
	return (entry);
}

void
rewinddir(DIR *dir)
{
	lseek(dir->dd_fd, 0, SEEK_SET);
	dir->dd_pos = dir->dd_len = 0;
}

int
dirfd(DIR *dir)
{
	return (dir->dd_fd);
}

int
closedir(DIR *dir)
{
	int result = close(dir->dd_fd);

	free(dir);
	return (result);
}
