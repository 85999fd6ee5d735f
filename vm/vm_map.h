/*
 * vm_map.h -- which ranges of an address space may hold what.
 *
 * The map says what may be there: a sorted set of ranges with protection
 * and inheritance.  The page-table tree (vm/pmap.h) says what is there.
 */
#ifndef VM_VM_MAP_H
#define VM_VM_MAP_H

#include "kernel/abi/mman.h"
#include "kernel/kern.h"
#include "lib/rbtree.h"
#include "vm/pmap.h"
#include "vm/vm_layout.h"
#include "vm/vm_object.h"

/* Protections are PROT_READ | PROT_WRITE | PROT_EXEC of kernel/abi/mman.h. */
typedef uint8_t vm_prot_t;

/* vme_flags */
#define VME_SHARED	0x01	/* writes reach the object: MAP_SHARED */
#define VME_STACK	0x02	/* grows downwards on a fault below it */
#define VME_CHARGED	0x04	/* private, anonymous or ever writable */

/*
 * One range.  All fields are protected by the map's lock.
 */
struct vm_map_entry {
	struct rb_node vme_node;
	vm_offset_t vme_start, vme_end;	/* [start, end), page aligned */
	struct vm_object *vme_object;	/* a reference, or NULL: anonymous */
	struct vm_object *vme_pending;	/* minherit: what it is becoming */
	uint64_t vme_offset;		/* bytes into the object */
	vm_prot_t vme_prot;
	vm_prot_t vme_maxprot;
	uint8_t vme_inherit;		/* INHERIT_SHARE, COPY, NONE */
	uint8_t vme_flags;
};

struct vm_map {
	struct rb_tree map_tree;	/* entries by start */
	struct vm_map_entry *map_hint;	/* found last, or NULL */
	struct lock map_lock;
	int map_nentries;
	uint64_t map_size;		/* bytes mapped */
};

/*
 * An address space: shared by all LWPs of a process and by RFMEM relatives.
 *   A   atomic   M   vm_map's lock   I   never changed
 */
struct vmspace {
	struct vm_map vm_map;
	struct pmap vm_pmap;
	uint32_t vm_refs;		/* A  */
	uint32_t vm_exitingcnt;		/* A  exiting processes still on it,
					      and 1 for all of vm_refs */
	uint64_t vm_charge;		/* M  pages reserved (vm_commit.h) */
	uint64_t vm_tsize, vm_dsize, vm_ssize; /* M  pages: text, data, stack */
	vm_offset_t vm_taddr, vm_daddr;	/* M  text and data begin here */
	vm_offset_t vm_brk;		/* M  end of the heap (sbrk) */
	uint64_t vm_stack_limit;	/* M  bytes: the main stack, */
	uint64_t vm_data_limit;		/*    data and heap, */
	uint64_t vm_size_limit;		/*    all mappings */
	pid_t vm_owner_pid;		/* I  made for that process (vm_glue);
					      VM_NO_OWNER: none yet */
	LIST_ENTRY(vmspace) vm_list;	/* all spaces, for vm_check */
};

#define VM_NO_OWNER	(-1)

MALLOC_DECLARE(M_VMSPACE);
MALLOC_DECLARE(M_VMMAP);

/* ---------------------------------------------- vm_map.c, vm_map_ops.c */

void vm_map_init(struct vm_map *map);
/* The entry that holds va, or NULL. */
struct vm_map_entry *vm_map_lookup(struct vm_map *map, vm_offset_t va);
struct vm_map_entry *vm_map_first(struct vm_map *map);
struct vm_map_entry *vm_map_next(struct vm_map_entry *entry);
/* A free range of len bytes at or above hint, 0 if there is none. */
vm_offset_t vm_map_findspace(struct vm_map *map, vm_offset_t hint,
    vm_offset_t limit, uint64_t len);
/*
 * vm_map_insert: a new range.  obj NULL: anonymous.
 * => the caller's reference on obj passes to the entry on success
 * => ENOMEM (no memory, or the promise would be broken); EINVAL overlaps
 */
int vm_map_insert(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    struct vm_object *obj, uint64_t offset, vm_prot_t prot,
    vm_prot_t maxprot, int inherit, int flags);
/* Unmap [start, end): entries and pages; ENOMEM if a split needs memory. */
int vm_map_remove(struct vmspace *vm, vm_offset_t start, vm_offset_t end);
/* Protection of every page of the range; ENOMEM for a hole, EACCES. */
int vm_map_protect(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot);
int vm_map_inherit(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    int inherit);
/* Pages this map must be charged (design: as if it shared nothing). */
uint64_t vm_map_charge(struct vm_map *map);

/* ---------------------------------------------- vmspace.c */

/* An empty space with one reference, without limits, or NULL. */
struct vmspace *vmspace_alloc(void);
/*
 * vm_set_limits: vm may grow up to that many bytes of stack, of data and
 * heap, and of mappings in all; what it has already stays.  Inherited by
 * vmspace_fork.  Beyond: ENOMEM, for the stack SIGSEGV.
 */
void vm_set_limits(struct vmspace *vm, uint64_t stack, uint64_t data,
    uint64_t size);
/*
 * vmspace_fork: a new address space with the same contents as vm1.
 *
 * => neither page nor table is copied now: both spaces share every table
 *    below the root, without write permission, until somebody writes
 * => NULL if memory ran out; vm1 is then as it was, save that its next
 *    writes may fault once to find themselves sole owner
 * => the caller owns the only reference to the result
 */
struct vmspace *vmspace_fork(struct vmspace *vm1);
void vmspace_ref(struct vmspace *vm);
/*
 * vmspace_drop: one reference less; the last one unmaps everything, and
 * frees the root table and the structure once no exiting process is left.
 */
void vmspace_drop(struct vmspace *vm);
/* Two-stage end: the exiting process still runs on the table. */
void vmspace_exit_begin(struct vmspace *vm);	/* exitingcnt++, then drop */
void vmspace_exit_end(struct vmspace *vm);	/* reaped: exitingcnt-- */
extern LIST_HEAD(vmspace_list, vmspace) vmspace_list;

/* ---------------------------------------------- vm_fault.c */

#define VM_FAULT_READ	PROT_READ
#define VM_FAULT_WRITE	PROT_WRITE
#define VM_FAULT_EXEC	PROT_EXEC

/*
 * vm_fault: make va accessible in that way, if the map allows it.
 *
 * => 0: try again; SIGSEGV: no such range, not allowed, or the stack could
 *    not grow; SIGBUS: beyond the end of the object; SIGKILL: overcommitted
 *    memory ran out (the caller prints why)
 */
int vm_fault(struct vmspace *vm, vm_offset_t va, int access);

/* ---------------------------------------------- vm_check.c */

/*
 * vm_check: prove that every count equals the references found, that
 * writable means sole owner, that nothing is free and mapped, orphaned, or
 * owed to the TLB, and that promises are the sums they should be.
 *
 * => each fault is a line through report(): which page, whose it is as far
 *    as a tree leads to it, what was expected and found, its last change
 * => returns the number of faults; linear in RAM and tables
 */
int vm_check(int (*report)(const char *fmt, ...));

#endif
