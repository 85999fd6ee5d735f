/*
 * tee -- copy standard input to standard output and to files.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct output {
	const char *o_name;
	int o_fd;			/* -1 after an error */
};

static void
write_all(struct output *o, const char *buf, size_t len)
{
	ssize_t n;

	while (o->o_fd >= 0 && len > 0) {
		n = write(o->o_fd, buf, len);
		if (n < 0) {
			warn("%s", o->o_name);
			o->o_fd = -1;
			return;
		}
		buf += n;
		len -= (size_t)n;
	}
}

static int
copy(struct output *outputs, int count)
{
	static char buf[8192];
	ssize_t n;
	int status = 0;

	while ((n = read(0, buf, sizeof(buf))) > 0) {
		for (int i = 0; i < count; i++)
			write_all(&outputs[i], buf, (size_t)n);
	}
	if (n < 0)
		err(1, "standard input");
	for (int i = 0; i < count; i++)
		status |= outputs[i].o_fd < 0;
	return (status);
}

int
main(int argc, char **argv)
{
	struct output *outputs;
	int c, how = O_TRUNC, count = 1;

	while ((c = getopt(argc, argv, "a")) != -1) {
		if (c == '?') {
			fprintf(stderr, "usage: tee [-a] [file ...]\n");
			return (1);
		}
		how = O_APPEND;
	}
	argv += optind;
	outputs = calloc((size_t)argc + 1, sizeof(*outputs));
	if (outputs == NULL)
		err(1, NULL);
	outputs[0] = (struct output){ "standard output", 1 };
	for (; *argv != NULL; argv++, count++) {
		outputs[count].o_name = *argv;
		outputs[count].o_fd = open(*argv, O_WRONLY | O_CREAT | how,
		    0666);
		if (outputs[count].o_fd < 0)
			warn("%s", *argv);
	}
	return (copy(outputs, count));
}
