/*
 * sysctl.h -- kernel values by name: the table's rows.
 */
#ifndef KERNEL_SYSCTL_H
#define KERNEL_SYSCTL_H

#include "kernel/kern.h"

enum sysctl_kind { SC_INT, SC_U64, SC_STRING };

/*
 * One value.  Exactly one of the sources is set: a variable, a function
 * that computes it, or a counter.
 */
struct sysctl_row {
	const char *sc_name;
	const char *sc_descr;		/* one line for docs and sysctl -d */
	enum sysctl_kind sc_kind;
	bool sc_writable;		/* by user 0 */
	int sc_min, sc_max;		/* of a writable SC_INT */
	int *sc_int;
	int *(*sc_where)(void);		/* an SC_INT of the caller's own */
	const char *sc_string;
	uint64_t (*sc_get)(void);	/* SC_U64, or SC_INT if it fits */
	size_t (*sc_text)(char *buf, size_t size); /* SC_STRING, computed */
	int sc_counter;			/* enum kstat + 1 */
};

extern const struct sysctl_row sysctl_table[];
extern const int sysctl_table_size;

/* The user's side of one request; lengths in bytes. */
struct sysctl_req {
	void *rq_old;			/* NULL: only the length is wanted */
	size_t rq_oldlen;		/* room at rq_old */
	size_t rq_used;			/* bytes there would be in all */
	const void *rq_new;		/* NULL: nothing to set */
	size_t rq_newlen;
};

/* Append to what the user gets; ENOMEM once it does not fit. */
int sysctl_out(struct sysctl_req *rq, const void *data, size_t len);
/* kern.proc: process records; name holds the vector after { 1, 14 }. */
int sysctl_proc(const int *name, unsigned int namelen,
    struct sysctl_req *rq);

#endif
