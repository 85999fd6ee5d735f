/*
 * lock.c -- one thread at a time in a FILE.
 *
 * The thread that has it may take it again: printf calls fputc, and a
 * program may keep several calls together with flockfile.
 *
 *   flockfile, ftrylockfile, funlockfile
 *   __stdio_alone   after fork, when nobody else is left
 */
#include "user/libc/libc.h"
#include "user/libc/pthread/impl.h"
#include "user/libc/stdio/file.h"

void
flockfile(FILE *f)
{
	if (f->f_owner != __self()) {
		__lock(&f->f_lock);
		f->f_owner = __self();
	}
	f->f_depth++;
}

int
ftrylockfile(FILE *f)
{
	int expected = 0;

	if (f->f_owner != __self()) {
		if (!__atomic_compare_exchange_n(&f->f_lock, &expected, 1, 0,
		    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return (-1);
		f->f_owner = __self();
	}
	f->f_depth++;
	return (0);
}

void
funlockfile(FILE *f)
{
	if (f->f_owner != __self() || --f->f_depth > 0)
		return;
	f->f_owner = NULL;
	__unlock(&f->f_lock);
}

/* What a thread that is gone had locked is free. */
void
__file_alone(FILE *f)
{
	if (f->f_owner == __self())
		return;
	f->f_owner = NULL;
	f->f_depth = 0;
	f->f_lock = 0;
}
