/*
 * sysctl -- show and set kernel values by name; -d says what they mean.
 *
 * The kernel tells a value's bytes but not its type: 4 and 8 bytes are
 * numbers unless they are text that ends in NUL; text is text; of anything
 * else the size is shown.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <unistd.h>

static int only_value, describe;

static int
is_text(const char *value, size_t size)
{
	if (size == 0 || value[size - 1] != '\0')
		return (0);
	for (size_t i = 0; i < size - 1; i++) {
		if (!isprint((unsigned char)value[i]) && value[i] != '\n')
			return (0);
	}
	return (size > 1);
}

static void
print_value(const char *name, const char *value, size_t size)
{
	int32_t word;
	uint64_t quad;

	if (!only_value)
		printf("%s: ", name);
	if (is_text(value, size)) {
		printf("%s\n", value);
	} else if (size == sizeof(word)) {
		memcpy(&word, value, sizeof(word));
		printf("%d\n", word);
	} else if (size == sizeof(quad)) {
		memcpy(&quad, value, sizeof(quad));
		printf("%lu\n", quad);
	} else {
		printf("(%zu bytes)\n", size);
	}
}

/* The value of a vector in new memory, or NULL. */
static char *
get_value(const int *mib, size_t len, size_t *size)
{
	unsigned int n = (unsigned int)len;
	char *value = NULL;

	do {
		free(value);
		*size = 0;
		if (sysctl(mib, n, NULL, size, NULL, 0) < 0)
			return (NULL);
		*size += 64;
		value = malloc(*size);
		if (value == NULL)
			err(1, NULL);
		if (sysctl(mib, n, value, size, NULL, 0) == 0)
			return (value);
	} while (errno == ENOMEM);
	free(value);
	return (NULL);
}

/* What a vector means: the kernel has a line for each value of its table. */
static int
show_meaning(const char *name, const int *mib, size_t len)
{
	int ask[CTL_MAXNAME + 2] = { CTL_SYSCTL, CTL_SYSCTL_OIDDESCR };
	char text[200];
	size_t size = sizeof(text);

	memcpy(ask + 2, mib, len * sizeof(*mib));
	if (sysctl(ask, (unsigned int)len + 2, text, &size, NULL, 0) < 0) {
		warn("%s", name);
		return (1);
	}
	if (only_value)
		printf("%s\n", text);
	else
		printf("%s: %s\n", name, text);
	return (0);
}

static int
show(const char *name)
{
	int mib[CTL_MAXNAME];
	size_t len = CTL_MAXNAME, size;
	char *value;

	if (describe && sysctlnametomib(name, mib, &len) == 0)
		return (show_meaning(name, mib, len));
	if (sysctlnametomib(name, mib, &len) < 0 ||
	    (value = get_value(mib, len, &size)) == NULL) {
		warn("%s", name);
		return (1);
	}
	print_value(name, value, size);
	free(value);
	return (0);
}

/* The new value gets the type of the old one. */
static int
set(const char *name, const char *text)
{
	int mib[CTL_MAXNAME];
	size_t len = CTL_MAXNAME, size;
	const void *new = text;
	size_t new_size = strlen(text) + 1;
	char *old, *end;
	int64_t number;
	int32_t word;

	if (sysctlnametomib(name, mib, &len) < 0)
		goto fail;
	old = get_value(mib, len, &size);
	number = strtoll(text, &end, 0);
	if (old != NULL && !is_text(old, size)) {
		if (end == text || *end != '\0')
			errx(1, "%s: %s is not a number", name, text);
		word = (int32_t)number;
		new = size == sizeof(word) ? (void *)&word : (void *)&number;
		new_size = size;
	}
	free(old);
	if (sysctl(mib, (unsigned int)len, NULL, NULL, new, new_size) == 0)
		return (only_value ? 0 : show(name));
fail:
	warn("%s", name);
	return (1);
}

/* Vector by vector: { 0, 2, this one } is the next, { 0, 1, it } its name. */
static int
show_all(void)
{
	int ask[CTL_MAXNAME + 2] = { CTL_SYSCTL };
	int *oid = ask + 2;
	size_t len = 0, bytes;
	char name[CTL_MAXNAMESTR];

	for (;;) {
		ask[1] = CTL_SYSCTL_NEXT;
		bytes = CTL_MAXNAME * sizeof(*oid);
		if (sysctl(ask, (unsigned int)len + 2, oid, &bytes, NULL, 0) <
		    0)
			return (errno == ENOENT ? 0 : 1);
		len = bytes / sizeof(*oid);
		ask[1] = CTL_SYSCTL_NAME;
		bytes = sizeof(name);
		if (sysctl(ask, (unsigned int)len + 2, name, &bytes, NULL, 0) <
		    0)
			err(1, "sysctl");
		show(name);
	}
}

int
main(int argc, char **argv)
{
	int c, all = 0, status = 0;
	char *equals;

	while ((c = getopt(argc, argv, "adnw")) != -1) {
		switch (c) {
		case 'a':
			all = 1;
			break;
		case 'd':
			describe = 1;
			break;
		case 'n':
			only_value = 1;
			break;
		case 'w':
			break;		/* name=value says it already */
		default:
			optind = argc;
		}
	}
	if (all)
		return (show_all());
	if (optind >= argc) {
		fprintf(stderr, "usage: sysctl [-n] name[=value] ...\n"
		    "       sysctl -d [-n] name ...\n"
		    "       sysctl [-dn] -a\n");
		return (1);
	}
	for (argv += optind; *argv != NULL; argv++) {
		equals = strchr(*argv, '=');
		if (equals != NULL && describe)
			errx(1, "%s: -d sets nothing", *argv);
		if (equals != NULL)
			*equals++ = '\0';
		status |= equals != NULL ? set(*argv, equals) : show(*argv);
	}
	return (status);
}
