/*
 * kern_census.c -- debug.census: who holds how much.
 *
 * "Memory comes back" is measured with this: the census before and after
 * must be the same, line by line.
 */
#include "kernel/census.h"
#include "kernel/filedesc.h"
#include "kernel/memfs.h"
#include "kernel/pargs.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/vnode.h"
#include "vm/vm_commit.h"
#include "vm/vm_map.h"

struct census_buf {
	char *cb_text;
	size_t cb_size, cb_used;
};

static void
census_line(struct census_buf *cb, const char *name, uint64_t value)
{
	int n = ksnprintf(cb->cb_text + cb->cb_used,
	    cb->cb_size - cb->cb_used, "%s=%lu\n", name,
	    (unsigned long)value);

	if (n > 0 && (size_t)n < cb->cb_size - cb->cb_used)
		cb->cb_used += (size_t)n;
	else
		cb->cb_text[cb->cb_used] = '\0';
}

static void
census_types(struct census_buf *cb)
{
	const struct malloc_type *type;
	char name[40];

	for (type = kmalloc_types(); type != NULL; type = type->ks_next) {
		ksnprintf(name, sizeof(name), "kmalloc.%s", type->ks_name);
		census_line(cb, name, type->ks_inuse);
	}
}

static uint64_t
count_vmspaces(uint64_t *refs)
{
	struct vmspace *vm;
	uint64_t n = 0;

	*refs = 0;
	LIST_FOREACH(vm, &vmspace_list, vm_list) {
		n++;
		*refs += vm->vm_refs + vm->vm_exitingcnt;
	}
	return (n);
}

/*
 * The counts of references in all that living processes can reach: a count
 * that was raised and not given back shows here, though the object itself
 * is still in use.
 */
struct ref_counts {
	uint64_t rc_creds, rc_limits, rc_sigacts, rc_args;
	uint64_t rc_tables, rc_numbers, rc_files, rc_vnodes, rc_texts;
	uint64_t rc_groups, rc_sessions, rc_holds, rc_lwps, rc_lwpholds;
};

static void
count_files(struct filedesc *fdp, struct ref_counts *rc)
{
	const struct fdblock *fb;

	rc->rc_tables += fdp->fd_refs;
	rc->rc_vnodes += fdp->fd_cdir->v_refs + fdp->fd_rdir->v_refs;
	for (int n = 0; n < FD_NBLOCKS; n++) {
		fb = fd_block(fdp, n);
		for (int i = 0; fb != NULL && i < FD_BLOCK; i++) {
			rc->rc_numbers += (fb->fb_used >> i) & 1;
			if (fb->fb_file[i] != NULL)
				rc->rc_files += fb->fb_file[i]->f_count;
		}
	}
}

/*
 * How many processes have p's limits.  Who shares with whom changes in life
 * (a second LWP, a setrlimit), so the census shows references of nobody.
 */
static uint32_t
limit_sharers(const struct proc *p)
{
	const struct proc *q;
	uint32_t n = 0;

	LIST_FOREACH(q, &allproc, p_list)
		n += q->p_limit == p->p_limit;
	LIST_FOREACH(q, &zombproc, p_list)
		n += q->p_limit == p->p_limit;
	return (n);
}

static int
count_refs(struct proc *p, void *arg)
{
	struct ref_counts *rc = arg;
	struct lwp *lp;

	rc->rc_creds += p->p_ucred->cr_ref;
	rc->rc_limits += p->p_limit->pl_refs - limit_sharers(p);
	rc->rc_sigacts += p->p_sigacts->ps_ref;
	rc->rc_holds += p->p_lock;
	rc->rc_lwps += (uint64_t)p->p_nthreads;
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp))
		rc->rc_lwpholds += (uint64_t)lp->lwp_lock;
	if (p->p_args != NULL)
		rc->rc_args += p->p_args->ar_ref;
	if (p->p_fd != NULL)
		count_files(p->p_fd, rc);
	if (p->p_textvp != NULL) {
		rc->rc_vnodes += p->p_textvp->v_refs;
		rc->rc_texts += p->p_textvp->v_textcount;
	}
	if (p->p_pgrp != NULL) {
		rc->rc_groups += p->p_pgrp->pg_refs;
		rc->rc_sessions += p->p_pgrp->pg_session->s_count;
	}
	return (0);
}

static void
census_refs(struct census_buf *cb)
{
	struct ref_counts rc = { 0 };

	proc_scan(count_refs, &rc);
	census_line(cb, "refs.ucred", rc.rc_creds);
	census_line(cb, "refs.plimit-of-nobody", rc.rc_limits);
	census_line(cb, "refs.sigacts", rc.rc_sigacts);
	census_line(cb, "refs.pargs", rc.rc_args);
	census_line(cb, "refs.filedesc", rc.rc_tables);
	census_line(cb, "refs.file", rc.rc_files);
	census_line(cb, "descriptors", rc.rc_numbers);
	census_line(cb, "refs.vnode", rc.rc_vnodes);
	census_line(cb, "refs.text", rc.rc_texts);
	census_line(cb, "refs.pgrp", rc.rc_groups);
	census_line(cb, "refs.session", rc.rc_sessions);
	census_line(cb, "holds.proc", rc.rc_holds);
	census_line(cb, "holds.lwp", rc.rc_lwpholds);
	census_line(cb, "lwps", rc.rc_lwps);
	census_line(cb, "pids", pid_count());
	census_line(cb, "threads", lwkt_thread_count());
	census_line(cb, "kstacks", kstack_count());
	census_line(cb, "callouts", callout_count());
}

/* Also those that no process has: an exec that failed and kept its file. */
static void
census_vnodes(struct census_buf *cb)
{
	struct memfs_counts mc;

	memfs_count(&mc);
	census_line(cb, "vnodes.refs", mc.mc_refs);
	census_line(cb, "vnodes.texts", mc.mc_texts);
	census_line(cb, "vnodes.writers", mc.mc_writers);
}

static uint64_t
census_number(const char *s)
{
	uint64_t n = 0;

	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	return (n);
}

/* "proccnt.1000=3": what each user is counted for. */
static void
census_users(struct census_buf *cb, const char *what,
    size_t (*users_text)(char *buf, size_t size))
{
	char text[256], name[32], *line = text, *end;

	(void)users_text(text, sizeof(text));
	while ((end = strchr(line, '=')) != NULL) {
		*end = '\0';
		ksnprintf(name, sizeof(name), "%s.%s", what, line);
		*end = '=';
		census_line(cb, name, census_number(end + 1));
		line = strchr(end, '\n') + 1;
	}
}

size_t
census_text(char *buf, size_t size)
{
	struct census_buf cb = { buf, size, 0 };
	uint64_t slack, refs;

	kmem_drain_all();
	slack = kmem_slack();
	census_line(&cb, "pages.free", vm_page_free_count() + slack);
	census_line(&cb, "pages.kernel",
	    vm_page_kind_count(PG_KERNEL) - slack);
	census_line(&cb, "pages.object", vm_page_kind_count(PG_OBJECT));
	census_line(&cb, "pages.table", vm_page_kind_count(PG_TABLE));
	census_line(&cb, "pages.anon", vm_page_kind_count(PG_ANON));
	census_line(&cb, "commit", vm_commit_now() - slack);
	census_line(&cb, "vmspaces", count_vmspaces(&refs));
	census_line(&cb, "refs.vmspace", refs);
	census_line(&cb, "objects", vm_object_count());
	census_line(&cb, "nprocs", (uint64_t)nprocs);
	census_refs(&cb);
	census_vnodes(&cb);
	census_users(&cb, "proccnt", proccnt_text);
	census_users(&cb, "openfiles", openfiles_text);
	census_types(&cb);
	return (cb.cb_used);
}
