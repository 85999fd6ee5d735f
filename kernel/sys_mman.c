/*
 * sys_mman.c -- the system calls about memory.
 *
 * They translate: a descriptor into the object behind it, the caller into
 * its address space.  The work is done in vm/vm_mmap.c.
 *
 *   mmap   MAP_ANON: new memory   else: the file behind fd, from pos on
 *   munmap, mprotect, minherit, sbrk
 */
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "sysproto.h"
#include "vm/vm_mmap.h"

#define MAP_KNOWN	(MAP_SHARED | MAP_PRIVATE | MAP_FIXED | MAP_STACK | \
			 MAP_ANON)

/* What the flags must agree on, whatever is mapped. */
static int
mmap_check(const struct mmap_args *uap)
{
	int sharing = uap->flags & (MAP_SHARED | MAP_PRIVATE);

	if (uap->len == 0 || (uap->flags & ~MAP_KNOWN) != 0)
		return (EINVAL);
	if (sharing != MAP_SHARED && sharing != MAP_PRIVATE)
		return (EINVAL);
	if (uap->flags & MAP_ANON)
		return (uap->fd == -1 ? 0 : EINVAL);
	if (uap->pos < 0 || ((uint64_t)uap->pos & PAGE_MASK) != 0)
		return (EINVAL);
	/* The last byte must have an offset, too. */
	if (uap->len > (uint64_t)INT64_MAX - (uint64_t)uap->pos)
		return (EINVAL);
	return (0);
}

/* A shared mapping can never be made writable if the file is read-only. */
static int
mmap_maxprot(const struct file *fp, bool shared)
{
	int maxprot = PROT_READ | PROT_EXEC;

	if (!shared || (fp->f_flag & FWRITE) != 0)
		maxprot |= PROT_WRITE;
	return (maxprot);
}

static int
mmap_file(const struct mmap_args *uap, vm_offset_t *addrp)
{
	bool shared = (uap->flags & MAP_SHARED) != 0;
	struct vm_object *obj;
	struct file *fp;
	int error;

	error = fget(uap->fd, 0, &fp);
	if (error != 0)
		return (error);
	error = file_object(fp, uap->prot, shared, &obj);
	if (error == 0) {
		error = vm_mmap(curproc->p_vmspace, addrp, uap->len,
		    uap->prot, mmap_maxprot(fp, shared), uap->flags, obj,
		    (uint64_t)uap->pos);
		vm_object_drop(obj);
	}
	fdrop(fp);
	return (error);
}

int
sys_mmap(struct sysmsg *sysmsg, const struct mmap_args *uap)
{
	vm_offset_t addr = (vm_offset_t)uap->addr;
	int error;

	error = mmap_check(uap);
	if (error != 0)
		return (error);
	if (uap->flags & MAP_ANON)
		error = vm_mmap(curproc->p_vmspace, &addr, uap->len,
		    uap->prot, PROT_READ | PROT_WRITE | PROT_EXEC,
		    uap->flags, NULL, 0);
	else
		error = mmap_file(uap, &addr);
	sysmsg->sysmsg_result = (int64_t)addr;
	return (error);
}

int
sys_munmap(struct sysmsg *sysmsg, const struct munmap_args *uap)
{
	return (vm_munmap(curproc->p_vmspace, (vm_offset_t)uap->addr,
	    uap->len));
}

int
sys_mprotect(struct sysmsg *sysmsg, const struct mprotect_args *uap)
{
	return (vm_mprotect(curproc->p_vmspace, (vm_offset_t)uap->addr,
	    uap->len, uap->prot));
}

int
sys_minherit(struct sysmsg *sysmsg, const struct minherit_args *uap)
{
	return (vm_minherit(curproc->p_vmspace, (vm_offset_t)uap->addr,
	    uap->len, uap->inherit));
}

int
sys_sbrk(struct sysmsg *sysmsg, const struct sbrk_args *uap)
{
	vm_offset_t old;
	int error;

	error = vm_sbrk(curproc->p_vmspace, uap->incr, &old);
	if (error == 0)
		sysmsg->sysmsg_result = (int64_t)old;
	return (error);
}
