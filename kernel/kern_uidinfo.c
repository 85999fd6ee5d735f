/*
 * kern_uidinfo.c -- what all processes of a user have together.
 *
 *   uifind, uihold, uidrop   the record of a user, while anybody needs it
 *   chgproccnt               processes of a real user (RLIMIT_NPROC)
 *   chgopenfiles             files it has opened (kern.maxfilesperuser)
 *   proccnt_text, openfiles_text   debug.proccnt, debug.openfiles: the lists
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
		KASSERT(ui->ui_proccnt == 0 && ui->ui_openfiles == 0,
		    ("user %u is gone, but has %d processes and %d open files",
		    ui->ui_uid, ui->ui_proccnt, ui->ui_openfiles));
		LIST_REMOVE(ui, ui_hash);
		kfree(ui, M_UIDINFO);
	}
	crit_exit();
}

/* diff more of what a user is counted for; => false: refused, as it was */
static bool
change(struct uidinfo *ui, int *count, int diff, int max, const char *what)
{
	int now = __atomic_add_fetch(count, diff, __ATOMIC_SEQ_CST);

	KASSERT(now >= 0, ("user %u has %d %s", ui->ui_uid, now, what));
	if (diff <= 0 || max == 0 || now <= max)
		return (true);
	__atomic_sub_fetch(count, diff, __ATOMIC_SEQ_CST);
	return (false);
}

bool
chgproccnt(struct uidinfo *ui, int diff, int max)
{
	return (change(ui, &ui->ui_proccnt, diff, max, "processes"));
}

bool
chgopenfiles(struct uidinfo *ui, int diff, int max)
{
	return (change(ui, &ui->ui_openfiles, diff, max, "open files"));
}

static int
proccnt_of(const struct uidinfo *ui)
{
	return (ui->ui_proccnt);
}

static int
openfiles_of(const struct uidinfo *ui)
{
	return (ui->ui_openfiles);
}

/* "0=5\n1000=3\n": user 0, and every user that has any. */
static size_t
users_text(char *buf, size_t size, int (*count_of)(const struct uidinfo *))
{
	struct uidinfo *ui;
	size_t used;

	used = (size_t)ksnprintf(buf, size, "0=%d\n", count_of(&uidinfo0));
	crit_enter();
	for (int i = 0; i < UIHASH_SIZE; i++) {
		LIST_FOREACH(ui, &uihash[i], ui_hash) {
			if (count_of(ui) != 0 && size - used > 24)
				used += (size_t)ksnprintf(buf + used,
				    size - used, "%u=%d\n", ui->ui_uid,
				    count_of(ui));
		}
	}
	crit_exit();
	return (used);
}

/* Zombies included. */
size_t
proccnt_text(char *buf, size_t size)
{
	return (users_text(buf, size, proccnt_of));
}

size_t
openfiles_text(char *buf, size_t size)
{
	return (users_text(buf, size, openfiles_of));
}
