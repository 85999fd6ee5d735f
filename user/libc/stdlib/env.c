/*
 * env.c -- the environment, "NAME=value" strings.
 *
 * At first environ is the array exec made, on the stack.  Whoever adds to it
 * gets a copy of the array that can grow.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **own_array;		/* our copy, once there is one */
static size_t own_room;			/* pointers it has room for */

static size_t
env_count(void)
{
	size_t n = 0;

	while (environ != NULL && environ[n] != NULL)
		n++;
	return (n);
}

/* The entry of a name of len characters, or NULL. */
static char **
env_find(const char *name, size_t len)
{
	char **entry;

	if (environ == NULL)
		return (NULL);
	for (entry = environ; *entry != NULL; entry++) {
		if (strncmp(*entry, name, len) == 0 && (*entry)[len] == '=')
			return (entry);
	}
	return (NULL);
}

char *
getenv(const char *name)
{
	size_t len = strlen(name);
	char **entry = env_find(name, len);

	return (entry != NULL ? *entry + len + 1 : NULL);
}

static int
env_grow(size_t needed)
{
	size_t count = env_count();
	char **array;

	if (environ == own_array && needed <= own_room)
		return (0);
	array = malloc((needed + 8) * sizeof(*array));
	if (array == NULL)
		return (-1);
	if (count > 0)
		memcpy(array, environ, count * sizeof(*array));
	array[count] = NULL;
	free(own_array);
	environ = own_array = array;
	own_room = needed + 8;
	return (0);
}

/*
 * string becomes part of the environment as it is; an old one is not freed,
 * since nobody knows where it came from.
 */
static int
env_put(char *string, size_t len)
{
	char **entry = env_find(string, len);
	size_t count;

	if (entry != NULL) {
		*entry = string;
		return (0);
	}
	count = env_count();
	if (env_grow(count + 2) < 0)
		return (-1);
	environ[count] = string;
	environ[count + 1] = NULL;
	return (0);
}

static int
name_is_bad(const char *name)
{
	if (name != NULL && *name != '\0' && strchr(name, '=') == NULL)
		return (0);
	errno = EINVAL;
	return (1);
}

int
setenv(const char *name, const char *value, int overwrite)
{
	size_t len, vlen;
	char *string;

	if (name_is_bad(name))
		return (-1);
	len = strlen(name);
	if (!overwrite && env_find(name, len) != NULL)
		return (0);
	vlen = strlen(value);
	string = malloc(len + vlen + 2);
	if (string == NULL)
		return (-1);
	memcpy(string, name, len);
	string[len] = '=';
	memcpy(string + len + 1, value, vlen + 1);
	if (env_put(string, len) < 0) {
		free(string);
		return (-1);
	}
	return (0);
}

int
unsetenv(const char *name)
{
	char **entry;

	if (name_is_bad(name))
		return (-1);
	while ((entry = env_find(name, strlen(name))) != NULL) {
		for (; *entry != NULL; entry++)
			entry[0] = entry[1];
	}
	return (0);
}

int
putenv(char *string)
{
	const char *equals = strchr(string, '=');

	if (equals == NULL)
		return (unsetenv(string));
	return (env_put(string, (size_t)(equals - string)));
}
