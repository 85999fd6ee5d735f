/*
 * joblist.c -- the jobs the shell does not wait for now.
 *
 * The list has the newest first: the job that was last started in the
 * background or last stopped.  Of two jobs a stopped one is nearer than a
 * running one; the nearest is %+, "the current job", the next %-.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "user/bin/sh/sh.h"

#define KEEP_DONE	64	/* ended jobs kept for a later wait */

static struct job *jobs;
static bool foreign;	/* they are our parent's: nobody to wait for */

/* We are a child.  $(jobs -p) may still ask about our parent's jobs. */
void
joblist_disown(void)
{
	foreign = true;
}

/* Only what is our own can be waited for: forget the others. */
void
joblist_own(void)
{
	struct job *j;

	if (!foreign)
		return;
	foreign = false;
	while ((j = jobs) != NULL) {
		jobs = j->jb_next;
		job_free(j);
	}
}

void
joblist_remove(struct job *gone)
{
	struct job **slot;

	for (slot = &jobs; *slot != NULL; slot = &(*slot)->jb_next) {
		if (*slot == gone) {
			*slot = gone->jb_next;
			return;
		}
	}
}

/* To the front of the list; the list owns it from now on. */
void
joblist_add(struct job *j)
{
	const struct job *other;
	int id = 0;

	joblist_own();
	joblist_remove(j);
	for (other = jobs; other != NULL; other = other->jb_next)
		if (other->jb_id > id)
			id = other->jb_id;
	if (j->jb_id == 0)
		j->jb_id = id + 1;
	j->jb_next = jobs;
	jobs = j;
	j->jb_told = job_state(j);
}

/* The nearest job but n: 0 is %+, 1 is %-. */
static struct job *
nearest(int n)
{
	struct job *j;
	int pass;

	for (pass = 0; pass < 2; pass++)
		for (j = jobs; j != NULL; j = j->jb_next)
			if ((job_state(j) == JOB_STOPPED) == (pass == 0) &&
			    n-- == 0)
				return (j);
	return (NULL);
}

static struct job *
by_text(const char *text)
{
	bool inside = text[0] == '?';
	struct job *j, *found = NULL;
	const char *have;

	for (j = jobs; j != NULL; j = j->jb_next) {
		have = j->jb_text == NULL ? "" : j->jb_text;
		if (inside ? strstr(have, text + 1) == NULL :
		    strncmp(have, text, strlen(text)) != 0)
			continue;
		if (found != NULL)
			return (NULL);		/* which of them? */
		found = j;
	}
	return (found);
}

/* %n %% %+ %- %string %?string, or the pid of its last process. */
struct job *
job_find(const char *spec)
{
	struct job *j;
	long long n;

	if (spec[0] == '%' && (spec[1] == '\0' ||
	    ((spec[1] == '%' || spec[1] == '+') && spec[2] == '\0')))
		return (nearest(0));
	if (strcmp(spec, "%-") == 0)
		return (nearest(1));
	if (!parse_number(spec[0] == '%' ? spec + 1 : spec, &n))
		return (spec[0] == '%' ? by_text(spec + 1) : NULL);
	for (j = jobs; j != NULL; j = j->jb_next)
		if (n == (spec[0] == '%' ? j->jb_id : job_last_pid(j)))
			return (j);
	return (NULL);
}

struct job *
joblist_first(void)
{
	return (jobs);
}

bool
joblist_stopped(void)
{
	return (jobs != NULL && job_state(nearest(0)) == JOB_STOPPED);
}

/* "[1]+ Stopped  sleep 100", in memory of its own. */
char *
joblist_line(const struct job *j, bool pids)
{
	static const char *const plain[] = { "Running", "Stopped", "Done" };
	int status = job_status(j), i;
	enum job_state state = job_state(j);
	struct buf b = { 0 };
	const char *name;

	buf_printf(&b, "[%d]%c ", j->jb_id, j == nearest(0) ? '+' :
	    j == nearest(1) ? '-' : ' ');
	for (i = 0; pids && i < j->jb_count; i++)
		buf_printf(&b, "%d ", (int)j->jb_procs[i].jp_pid);
	if (state == JOB_ENDED && WIFSIGNALED(status)) {
		name = signal_name(WTERMSIG(status));
		buf_printf(&b, "Killed(%s)", name == NULL ? "?" : name);
	} else if (state == JOB_ENDED && status != 0) {
		buf_printf(&b, "Done(%d)", job_exit_status(status));
	} else if (state == JOB_STOPPED && WSTOPSIG(status) != SIGTSTP) {
		name = signal_name(WSTOPSIG(status));
		buf_printf(&b, "Stopped(%s)", name == NULL ? "?" : name);
	} else {
		buf_printf(&b, "%s", plain[state]);
	}
	buf_printf(&b, " %s%s", j->jb_text == NULL ? "" : j->jb_text,
	    state == JOB_RUNS ? " &" : "");
	return (b.bf_data);
}

void
joblist_tell(struct job *j)
{
	char *line = joblist_line(j, false);

	tell(line);
	free(line);
	j->jb_told = job_state(j);
}

/*
 * See what has become of them, so that no zombie stays.  At a prompt say
 * what is new, and forget who has ended; otherwise a later "wait" may want
 * the status, but not of very many.
 */
void
joblist_update(bool prompt)
{
	struct job *j, *next;
	int done = 0;

	if (foreign)
		return;
	for (j = jobs; j != NULL; j = j->jb_next)
		(void)job_update(j, false);
	for (j = jobs; j != NULL; j = next) {
		next = j->jb_next;
		if (prompt && job_state(j) != j->jb_told) {
			if (job_state(j) == JOB_RUNS)
				j->jb_told = JOB_RUNS;
			else
				joblist_tell(j);
		}
		if (job_state(j) == JOB_ENDED &&
		    (prompt || ++done > KEEP_DONE)) {
			joblist_remove(j);
			job_free(j);
		}
	}
}
