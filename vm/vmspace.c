/*
 * vmspace.c -- address spaces: made, forked, shared, ended.
 *
 * fork gives the child the same tree: pmap_fork() shares all tables below
 * the root.  What is left to do here is the map, entry by entry, and the
 * promise of memory: the child is charged as if it shared nothing.
 *
 * An address space ends in two stages.  When the last reference goes, its
 * memory goes; but an exiting process still runs with its root table
 * loaded, so root and structure wait in vm_exitingcnt until it is reaped.
 * All references together count as one in vm_exitingcnt, which makes the
 * order of the two events unimportant.
 *
 *   vmspace_alloc, vmspace_fork              made
 *   vmspace_ref, vmspace_drop                shared
 *   vmspace_exit_begin, vmspace_exit_end     ended
 */
#include "vm/vm_commit.h"
#include "vm/vm_map_impl.h"

#define USER_SPACE_END	(USER_MAX + PAGE_SIZE)

MALLOC_DEFINE(M_VMSPACE, "vmspace");

struct vmspace_list vmspace_list = LIST_HEAD_INITIALIZER(vmspace_list);

struct vmspace *
vmspace_alloc(void)
{
	struct vmspace *vm;

	vm = kmalloc(sizeof(*vm), M_VMSPACE, M_ZERO);
	if (vm == NULL)
		return (NULL);
	vm->vm_charge = 1;			/* the root */
	if (!vm_commit_reserve(vm->vm_charge))
		goto fail_struct;
	if (!pmap_init(&vm->vm_pmap))
		goto fail_charge;

	vm_map_init(&vm->vm_map);
	vm->vm_refs = 1;
	vm->vm_exitingcnt = 1;
	vm->vm_brk = USER_HEAP_START;
	vm->vm_owner_pid = VM_NO_OWNER;
	vm->vm_stack_limit = USER_STACK_MAX;
	vm->vm_data_limit = vm->vm_size_limit = UINT64_MAX;
	crit_enter();
	LIST_INSERT_HEAD(&vmspace_list, vm, vm_list);
	crit_exit();
	return (vm);

fail_charge:
	vm_commit_release(vm->vm_charge);
fail_struct:
	kfree(vm, M_VMSPACE);
	return (NULL);
}

void
vm_set_limits(struct vmspace *vm, uint64_t stack, uint64_t data,
    uint64_t size)
{
	vm_map_lock(&vm->vm_map);
	vm->vm_stack_limit = stack < USER_STACK_MAX ? stack : USER_STACK_MAX;
	vm->vm_data_limit = data;
	vm->vm_size_limit = size;
	vm_map_unlock(&vm->vm_map);
}

/* ----------------------------------------------------------------- fork */

/* A shared object's range that the child gets a private copy of. */
static inline bool
copied_at_fork(const struct vm_map_entry *entry)
{
	return (entry->vme_inherit == INHERIT_COPY &&
	    (entry->vme_flags & VME_SHARED) != 0);
}

/*
 * The child's entry for the parent's, or NULL without memory.  The private
 * copy of a shared range is anonymous memory.
 */
static struct vm_map_entry *
entry_fork(const struct vm_map_entry *e1)
{
	struct vm_map_entry *e2;

	if (!copied_at_fork(e1))
		return (vm_entry_dup(e1));
	e2 = kmalloc(sizeof(*e2), M_VMMAP, 0);
	if (e2 == NULL)
		return (NULL);
	*e2 = *e1;
	e2->vme_object = NULL;
	e2->vme_offset = 0;
	e2->vme_flags = (uint8_t)((e1->vme_flags & ~VME_SHARED) | VME_CHARGED);
	return (e2);
}

/* For rb_copy(); *arg becomes false if the child's range is different. */
static struct rb_node *
entry_fork_node(const struct rb_node *node, void *arg)
{
	const struct vm_map_entry *e1 = container_of(node,
	    struct vm_map_entry, vme_node);
	struct vm_map_entry *e2 = entry_fork(e1);
	bool *plain = arg;

	if (e1->vme_inherit == INHERIT_NONE || copied_at_fork(e1))
		*plain = false;
	return (e2 != NULL ? &e2->vme_node : NULL);
}

/* Take the ranges that are not inherited out of the child's map. */
static void
drop_uninherited(struct vm_map *map2)
{
	struct vm_map_entry *e2, *next;

	for (e2 = vm_map_first(map2); e2 != NULL; e2 = next) {
		next = vm_map_next(e2);
		if (e2->vme_inherit != INHERIT_NONE)
			continue;
		vm_entry_unlink(map2, e2);
		vm_entry_free(e2);
	}
}

/*
 * Fill the child's map.  *plain: every range is inherited as it is, so the
 * shared tree is right for the child.  False: what is there is to be freed.
 */
static bool
map_fork(struct vm_map *map2, struct vm_map *map1, bool *plain)
{
	*plain = true;
	map2->map_nentries = map1->map_nentries;
	map2->map_size = map1->map_size;
	if (!rb_copy(&map2->map_tree, &map1->map_tree, entry_fork_node, plain))
		return (false);
	if (!*plain)
		drop_uninherited(map2);
	return (true);
}

/*
 * The child's own copy of the resident pages of e1, a range of a shared
 * object, in place of the object's pages.  Charged, so that it can fail
 * only with vm.overcommit.
 */
static bool
copy_resident(struct vmspace *vm2, const struct vm_map_entry *e1)
{
	struct vm_page *src, *pg;
	vm_offset_t va;
	bool entered;

	if (!pmap_remove(&vm2->vm_pmap, e1->vme_start, e1->vme_end))
		return (false);
	for (va = e1->vme_start; va < e1->vme_end; va += PAGE_SIZE) {
		src = vm_object_lookup(e1->vme_object,
		    atop(e1->vme_offset + (va - e1->vme_start)));
		if (src == NULL)
			continue;
		pg = vm_page_alloc(PG_ANON, false, "fork of a shared range");
		if (pg == NULL)
			return (false);
		pmap_copy_page(pg, src);
		entered = pmap_enter(&vm2->vm_pmap, va, pg, e1->vme_prot,
		    false);
		if (vm_page_unref(pg))
			vm_page_free(pg);
		if (!entered)
			return (false);
	}
	return (true);
}

/*
 * The child's tree is the parent's; change what minherit says is different.
 * What is not inherited goes together with the hole around it, so that no
 * table is owned for it which the child is not charged for.
 */
static bool
tree_adjust(struct vmspace *vm2, struct vm_map *map1)
{
	struct vm_map_entry *e1;
	vm_offset_t hole = 0;		/* begins here in the child */

	for (e1 = vm_map_first(map1); e1 != NULL; e1 = vm_map_next(e1)) {
		if (e1->vme_inherit == INHERIT_NONE)
			continue;
		if (hole < e1->vme_start && !pmap_remove(&vm2->vm_pmap, hole,
		    e1->vme_start))
			return (false);
		if (copied_at_fork(e1) && !copy_resident(vm2, e1))
			return (false);
		hole = e1->vme_end;
	}
	return (pmap_remove(&vm2->vm_pmap, hole, USER_SPACE_END));
}

static void
sizes_fork(struct vmspace *vm2, const struct vmspace *vm1)
{
	vm2->vm_tsize = vm1->vm_tsize;
	vm2->vm_dsize = vm1->vm_dsize;
	vm2->vm_ssize = vm1->vm_ssize;
	vm2->vm_taddr = vm1->vm_taddr;
	vm2->vm_daddr = vm1->vm_daddr;
	vm2->vm_brk = vm1->vm_brk;
	vm2->vm_stack_limit = vm1->vm_stack_limit;
	vm2->vm_data_limit = vm1->vm_data_limit;
	vm2->vm_size_limit = vm1->vm_size_limit;
}

/* vm1's map is locked; vm2 is empty.  False: the caller drops vm2. */
static bool
space_fork(struct vmspace *vm2, struct vmspace *vm1)
{
	uint64_t charge;
	bool plain;

	if (!map_fork(&vm2->vm_map, &vm1->vm_map, &plain))
		return (false);
	charge = plain ? vm1->vm_charge : vm_map_charge(&vm2->vm_map);
	if (!vm_commit_reserve(charge - vm2->vm_charge))
		return (false);
	vm2->vm_charge = charge;
	sizes_fork(vm2, vm1);
	pmap_fork(&vm2->vm_pmap, &vm1->vm_pmap);
	return (plain || tree_adjust(vm2, &vm1->vm_map));
}

struct vmspace *
vmspace_fork(struct vmspace *vm1)
{
	struct vmspace *vm2 = vmspace_alloc();
	bool done;

	if (vm2 == NULL)
		return (NULL);
	vm_map_lock(&vm1->vm_map);
	done = space_fork(vm2, vm1);
	vm_map_unlock(&vm1->vm_map);
	if (!done) {
		vmspace_drop(vm2);
		return (NULL);
	}
	return (vm2);
}

/* ------------------------------------------------------------ references */

void
vmspace_ref(struct vmspace *vm)
{
	uint32_t old = __atomic_fetch_add(&vm->vm_refs, 1, __ATOMIC_RELAXED);

	KASSERT(old > 0, ("reference on a space that ended"));
}

/* Free a tree of entries from the leaves up: cheaper than one by one. */
static void
free_entries(struct rb_node *node)
{
	if (node == NULL)
		return;
	free_entries(node->rb_left);
	free_entries(node->rb_right);
	vm_entry_free(container_of(node, struct vm_map_entry, vme_node));
}

/* Everything but the root: nobody but exiting processes uses it. */
static void
space_empty(struct vmspace *vm)
{
	vm_map_lock(&vm->vm_map);
	pmap_remove_all(&vm->vm_pmap);
	free_entries(rb_root(&vm->vm_map.map_tree));
	vm_map_empty(&vm->vm_map);
	vm_commit_release(vm->vm_charge - 1);
	vm->vm_charge = 1;
	vm_map_unlock(&vm->vm_map);
}

void
vmspace_drop(struct vmspace *vm)
{
	uint32_t old = __atomic_fetch_sub(&vm->vm_refs, 1, __ATOMIC_ACQ_REL);

	KASSERT(old > 0, ("space dropped once too often"));
	if (old > 1)
		return;
	space_empty(vm);
	vmspace_exit_end(vm);
}

void
vmspace_exit_begin(struct vmspace *vm)
{
	__atomic_add_fetch(&vm->vm_exitingcnt, 1, __ATOMIC_RELAXED);
	vmspace_drop(vm);
}

void
vmspace_exit_end(struct vmspace *vm)
{
	uint32_t old;

	old = __atomic_fetch_sub(&vm->vm_exitingcnt, 1, __ATOMIC_ACQ_REL);
	KASSERT(old > 0, ("space ended twice"));
	if (old > 1)
		return;
	crit_enter();
	LIST_REMOVE(vm, vm_list);
	crit_exit();
	pmap_free(&vm->vm_pmap);
	vm_commit_release(vm->vm_charge);
	kfree(vm, M_VMSPACE);
}
