/*
 * memfs_rw.c -- the file system in memory: contents.
 *
 *   memfs_resize              the size, and pages for all of it
 *   memfs_read, memfs_write
 *
 * Invariant: every page of the object is there.  What lies behind the end of
 * the file in its last page is zeroed when the file is cut, and again when it
 * grows: a program that maps the file may have written there meanwhile.
 *
 * v_lock is held, so the size does not change under us; the pages stay while
 * the size does.
 */
#include "kernel/memfs.h"
#include "kernel/vfs.h"
#include "lib/bits.h"
#include "vm/vm_object.h"

#define MAXSIZE		((uint64_t)1 << 40)	/* more than any RAM of ours */

/* The byte at offset, which must be inside the object, for the kernel. */
static char *
byte_at(struct memnode *mn, uint64_t offset)
{
	struct vm_page *pg;

	pg = vm_object_lookup(mn->mn_vnode.v_object, atop(offset));
	KASSERT(pg != NULL, ("file %llu has a hole at %llu",
	    (unsigned long long)mn->mn_ino, (unsigned long long)offset));
	return ((char *)vm_page_va(pg) + (offset & PAGE_MASK));
}

/* Zero [start, end) of one page. */
static void
zero_part(struct memnode *mn, uint64_t start, uint64_t end)
{
	if (start < end)
		memset(byte_at(mn, start), 0, end - start);
}

/*
 * Pages that were cut off while somebody maps them are kept until the
 * last mapping goes, and may be written to meanwhile: they return as zeros.
 */
static void
zero_leftovers(struct memnode *mn, uint64_t first, uint64_t end)
{
	struct vm_page *pg;

	if (!mn->mn_vnode.v_object->vmo_leftover)
		return;
	for (; first < end; first++) {
		pg = vm_object_lookup(mn->mn_vnode.v_object, first);
		memset(vm_page_va(pg), 0, PAGE_SIZE);
	}
}

int
memfs_resize(struct memnode *mn, uint64_t size)
{
	uint64_t old = mn->mn_size;
	int error;

	if (size > MAXSIZE)
		return (EFBIG);
	if (atop(round_page(size)) != atop(round_page(old))) {
		error = vm_object_resize(mn->mn_vnode.v_object,
		    atop(round_page(size)));
		if (error != 0)
			return (error);
		zero_leftovers(mn, atop(round_page(old)),
		    atop(round_page(size)));
	}
	if (size > old)
		zero_part(mn, old, min(size, round_page(old)));
	else
		zero_part(mn, size, round_page(size));
	mn->mn_size = size;
	return (0);
}

/* Move n bytes at uio_offset, page by page. */
static int
move_pages(struct memnode *mn, uint64_t n, struct uio *uio)
{
	uint64_t offset, piece;
	int error = 0;

	while (n > 0 && error == 0) {
		offset = (uint64_t)uio->uio_offset;
		piece = min(n, PAGE_SIZE - (offset & PAGE_MASK));
		error = uiomove(byte_at(mn, offset), piece, uio);
		n -= piece;
	}
	return (error);
}

int
memfs_read(struct vnode *vp, struct uio *uio)
{
	struct memnode *mn = memnode_of(vp);
	uint64_t offset = (uint64_t)uio->uio_offset;

	if (uio->uio_offset < 0)
		return (EINVAL);
	if (offset >= mn->mn_size)
		return (0);
	vfs_now(&mn->mn_atime);
	return (move_pages(mn, min(uio->uio_resid, mn->mn_size - offset),
	    uio));
}

/*
 * The file grows first, so that shortage changes nothing.  If the program's
 * memory then turns out to be unreadable, the file keeps what was written.
 */
int
memfs_write(struct vnode *vp, struct uio *uio)
{
	struct memnode *mn = memnode_of(vp);
	uint64_t offset = (uint64_t)uio->uio_offset;
	uint64_t old = mn->mn_size;
	uint64_t end;
	int error;

	if (uio->uio_offset < 0)
		return (EINVAL);
	if (uio->uio_resid == 0)
		return (0);
	if (__builtin_add_overflow(offset, uio->uio_resid, &end))
		return (EFBIG);
	if (end > old) {
		error = memfs_resize(mn, end);
		if (error != 0)
			return (error);
	}
	error = move_pages(mn, uio->uio_resid, uio);
	if (error != 0 && end > old)
		memfs_resize(mn, max(old, (uint64_t)uio->uio_offset));
	memnode_touch(mn);
	return (error);
}
