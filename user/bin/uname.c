/*
 * uname -- the name of the system.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static int printed;

static void
print(const char *text)
{
	printf("%s%s", printed ? " " : "", text);
	printed = 1;
}

int
main(int argc, char **argv)
{
	const char *wanted;
	char letters[64] = "";
	struct utsname u;
	int c;

	while ((c = getopt(argc, argv, "asnrvmp")) != -1) {
		if (c == '?') {
			fprintf(stderr, "usage: uname [-asnrvmp]\n");
			return (1);
		}
		snprintf(letters + strlen(letters),
		    sizeof(letters) - strlen(letters), "%c", c);
	}
	if (uname(&u) < 0)
		err(1, "uname");
	wanted = strchr(letters, 'a') != NULL ? "snrvm" : letters;
	if (*wanted == '\0')
		wanted = "s";
	if (strchr(wanted, 's') != NULL)
		print(u.sysname);
	if (strchr(wanted, 'n') != NULL)
		print(u.nodename);
	if (strchr(wanted, 'r') != NULL)
		print(u.release);
	if (strchr(wanted, 'v') != NULL)
		print(u.version);
	if (strchr(wanted, 'm') != NULL || strchr(wanted, 'p') != NULL)
		print(u.machine);
	putchar('\n');
	return (0);
}
