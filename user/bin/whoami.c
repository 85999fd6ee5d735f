/*
 * whoami -- the name of the user one acts as (the effective user).
 */
#include <err.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	if (pw == NULL)
		printf("%u\n", geteuid());
	else
		printf("%s\n", pw->pw_name);
	if (fflush(stdout) == EOF)
		err(1, "standard output");
	return (0);
}
