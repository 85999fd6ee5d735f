/*
 * make_status.c -- lets `make exec` end with the status of its command.
 *
 * make itself ends with 0 or 2, whatever a recipe returned.  GNU make can
 * load an object into itself ("load" in its manual); the Makefile loads
 * this one for exec only.  When make ends, the number that tools/run.py
 * left in the file $(EXEC_STATUS) becomes make's own status.
 * Where make cannot load objects, 0 and failure are still told apart.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int plugin_is_GPL_compatible;	/* make refuses to load us without it */
int make_status_gmk_setup(void);
char *gmk_expand(const char *text);		/* make's own */

static const char *path;

static void
pass_on(void)
{
	int status;
	FILE *f;

	f = fopen(path, "r");
	if (f == NULL)
		return;
	if (fscanf(f, "%d", &status) != 1)
		status = 0;
	fclose(f);
	unlink(path);
	if (status != 0) {
		fflush(NULL);
		_exit(status);
	}
}

int
make_status_gmk_setup(void)
{
	path = gmk_expand("$(EXEC_STATUS)");
	atexit(pass_on);
	return (1);
}
