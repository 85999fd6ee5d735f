/*
 * test_hooks.c -- fork and exit hooks: order, duplicates, refusals.
 */
#include "kernel/hooks.h"
#include "tests/kernel/ktest.h"

static char calls[8];			/* which hooks ran, in what order */
static int refusal;			/* what hook a returns */
static int removed_inside, added_inside;

static void
called(char name)
{
	size_t n = strlen(calls);

	if (n + 1 < sizeof(calls))
		calls[n] = name;
}

static int
hook_a(struct proc *p1, struct proc *p2, int flags)
{
	KCHECK(p1 == &proc0 && p2 == &proc0 && flags == 5, "arguments");
	called('a');
	return (refusal);
}

static int
hook_b(struct proc *p1, struct proc *p2, int flags)
{
	called('b');
	return (0);
}

/* It tries to change the list that is being walked. */
static int
hook_c(struct proc *p1, struct proc *p2, int flags)
{
	called('c');
	removed_inside = rm_at_fork(hook_c) + rm_at_fork(hook_a);
	added_inside = at_fork(hook_b);
	return (0);
}

static void
exit_a(struct proc *p)
{
	called(p == &proc0 ? 'x' : '?');
}

static int
run(void)
{
	memset(calls, 0, sizeof(calls));
	return (fork_hooks_run(&proc0, &proc0, 5));
}

KTEST(hooks_order, "T-3.12")
{
	int before = fork_nhooks;

	KCHECK(rm_at_fork(hook_a) == 0, "it was not there");
	KCHECK(at_fork(hook_b) == 0 && at_fork(hook_a) == 0, "at_fork");
	KCHECK(at_fork(hook_b) == EEXIST, "registered twice");
	KCHECK(fork_nhooks == before + 2, "%d hooks", fork_nhooks);
	KCHECK(run() == 0 && strcmp(calls, "ba") == 0, "called: %s", calls);
	KCHECK(rm_at_fork(hook_b) == 1, "it was there");
	KCHECK(rm_at_fork(hook_b) == 0, "but only once");
	KCHECK(at_fork(hook_b) == 0, "again");
	KCHECK(run() == 0 && strcmp(calls, "ab") == 0, "called: %s", calls);
	KCHECK(rm_at_fork(hook_a) == 1 && rm_at_fork(hook_b) == 1, "gone");
	KCHECK(run() == 0 && calls[0] == '\0', "called: %s", calls);
	KCHECK(fork_nhooks == before, "%d hooks are left", fork_nhooks);
}

KTEST(hooks_refuse, "T-3.12")
{
	KCHECK(at_fork(hook_b) == 0 && at_fork(hook_a) == 0 &&
	    at_fork(hook_c) == 0, "at_fork");
	refusal = EPERM;
	KCHECK(run() == EPERM, "a said no");
	KCHECK(strcmp(calls, "ba") == 0, "called: %s", calls);
	refusal = 0;
	KCHECK(run() == 0 && strcmp(calls, "bac") == 0, "called: %s", calls);
	KCHECK(removed_inside == 0, "a hook left while the list was walked");
	KCHECK(added_inside == EBUSY, "one came: %d", added_inside);
	KCHECK(rm_at_fork(hook_b) == 1 && rm_at_fork(hook_a) == 1 &&
	    rm_at_fork(hook_c) == 1, "gone");
}

KTEST(hooks_exit, "row 66: exit hooks")
{
	KCHECK(at_exit(exit_a) == 0 && at_exit(exit_a) == EEXIST, "at_exit");
	memset(calls, 0, sizeof(calls));
	exit_hooks_run(&proc0);
	KCHECK(strcmp(calls, "x") == 0, "called: %s", calls);
	KCHECK(rm_at_exit(exit_a) == 1 && rm_at_exit(exit_a) == 0, "gone");
}
