/*
 * uio.h -- one transfer between a program's memory and the kernel's.
 *
 * A read or write is described once, at the system call, and handed down to
 * whoever has the bytes; uiomove() copies in the direction that was asked
 * for and keeps the account.
 */
#ifndef KERNEL_UIO_H
#define KERNEL_UIO_H

#include "kernel/kern.h"

enum uio_rw { UIO_READ, UIO_WRITE };	/* as the program sees it */
enum uio_seg { UIO_USER, UIO_KERNEL };	/* whose memory uio_base is */

struct uio {
	char *uio_base;			/* next byte over there */
	size_t uio_resid;		/* bytes still to go */
	off_t uio_offset;		/* in the file, if it has positions */
	enum uio_rw uio_rw;
	enum uio_seg uio_seg;
};

/*
 * uiomove: copy min(n, uio_resid) bytes between kaddr and the program.
 *
 * => base, resid and offset move on; 0 or EFAULT (nothing moved on then,
 *    though part of the bytes may have been copied)
 * => may block if the other side is user memory
 */
int uiomove(void *kaddr, size_t n, struct uio *uio);
/* The same with zeros; the direction must be UIO_READ. */
int uiozero(size_t n, struct uio *uio);

#endif
