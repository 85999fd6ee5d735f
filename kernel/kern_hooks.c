/*
 * kern_hooks.c -- functions that are called for every fork and every exit.
 *
 * A part of the kernel that keeps something for each process registers here
 * instead of being named in fork1 and exit1.  A fork hook may refuse: fork
 * then fails with its errno, as if memory had run out there.
 *
 *   at_fork, rm_at_fork   register a fork hook; take it out
 *   at_exit, rm_at_exit   the same for exit hooks
 *   fork_hooks_run, exit_hooks_run   called by fork1 and exit1
 *
 * Whoever walks a list has its lock exclusively, so that nothing is removed
 * under it (D-16); a hook that wants to change its own list is refused.
 */
#include "kernel/hooks.h"
#include "lib/queue.h"

/* One registered function: of one kind or of the other. */
struct hook {
	TAILQ_ENTRY(hook) h_link;
	union {
		fork_hook *fork;
		exit_hook *exit;
	} h_fn;
};

struct hook_list {
	TAILQ_HEAD(, hook) hl_hooks;	/* hl_lock, in order of registration */
	struct lock hl_lock;
};

MALLOC_DEFINE(M_HOOK, "hook");

#define HOOK_LIST(list, name) { TAILQ_HEAD_INITIALIZER((list).hl_hooks), \
	{ .lk_spin = SPINLOCK_INITIALIZER(name), .lk_name = name } }

static struct hook_list fork_hooks = HOOK_LIST(fork_hooks, "fork hooks");
static struct hook_list exit_hooks = HOOK_LIST(exit_hooks, "exit hooks");
int fork_nhooks, exit_nhooks;

/* Do two hooks of one list name the same function? */
static bool
hook_same(const struct hook *a, const struct hook *b)
{
	return (memcmp(&a->h_fn, &b->h_fn, sizeof(a->h_fn)) == 0);
}

/* The registered hook like that one, or NULL; hl_lock held. */
static struct hook *
hook_find(struct hook_list *list, const struct hook *like)
{
	struct hook *h;

	TAILQ_FOREACH(h, &list->hl_hooks, h_link) {
		if (hook_same(h, like))
			return (h);
	}
	return (NULL);
}

static int
hook_add(struct hook_list *list, const struct hook *like, int *count)
{
	struct hook *h;
	int error = 0;

	if (lockowned(&list->hl_lock))
		return (EBUSY);
	h = kmalloc(sizeof(*h), M_HOOK, 0);
	if (h == NULL)
		return (ENOMEM);
	lockmgr(&list->hl_lock, LK_EXCLUSIVE);
	if (hook_find(list, like) != NULL) {
		error = EEXIST;
		kfree(h, M_HOOK);
	} else {
		h->h_fn = like->h_fn;
		TAILQ_INSERT_TAIL(&list->hl_hooks, h, h_link);
		(*count)++;
	}
	lockmgr(&list->hl_lock, LK_RELEASE);
	return (error);
}

static int
hook_remove(struct hook_list *list, const struct hook *like, int *count)
{
	struct hook *h;

	if (lockowned(&list->hl_lock))
		return (0);
	lockmgr(&list->hl_lock, LK_EXCLUSIVE);
	h = hook_find(list, like);
	if (h != NULL) {
		TAILQ_REMOVE(&list->hl_hooks, h, h_link);
		(*count)--;
		kfree(h, M_HOOK);
	}
	lockmgr(&list->hl_lock, LK_RELEASE);
	return (h != NULL);
}

int
at_fork(fork_hook *fn)
{
	const struct hook like = { .h_fn.fork = fn };

	return (hook_add(&fork_hooks, &like, &fork_nhooks));
}

int
rm_at_fork(fork_hook *fn)
{
	const struct hook like = { .h_fn.fork = fn };

	return (hook_remove(&fork_hooks, &like, &fork_nhooks));
}

int
at_exit(exit_hook *fn)
{
	const struct hook like = { .h_fn.exit = fn };

	return (hook_add(&exit_hooks, &like, &exit_nhooks));
}

int
rm_at_exit(exit_hook *fn)
{
	const struct hook like = { .h_fn.exit = fn };

	return (hook_remove(&exit_hooks, &like, &exit_nhooks));
}

int
fork_hooks_run(struct proc *p1, struct proc *p2, int flags)
{
	struct hook *h;
	int error = 0;

	lockmgr(&fork_hooks.hl_lock, LK_EXCLUSIVE);
	TAILQ_FOREACH(h, &fork_hooks.hl_hooks, h_link) {
		error = h->h_fn.fork(p1, p2, flags);
		if (error != 0)
			break;
	}
	lockmgr(&fork_hooks.hl_lock, LK_RELEASE);
	return (error);
}

void
exit_hooks_run(struct proc *p)
{
	struct hook *h;

	lockmgr(&exit_hooks.hl_lock, LK_EXCLUSIVE);
	TAILQ_FOREACH(h, &exit_hooks.hl_hooks, h_link)
		h->h_fn.exit(p);
	lockmgr(&exit_hooks.hl_lock, LK_RELEASE);
}
