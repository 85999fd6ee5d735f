/*
 * kern_uidinfo.c -- what all processes of a user have together.
 *
 *   uifind, uihold, uidrop   the record of a user, while anybody needs it
 *   chgproccnt               processes of a real user (RLIMIT_NPROC)
 *   proccnt_text             debug.proccnt: the list
 */
#include "kernel/proc.h"

MALLOC_DEFINE(M_UIDINFO, "uidinfo");

#define UIHASH_SIZE	64		/* a power of two */

/* User 0's is never freed: process 0 holds it. */
struct uidinfo uidinfo0 = { .ui_refs = 1, .ui_proccnt = 1 };

static LIST_HEAD(, uidinfo) uihash[UIHASH_SIZE];	/* critical section */

static struct uidinfo *
ui_lookup(uid_t uid)
{
	struct uidinfo *ui;

	if (uid == 0)
		return (&uidinfo0);
	LIST_FOREACH(ui, &uihash[uid % UIHASH_SIZE], ui_hash) {
		if (ui->ui_uid == uid)
			break;
	}
	return (ui);
}

struct uidinfo *
uifind(uid_t uid)
{
	struct uidinfo *new = kmalloc(sizeof(*new), M_UIDINFO, M_ZERO);
	struct uidinfo *ui;

	crit_enter();
	ui = ui_lookup(uid);
	if (ui == NULL && new != NULL) {
		ui = new;
		new = NULL;
		ui->ui_uid = uid;
		LIST_INSERT_HEAD(&uihash[uid % UIHASH_SIZE], ui, ui_hash);
	}
	if (ui != NULL)
		uihold(ui);
	crit_exit();
	kfree(new, M_UIDINFO);
	return (ui);
}

void
uihold(struct uidinfo *ui)
{
	__atomic_add_fetch(&ui->ui_refs, 1, __ATOMIC_RELAXED);
}

void
uidrop(struct uidinfo *ui)
{
	crit_enter();
	if (__atomic_sub_fetch(&ui->ui_refs, 1, __ATOMIC_ACQ_REL) == 0) {
		KASSERT(ui->ui_proccnt == 0, ("user %u is gone, but has %d "
		    "processes", ui->ui_uid, ui->ui_proccnt));
		LIST_REMOVE(ui, ui_hash);
		kfree(ui, M_UIDINFO);
	}
	crit_exit();
}

bool
chgproccnt(struct uidinfo *ui, int diff, int max)
{
	int now = __atomic_add_fetch(&ui->ui_proccnt, diff, __ATOMIC_SEQ_CST);

	KASSERT(now >= 0, ("user %u has %d processes", ui->ui_uid, now));
	if (diff <= 0 || max == 0 || now <= max)
		return (true);
	__atomic_sub_fetch(&ui->ui_proccnt, diff, __ATOMIC_SEQ_CST);
	return (false);
}

/* "0=5\n1000=3\n": every user that has a process, zombies included. */
size_t
proccnt_text(char *buf, size_t size)
{
	struct uidinfo *ui;
	size_t used;

	used = (size_t)ksnprintf(buf, size, "0=%d\n", uidinfo0.ui_proccnt);
	crit_enter();
	for (int i = 0; i < UIHASH_SIZE; i++) {
		LIST_FOREACH(ui, &uihash[i], ui_hash) {
			if (size - used > 24)
				used += (size_t)ksnprintf(buf + used,
				    size - used, "%u=%d\n", ui->ui_uid,
				    ui->ui_proccnt);
		}
	}
	crit_exit();
	return (used);
}
