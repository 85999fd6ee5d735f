/*
 * env.c -- the environment, "NAME=value" strings.
 *
 * At first environ is the array exec made, on the stack.  Whoever adds to it
 * gets a copy of the array that can grow.
 *
 * A thread may look while another changes something.  No array and no string
 * that somebody could still read is ever freed: what getenv returned stays,
 * and exec, which walks environ without the lock, always finds an end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/libc.h"
#include "user/libc/lock.h"

/* Guards environ and what follows; taken before the lock of malloc. */
volatile int __env_lock;
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
	char **entry, *value = NULL;

	__lock(&__env_lock);
	entry = env_find(name, len);
	if (entry != NULL)
		value = *entry + len + 1;
	__unlock(&__env_lock);
	return (value);
}

/* At least twice the room each time: the old arrays are not freed. */
static int
env_grow(size_t needed)
{
	size_t count = env_count(), room = 2 * needed + 8;
	char **array;

	if (environ == own_array && needed <= own_room)
		return (0);
	array = malloc(room * sizeof(*array));
	if (array == NULL)
		return (-1);
	if (count > 0)
		memcpy(array, environ, count * sizeof(*array));
	array[count] = NULL;
	environ = own_array = array;
	own_room = room;
	return (0);
}

/*
 * string becomes part of the environment as it is.  The end moves on before
 * the entry is there.
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
	environ[count + 1] = NULL;
	environ[count] = string;
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

static int
env_set(const char *name, const char *value, int overwrite)
{
	size_t len = strlen(name), vlen = strlen(value);
	char *string;

	if (!overwrite && env_find(name, len) != NULL)
		return (0);
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
setenv(const char *name, const char *value, int overwrite)
{
	int error;

	if (name_is_bad(name))
		return (-1);
	__lock(&__env_lock);
	error = env_set(name, value, overwrite);
	__unlock(&__env_lock);
	return (error);
}

int
unsetenv(const char *name)
{
	char **entry;

	if (name_is_bad(name))
		return (-1);
	__lock(&__env_lock);
	while ((entry = env_find(name, strlen(name))) != NULL) {
		for (; *entry != NULL; entry++)
			entry[0] = entry[1];
	}
	__unlock(&__env_lock);
	return (0);
}

int
putenv(char *string)
{
	const char *equals = strchr(string, '=');
	int error;

	if (equals == NULL)
		return (unsetenv(string));
	__lock(&__env_lock);
	error = env_put(string, (size_t)(equals - string));
	__unlock(&__env_lock);
	return (error);
}
