/*
 * vm_object.h -- memory that more than one mapping may share.
 *
 * A file's content, or shared anonymous memory.  Private memory has no
 * object: it lives in the page tables themselves (vm/pmap.h).
 *
 * An object's pages are found by index in a radix tree whose height grows
 * with the object; each carries one reference from the object besides those
 * from page-table entries.  Objects pay for their pages (vm_commit.h).
 */
#ifndef VM_VM_OBJECT_H
#define VM_VM_OBJECT_H

#include "kernel/kern.h"
#include "lib/queue.h"
#include "vm/vm_page.h"

enum vm_object_type { VMO_ANON, VMO_FILE };

/* A: atomic   L: vmo_lock   I: never changed */
struct vm_object {
	uint32_t vmo_refs;		/* A  map entries, vnode, temporary */
	enum vm_object_type vmo_type;	/* I  */
	struct lock vmo_lock;
	uint64_t vmo_size;		/* L  pages; beyond it is SIGBUS */
	uint64_t vmo_npages;		/* L  pages resident */
	uint32_t vmo_mappings;		/* A  map entries that refer to it */
	bool vmo_leftover;		/* L  a truncation left pages behind */
	int vmo_height;			/* L  of the radix tree; 0: one page */
	void *vmo_root;			/* L  struct vm_page * or node */
	LIST_ENTRY(vm_object) vmo_list;	/* list of all objects, for vm_check */
};

/* A new object of size pages, none resident, one reference; or NULL. */
struct vm_object *vm_object_alloc(enum vm_object_type type, uint64_t size);
void vm_object_ref(struct vm_object *obj);
/* Drop a reference; the last one frees the pages. */
void vm_object_drop(struct vm_object *obj);
/* The resident page, without a new reference, or NULL. */
struct vm_page *vm_object_lookup(struct vm_object *obj, uint64_t index);
/*
 * vm_object_getpage: the page at index, made and zeroed if absent.
 * => 0; ENOMEM; EINVAL beyond vmo_size
 */
int vm_object_getpage(struct vm_object *obj, uint64_t index,
    struct vm_page **pgp);
/*
 * vm_object_insert: give an existing page to the object (minherit).  The
 * page gets a reference from the object and becomes PG_OBJECT; its memory
 * is charged to the object from now on.  0 or ENOMEM.
 */
int vm_object_insert(struct vm_object *obj, uint64_t index,
    struct vm_page *pg);
/*
 * vm_object_resize: change the size.  Growing makes every page at once
 * (memory files have no holes): ENOMEM changes nothing.  Shrinking frees
 * pages that nobody maps; mapped ones are zeroed and kept until the
 * object's last mapping goes.
 */
int vm_object_resize(struct vm_object *obj, uint64_t size);
/* A map entry begins or ceases to refer to obj. */
void vm_object_mapped(struct vm_object *obj);
void vm_object_unmapped(struct vm_object *obj);
/* Call fn for each resident page. */
void vm_object_scan(struct vm_object *obj,
    void (*fn)(struct vm_page *pg, void *arg), void *arg);
extern LIST_HEAD(vm_object_list, vm_object) vm_object_list;
uint64_t vm_object_count(void);

#endif
