/*
 * vm_object.c -- the pages of a file or of shared memory, by index.
 *
 * A radix tree of height h finds any index below 512^h in h steps:
 *
 *   height 0: vmo_root -> page 0
 *   height 1: vmo_root -> node [512] -> pages 0 .. 511
 *   height 2: vmo_root -> node [512] -> nodes [512] -> pages 0 .. 262143
 *
 * A node is a kernel page.  An object of one page, as most files are, has
 * no node at all.
 *
 *   vm_object_alloc, _ref, _drop             life
 *   vm_object_lookup, _getpage, _insert      pages
 *   vm_object_resize, _mapped, _unmapped     size
 *
 * vmo_lock is taken after a map's lock and before none.
 */
#include "vm/vm_object.h"
#include "vm/vm_commit.h"

#define NODE_SHIFT	9
#define NODE_SLOTS	(1u << NODE_SHIFT)
#define MAX_HEIGHT	5

MALLOC_DEFINE(M_VMOBJECT, "vm object");

struct vm_object_list vm_object_list = LIST_HEAD_INITIALIZER(vm_object_list);
static uint64_t nobjects;

/* ------------------------------------------------------------ the tree */

/* The indexes below a tree of that height: 0 .. result - 1. */
static uint64_t
radix_span(int height)
{
	return (1ul << (height * NODE_SHIFT));
}

static void **
node_alloc(void)
{
	struct vm_page *pg = vm_page_alloc(PG_KERNEL, true, "object tree");

	return (pg != NULL ? vm_page_va(pg) : NULL);
}

static void
node_free(void **node)
{
	struct vm_page *pg = vm_page_of_va(node);

	if (vm_page_unref(pg))
		vm_page_free(pg);
}

/* Make the tree high enough for index; false if memory ran out. */
static bool
radix_grow(struct vm_object *obj, uint64_t index)
{
	void **node;

	while (index >= radix_span(obj->vmo_height)) {
		KASSERT(obj->vmo_height < MAX_HEIGHT, ("object too large"));
		if (obj->vmo_root != NULL) {
			node = node_alloc();
			if (node == NULL)
				return (false);
			node[0] = obj->vmo_root;
			obj->vmo_root = node;
		}
		obj->vmo_height++;
	}
	return (true);
}

/*
 * The slot for index.  Without `make', NULL if a node on the way is
 * missing; with it, NULL if one could not be had.
 */
static void **
radix_slot(struct vm_object *obj, uint64_t index, bool make)
{
	void **slot = &obj->vmo_root;
	void **node;
	int height;

	if (make && !radix_grow(obj, index))
		return (NULL);
	if (index >= radix_span(obj->vmo_height))
		return (NULL);
	for (height = obj->vmo_height; height > 0; height--) {
		if (*slot == NULL && make)
			*slot = node_alloc();
		if (*slot == NULL)
			return (NULL);
		node = *slot;
		slot = &node[(index >> ((height - 1) * NODE_SHIFT)) &
		    (NODE_SLOTS - 1)];
	}
	return (slot);
}

/*
 * Call fn for the page in each used slot at or beyond index `from'; a slot
 * whose page fn does not want any more (false) is emptied, and so is one
 * whose node has become empty.  base is the first index below *slot.
 */
static void
radix_walk(void **slot, int height, uint64_t base, uint64_t from,
    bool (*fn)(struct vm_page *pg, void *arg), void *arg)
{
	void **node = *slot;
	uint64_t span;
	unsigned i, used = 0;

	if (node == NULL || base + radix_span(height) <= from)
		return;
	if (height == 0) {
		if (!fn(*slot, arg))
			*slot = NULL;
		return;
	}
	span = radix_span(height - 1);
	for (i = 0; i < NODE_SLOTS; i++) {
		radix_walk(&node[i], height - 1, base + i * span, from, fn,
		    arg);
		used += node[i] != NULL;
	}
	if (used == 0) {
		node_free(node);
		*slot = NULL;
	}
}

/* ----------------------------------------------------- letting pages go */

/*
 * The object's reference on pg goes.  A page that a page table still refers
 * to becomes that mapping's own (only a minherit that failed leaves such).
 */
static bool
page_release(struct vm_page *pg, void *arg)
{
	struct vm_object *obj = arg;

	obj->vmo_npages--;
	pg->pg_owner = NULL;
	if (vm_page_unref(pg)) {
		vm_page_free(pg);
	} else {
		vm_page_set_kind(pg, PG_ANON, "left an object");
		vm_commit_release(1);
	}
	return (false);
}

/* Beyond the end: freed, or if somebody maps it zeroed and kept. */
static bool
page_cut(struct vm_page *pg, void *arg)
{
	struct vm_object *obj = arg;

	if (pg->pg_refs == 1)
		return (page_release(pg, arg));
	obj->vmo_leftover = true;
	memset(vm_page_va(pg), 0, PAGE_SIZE);
	return (true);
}

/* Free the pages from index `from' on that nobody maps. */
static void
object_cut(struct vm_object *obj, uint64_t from)
{
	obj->vmo_leftover = false;
	radix_walk(&obj->vmo_root, obj->vmo_height, 0, from, page_cut, obj);
	if (obj->vmo_root == NULL)
		obj->vmo_height = 0;
}

/* ----------------------------------------------------------------- life */

struct vm_object *
vm_object_alloc(enum vm_object_type type, uint64_t size)
{
	struct vm_object *obj;

	obj = kmalloc(sizeof(*obj), M_VMOBJECT, M_ZERO);
	if (obj == NULL)
		return (NULL);
	obj->vmo_refs = 1;
	obj->vmo_type = type;
	obj->vmo_size = size;
	lockinit(&obj->vmo_lock, "vmobj");
	crit_enter();
	LIST_INSERT_HEAD(&vm_object_list, obj, vmo_list);
	nobjects++;
	crit_exit();
	return (obj);
}

void
vm_object_ref(struct vm_object *obj)
{
	__atomic_add_fetch(&obj->vmo_refs, 1, __ATOMIC_RELAXED);
}

void
vm_object_drop(struct vm_object *obj)
{
	uint32_t old;

	old = __atomic_fetch_sub(&obj->vmo_refs, 1, __ATOMIC_ACQ_REL);
	KASSERT(old > 0, ("object without a reference dropped"));
	if (old > 1)
		return;
	KASSERT(obj->vmo_mappings == 0, ("object freed while mapped"));
	radix_walk(&obj->vmo_root, obj->vmo_height, 0, 0, page_release, obj);
	KASSERT(obj->vmo_npages == 0, ("object lost %lu pages",
	    (unsigned long)obj->vmo_npages));
	crit_enter();
	LIST_REMOVE(obj, vmo_list);
	nobjects--;
	crit_exit();
	kfree(obj, M_VMOBJECT);
}

uint64_t
vm_object_count(void)
{
	return (nobjects);
}

/* ---------------------------------------------------------------- pages */

struct vm_page *
vm_object_lookup(struct vm_object *obj, uint64_t index)
{
	struct vm_page *pg;
	void **slot;

	lockmgr(&obj->vmo_lock, LK_SHARED);
	slot = radix_slot(obj, index, false);
	pg = slot != NULL ? *slot : NULL;
	lockmgr(&obj->vmo_lock, LK_RELEASE);
	return (pg);
}

/* pg enters the empty slot; its reference passes to the object. */
static void
object_take(struct vm_object *obj, void **slot, uint64_t index,
    struct vm_page *pg)
{
	KASSERT(*slot == NULL, ("two pages for one index of an object"));
	*slot = pg;
	pg->pg_owner = obj;
	pg->pg_index = (uint32_t)index;
	obj->vmo_npages++;
}

/* As vm_object_getpage, with the lock held and the size already checked. */
static int
object_getpage(struct vm_object *obj, uint64_t index, struct vm_page **pgp)
{
	void **slot = radix_slot(obj, index, true);
	struct vm_page *pg;

	if (slot == NULL)
		return (ENOMEM);
	if (*slot == NULL) {
		pg = vm_page_alloc(PG_OBJECT, true, "object page");
		if (pg == NULL)
			return (ENOMEM);
		object_take(obj, slot, index, pg);
	}
	*pgp = *slot;
	return (0);
}

int
vm_object_getpage(struct vm_object *obj, uint64_t index,
    struct vm_page **pgp)
{
	int error;

	lockmgr(&obj->vmo_lock, LK_EXCLUSIVE);
	error = EINVAL;
	if (index < obj->vmo_size)
		error = object_getpage(obj, index, pgp);
	lockmgr(&obj->vmo_lock, LK_RELEASE);
	return (error);
}

int
vm_object_insert(struct vm_object *obj, uint64_t index, struct vm_page *pg)
{
	void **slot;
	int error = ENOMEM;

	lockmgr(&obj->vmo_lock, LK_EXCLUSIVE);
	slot = radix_slot(obj, index, true);
	if (slot != NULL && vm_commit_reserve(1)) {
		vm_page_ref(pg);
		vm_page_set_kind(pg, PG_OBJECT, "given to an object");
		object_take(obj, slot, index, pg);
		error = 0;
	}
	lockmgr(&obj->vmo_lock, LK_RELEASE);
	return (error);
}

struct object_scan {
	void (*fn)(struct vm_page *pg, void *arg);
	void *arg;
};

static bool
scan_keep(struct vm_page *pg, void *arg)
{
	struct object_scan *scan = arg;

	scan->fn(pg, scan->arg);
	return (true);
}

void
vm_object_scan(struct vm_object *obj,
    void (*fn)(struct vm_page *pg, void *arg), void *arg)
{
	struct object_scan scan = { fn, arg };

	radix_walk(&obj->vmo_root, obj->vmo_height, 0, 0, scan_keep, &scan);
}

/* ----------------------------------------------------------------- size */

int
vm_object_resize(struct vm_object *obj, uint64_t size)
{
	struct vm_page *pg;
	uint64_t old, index;
	int error = 0;

	/* Saves a loop that is bound to fail; also keeps the tree low. */
	if (size > obj->vmo_size && size > vm_commit_limit())
		return (ENOMEM);
	lockmgr(&obj->vmo_lock, LK_EXCLUSIVE);
	old = obj->vmo_size;
	for (index = old; index < size && error == 0; index++)
		error = object_getpage(obj, index, &pg);
	if (error == 0)
		obj->vmo_size = size;
	if (obj->vmo_size < old || error != 0)
		object_cut(obj, obj->vmo_size);
	lockmgr(&obj->vmo_lock, LK_RELEASE);
	return (error);
}

/* Atomic rather than locked: fork and exit do it for every map entry. */
void
vm_object_mapped(struct vm_object *obj)
{
	__atomic_add_fetch(&obj->vmo_mappings, 1, __ATOMIC_RELAXED);
}

void
vm_object_unmapped(struct vm_object *obj)
{
	uint32_t old;

	old = __atomic_fetch_sub(&obj->vmo_mappings, 1, __ATOMIC_ACQ_REL);
	KASSERT(old > 0, ("object unmapped once too often"));
	if (old > 1 || !obj->vmo_leftover)
		return;
	/* A truncation left pages behind for mappings that are gone now. */
	lockmgr(&obj->vmo_lock, LK_EXCLUSIVE);
	object_cut(obj, obj->vmo_size);
	lockmgr(&obj->vmo_lock, LK_RELEASE);
}
