/*
 * vm_check.c -- is all memory where the books say it is?
 *
 * The trees of all address spaces and the pages of all objects are walked
 * once, and every reference found is counted at its page (pg_found).  Then
 * each page of RAM is looked at: what was found must be what pg_refs says.
 * A page with more references than were found is lost for ever; one with
 * fewer will be freed under somebody's feet.  Last come the promises of
 * vm_commit.h, which are sums over the same things.
 *
 * The rule of the trees themselves is checked where it is kept, by
 * pmap_check().  Time: linear in RAM and in tables.
 */
#include "vm/vm_commit.h"
#include "vm/vm_map.h"

static const char *const kind_name[PG_NKINDS] = {
	"free", "reserved", "kernel", "object", "table", "private"
};

static int (*report)(const char *fmt, ...);
static int faults;

#define COMPLAIN(...) do {						\
	report("vm_check: " __VA_ARGS__);				\
	faults++;							\
} while (0)

static void
clear_marks(void)
{
	struct vm_page *pg = vm_page_array;
	struct vm_page *end = pg + vm_page_array_size;

	for (; pg < end; pg++) {
		pg->pg_found = 0;
		pg->pg_visited = 0;
	}
}

/* ------------------------------------------------------ what refers to it */

static void
found_in_object(struct vm_page *pg, void *arg)
{
	if (pg->pg_kind != PG_OBJECT || pg->pg_owner != arg)
		COMPLAIN("page %lx is in an object, but it is of kind %s%s; "
		    "last: %s\n", (unsigned long)vm_page_pa(pg),
		    kind_name[pg->pg_kind], pg->pg_kind == PG_OBJECT ?
		    " and of another object" : "", pg->pg_last);
	pg->pg_found++;
	pg->pg_visited = 1;
}

/* The sum of what objects pay for. */
static uint64_t
check_objects(void)
{
	struct vm_object *obj;
	uint64_t npages = 0;

	LIST_FOREACH(obj, &vm_object_list, vmo_list) {
		vm_object_scan(obj, found_in_object, obj);
		npages += obj->vmo_npages;
	}
	if (npages != vm_page_kind_count(PG_OBJECT))
		COMPLAIN("objects hold %lu pages, but %lu pages are of that "
		    "kind\n", (unsigned long)npages,
		    (unsigned long)vm_page_kind_count(PG_OBJECT));
	return (npages);
}

/* The sum of what address spaces are charged. */
static uint64_t
check_spaces(void)
{
	struct vmspace *vm;
	uint64_t charge = 0, should;
	unsigned long root;

	LIST_FOREACH(vm, &vmspace_list, vm_list) {
		root = (unsigned long)vm_page_pa(vm->vm_pmap.pm_root);
		faults += pmap_check(&vm->vm_pmap, report);
		should = vm_map_charge(&vm->vm_map);
		if (vm->vm_charge != should)
			COMPLAIN("the space of root %lx is charged %lu pages, "
			    "its map comes to %lu\n", root,
			    (unsigned long)vm->vm_charge,
			    (unsigned long)should);
		if (vm->vm_pmap.pm_root->pg_below > vm->vm_charge)
			COMPLAIN("the space of root %lx has %u private pages "
			    "and tables, but is charged %lu\n", root,
			    vm->vm_pmap.pm_root->pg_below,
			    (unsigned long)vm->vm_charge);
		charge += vm->vm_charge;
	}
	return (charge);
}

/* ----------------------------------------------------------- every page */

static uint32_t
expected_refs(const struct vm_page *pg)
{
	switch (pg->pg_kind) {
	case PG_FREE:
	case PG_RESERVED:
		return (0);
	case PG_KERNEL:
		return (1);
	default:
		return (pg->pg_found);
	}
}

static void
check_page(const struct vm_page *pg)
{
	unsigned long pa = (unsigned long)vm_page_pa(pg);
	const char *last = pg->pg_last != NULL ? pg->pg_last : "never used";
	bool trees = pg->pg_kind == PG_OBJECT || pg->pg_kind == PG_TABLE ||
	    pg->pg_kind == PG_ANON;

	if (pg->pg_refs != expected_refs(pg))
		COMPLAIN("%s page %lx has count %u, found %u references; "
		    "last: %s\n", kind_name[pg->pg_kind], pa, pg->pg_refs,
		    pg->pg_found, last);
	else if (trees && pg->pg_found == 0)
		COMPLAIN("%s page %lx is lost: nothing refers to it; "
		    "last: %s\n", kind_name[pg->pg_kind], pa, last);
	else if (!trees && pg->pg_found != 0)
		COMPLAIN("%s page %lx is mapped %u times; last: %s\n",
		    kind_name[pg->pg_kind], pa, pg->pg_found, last);
	if (pg->pg_kind == PG_OBJECT && !pg->pg_visited)
		COMPLAIN("page %lx says it belongs to an object, but is in "
		    "none; last: %s\n", pa, last);
}

static void
check_pages(void)
{
	uint64_t count[PG_NKINDS] = { 0 };
	struct vm_page *pg = vm_page_array;
	struct vm_page *end = pg + vm_page_array_size;

	for (; pg < end; pg++) {
		if (pg->pg_kind >= PG_NKINDS) {
			COMPLAIN("page %lx has kind %d\n",
			    (unsigned long)vm_page_pa(pg), pg->pg_kind);
			continue;
		}
		count[pg->pg_kind]++;
		/* Most are free: no need to look closer. */
		if (pg->pg_kind > PG_RESERVED || (pg->pg_refs |
		    pg->pg_found) != 0)
			check_page(pg);
	}
	for (int i = 0; i < PG_NKINDS; i++) {
		if (count[i] != vm_page_kind_count(i))
			COMPLAIN("%lu %s pages, the count says %lu\n",
			    (unsigned long)count[i], kind_name[i],
			    (unsigned long)vm_page_kind_count(i));
	}
}

int
vm_check(int (*print)(const char *fmt, ...))
{
	uint64_t charge, objects, kernel;

	report = print;
	faults = 0;
	crit_enter();
	clear_marks();
	charge = check_spaces();
	objects = check_objects();
	kernel = vm_page_kind_count(PG_KERNEL);
	check_pages();
	if (charge + objects + kernel != vm_commit_now())
		COMPLAIN("%lu pages are promised, but address spaces come to "
		    "%lu, objects to %lu, the kernel to %lu\n",
		    (unsigned long)vm_commit_now(), (unsigned long)charge,
		    (unsigned long)objects, (unsigned long)kernel);
	if (vm_commit_now() > vm_commit_limit() && !vm_overcommit)
		COMPLAIN("%lu pages are promised, there are %lu\n",
		    (unsigned long)vm_commit_now(),
		    (unsigned long)vm_commit_limit());
	crit_exit();
	return (faults);
}
