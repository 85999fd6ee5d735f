/*
 * kern_sysctl.c -- __sysctl: read and set kernel values.
 *
 * A value is asked for by a vector of integers.  { 100, i } is row i of the
 * table in sysctl_table.c, { 1, 14, ... } the process list, { 0, ... } asks
 * about names: programs use sysctlbyname(), which asks { 0, 3 } for the
 * vector of a name first.
 *
 *   sys___sysctl     the system call
 *   sysctl_row_io    read and set one row
 *   sysctl_meta      names and vectors
 *   kstat_add, kstat_sum   the counters behind many rows
 */
#include "kernel/sysctl.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "sysproto.h"

#define CTL_TABLE	100	/* first word of a table row's vector */
#define CENSUS_SIZE	4096

void
kstat_add(enum kstat which, uint64_t n)
{
	mycpu->gd_cnt[which] += n;
}

/* One cpu today; more are summed here. */
static uint64_t
kstat_sum(enum kstat which)
{
	return (mycpu->gd_cnt[which]);
}

int
sysctl_out(struct sysctl_req *rq, const void *data, size_t len)
{
	size_t at = rq->rq_used;

	rq->rq_used += len;
	if (rq->rq_old == NULL)
		return (0);
	if (rq->rq_used > rq->rq_oldlen)
		return (ENOMEM);
	return (copyout(data, (char *)rq->rq_old + at, len));
}

static int
sysctl_out_string(struct sysctl_req *rq, const char *s)
{
	return (sysctl_out(rq, s, strlen(s) + 1));
}

static int
sysctl_out_text(const struct sysctl_row *row, struct sysctl_req *rq)
{
	size_t len;
	char *buf;
	int error;

	if (row->sc_string != NULL)
		return (sysctl_out_string(rq, row->sc_string));
	buf = kmalloc(CENSUS_SIZE, M_TEMP, 0);
	if (buf == NULL)
		return (ENOMEM);
	len = row->sc_text(buf, CENSUS_SIZE);
	error = sysctl_out(rq, buf, len + 1);
	kfree(buf, M_TEMP);
	return (error);
}

/* The variable behind a row, or NULL if there is none. */
static int *
row_int(const struct sysctl_row *row)
{
	return (row->sc_where != NULL ? row->sc_where() : row->sc_int);
}

static int
sysctl_out_row(const struct sysctl_row *row, struct sysctl_req *rq)
{
	uint64_t wide;
	int narrow;

	if (row->sc_kind == SC_STRING)
		return (sysctl_out_text(row, rq));
	if (row_int(row) != NULL)
		wide = (uint64_t)*row_int(row);
	else if (row->sc_counter != 0)
		wide = kstat_sum((enum kstat)(row->sc_counter - 1));
	else
		wide = row->sc_get();
	if (row->sc_kind == SC_U64)
		return (sysctl_out(rq, &wide, sizeof(wide)));
	narrow = (int)wide;
	return (sysctl_out(rq, &narrow, sizeof(narrow)));
}

static int
sysctl_row_io(const struct sysctl_row *row, struct sysctl_req *rq)
{
	int value = 0;
	int error;

	if (rq->rq_new != NULL) {
		if (!row->sc_writable)
			return (EPERM);
		if (curthread->td_ucred->cr_uid != 0)
			return (EPERM);
		if (rq->rq_newlen != sizeof(value))
			return (EINVAL);
		error = copyin(rq->rq_new, &value, sizeof(value));
		if (error != 0)
			return (error);
		if (value < row->sc_min || value > row->sc_max)
			return (EINVAL);
	}
	error = sysctl_out_row(row, rq);
	if (error == 0 && rq->rq_new != NULL)
		*row_int(row) = value;
	return (error);
}

/* Names that stand for more than a row: the process list. */
static const struct {
	const char *name;
	int vector[3];
} proc_names[] = {
	{ "kern.proc.all", { CTL_KERN, KERN_PROC, KERN_PROC_ALL } },
	{ "kern.proc.pid", { CTL_KERN, KERN_PROC, KERN_PROC_PID } },
	{ "kern.proc.pgrp", { CTL_KERN, KERN_PROC, KERN_PROC_PGRP } },
	{ "kern.proc.uid", { CTL_KERN, KERN_PROC, KERN_PROC_UID } },
	{ "kern.proc.ruid", { CTL_KERN, KERN_PROC, KERN_PROC_RUID } },
};
#define NPROC_NAMES	(sizeof(proc_names) / sizeof(proc_names[0]))

static int
sysctl_name2oid(struct sysctl_req *rq)
{
	char name[CTL_MAXNAMESTR];
	size_t len = rq->rq_newlen;
	int error;

	if (rq->rq_new == NULL || len == 0 || len >= sizeof(name))
		return (EINVAL);
	error = copyin(rq->rq_new, name, len);
	if (error != 0)
		return (error);
	name[len] = '\0';
	for (int i = 0; i < sysctl_table_size; i++) {
		int vector[2] = { CTL_TABLE, i };

		if (strcmp(name, sysctl_table[i].sc_name) == 0)
			return (sysctl_out(rq, vector, sizeof(vector)));
	}
	for (size_t i = 0; i < NPROC_NAMES; i++) {
		if (strcmp(name, proc_names[i].name) == 0)
			return (sysctl_out(rq, proc_names[i].vector,
			    sizeof(proc_names[i].vector)));
	}
	return (ENOENT);
}

/*
 * Questions about values: a row's name { 0, 1, vector }, the next row's
 * vector { 0, 2, vector }, the vector of a name { 0, 3 }, what a row means
 * { 0, 5, vector }.
 *
 * => ENOENT if there is no such question, row, next row or name
 * => EINVAL if { 0, 3 } has no name or one that is too long
 * => EPERM if something is to be set by another question
 */
static int
sysctl_meta(const int *name, unsigned int namelen, struct sysctl_req *rq)
{
	int next[2] = { CTL_TABLE, 0 };
	const struct sysctl_row *row = NULL;

	if (name[1] == CTL_SYSCTL_NAME2OID)
		return (namelen == 2 ? sysctl_name2oid(rq) : ENOENT);
	if (rq->rq_new != NULL)
		return (EPERM);
	if (namelen == 4 && name[2] == CTL_TABLE && name[3] >= 0 &&
	    name[3] < sysctl_table_size)
		row = &sysctl_table[name[3]];
	if (row == NULL && (namelen > 2 || name[1] != CTL_SYSCTL_NEXT))
		return (ENOENT);
	switch (name[1]) {
	case CTL_SYSCTL_NAME:
		return (sysctl_out_string(rq, row->sc_name));
	case CTL_SYSCTL_OIDDESCR:
		return (sysctl_out_string(rq, row->sc_descr));
	case CTL_SYSCTL_NEXT:
		if (row != NULL)
			next[1] = name[3] + 1;
		if (next[1] >= sysctl_table_size)
			return (ENOENT);
		return (sysctl_out(rq, next, sizeof(next)));
	default:
		return (ENOENT);
	}
}

static int
sysctl_dispatch(const int *name, unsigned int namelen,
    struct sysctl_req *rq)
{
	if (name[0] == CTL_SYSCTL)
		return (sysctl_meta(name, namelen, rq));
	if (name[0] == CTL_KERN && name[1] == KERN_PROC) {
		if (rq->rq_new != NULL)
			return (EPERM);
		return (sysctl_proc(name + 2, namelen - 2, rq));
	}
	if (name[0] == CTL_TABLE && namelen == 2 && name[1] >= 0 &&
	    name[1] < sysctl_table_size)
		return (sysctl_row_io(&sysctl_table[name[1]], rq));
	return (ENOENT);
}

int
sys___sysctl(struct sysmsg *sysmsg, const struct __sysctl_args *uap)
{
	int name[CTL_MAXNAME];
	struct sysctl_req rq = { .rq_old = uap->old, .rq_new = uap->new,
	    .rq_newlen = uap->newlen };
	int error;

	(void)sysmsg;
	if (uap->namelen < 2 || uap->namelen > CTL_MAXNAME)
		return (EINVAL);
	error = copyin(uap->name, name, uap->namelen * sizeof(name[0]));
	if (error != 0)
		return (error);
	if (uap->old != NULL) {
		error = copyin(uap->oldlenp, &rq.rq_oldlen,
		    sizeof(rq.rq_oldlen));
		if (error != 0)
			return (error);
	}
	error = sysctl_dispatch(name, uap->namelen, &rq);
	if (error != 0 && error != ENOMEM)
		return (error);
	if (uap->oldlenp != NULL) {
		int error2 = copyout(&rq.rq_used, uap->oldlenp,
		    sizeof(rq.rq_used));

		if (error2 != 0)
			return (error2);
	}
	return (error);
}
