/*
 * wordsort.c -- malloc, realloc, qsort, string and file functions.
 *
 * prints:
 *	damselfly
 *	dragonfly
 *	firefly
 *	mayfly
 *	4 words, 31 letters
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

int
main(void)
{
	const char *path = "/tmp/words";
	char **words = NULL, line[80];
	size_t count = 0, letters = 0;
	FILE *f = fopen(path, "w");

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return (1);
	}
	fputs("mayfly\nfirefly\ndragonfly\ndamselfly\n", f);
	fclose(f);

	f = fopen(path, "r");
	if (f == NULL)
		return (1);
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		words = realloc(words, (count + 1) * sizeof(*words));
		if (words == NULL)
			return (1);
		words[count++] = strdup(line);
		letters += strlen(line);
	}
	fclose(f);
	qsort(words, count, sizeof(*words), compare);
	for (size_t i = 0; i < count; i++) {
		printf("%s\n", words[i]);
		free(words[i]);
	}
	free(words);
	printf("%zu words, %zu letters\n", count, letters);
	return (0);
}
