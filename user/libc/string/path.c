/*
 * path.c -- basename, dirname; and setlocale, which has nothing to set.
 */
#include <libgen.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>

static char dot[] = ".";
static char root[] = "/";

static void
strip_slashes(char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
}

char *
basename(char *path)
{
	char *slash;

	if (path == NULL || *path == '\0')
		return (dot);
	strip_slashes(path);
	slash = strrchr(path, '/');
	return (slash != NULL && slash[1] != '\0' ? slash + 1 : path);
}

char *
dirname(char *path)
{
	char *slash;

	if (path == NULL || *path == '\0')
		return (dot);
	strip_slashes(path);
	slash = strrchr(path, '/');
	if (slash == NULL)
		return (dot);
	if (slash == path)
		return (root);
	*slash = '\0';
	strip_slashes(path);
	return (path);
}

char *
setlocale(int category, const char *name)
{
	static char only[] = "C";

	(void)category;
	if (name == NULL || *name == '\0' || strcmp(name, only) == 0 ||
	    strcmp(name, "POSIX") == 0)
		return (only);
	return (NULL);
}
