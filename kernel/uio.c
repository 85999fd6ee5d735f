/*
 * uio.c -- one transfer between a program's memory and the kernel's.
 */
#include "kernel/uio.h"
#include "kernel/machdep.h"
#include "lib/bits.h"

static void
advance(struct uio *uio, size_t n)
{
	uio->uio_base += n;
	uio->uio_resid -= n;
	uio->uio_offset += (off_t)n;
}

/* The caller is the kernel, for itself: neither address can fault. */
static void __attribute__((noinline))
move_in_kernel(void *kaddr, size_t n, struct uio *uio)
{
	if (uio->uio_rw == UIO_READ)
		memcpy(uio->uio_base, kaddr, n);
	else
		memcpy(kaddr, uio->uio_base, n);
}

int
uiomove(void *kaddr, size_t n, struct uio *uio)
{
	int error = 0;

	n = min(n, uio->uio_resid);
	if (n == 0)
		return (0);
	if (uio->uio_seg == UIO_KERNEL)
		move_in_kernel(kaddr, n, uio);
	else if (uio->uio_rw == UIO_READ)
		error = copyout(kaddr, uio->uio_base, n);
	else
		error = copyin(uio->uio_base, kaddr, n);
	if (error == 0)
		advance(uio, n);
	return (error);
}

int
uiozero(size_t n, struct uio *uio)
{
	int error = 0;

	KASSERT(uio->uio_rw == UIO_READ, ("zeros are only read"));
	n = min(n, uio->uio_resid);
	if (n == 0)
		return (0);
	if (uio->uio_seg == UIO_KERNEL)
		memset(uio->uio_base, 0, n);
	else
		error = copyout_zero(uio->uio_base, n);
	if (error == 0)
		advance(uio, n);
	return (error);
}
