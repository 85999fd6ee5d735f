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

static int (*report)(const char *fmt, ...);
static int faults;

#define COMPLAIN(...) do {						\
	report("vm_check: " __VA_ARGS__);				\
	faults++;							\
} while (0)

/* Something is wrong with a page. */
#define COMPLAIN_PAGE(pg, fmt, ...)					\
	COMPLAIN("%s %lx%s " fmt "; last change: %s\n",		\
	    vm_page_name(pg), (unsigned long)vm_page_pa(pg), whose(pg),	\
	    __VA_ARGS__, vm_page_last(pg))

/* Whose the page is, if that is known: in words. */
static const char *
whose(const struct vm_page *pg)
{
	static char text[48];

	if (pg->pg_seen_at != PG_UNSEEN)
		ksnprintf(text, sizeof(text), " of pid %d at %lx",
		    (int)pg->pg_seen_pid, (unsigned long)pg->pg_seen_at);
	else
		strlcpy(text, pg->pg_visited ? " of an object" :
		    " of nobody", sizeof(text));
	return (text);
}

static void
clear_marks(void)
{
	struct vm_page *pg = vm_page_array;
	struct vm_page *end = pg + vm_page_array_size;

	for (; pg < end; pg++) {
		pg->pg_found = 0;
		pg->pg_visited = 0;
		pg->pg_seen_at = PG_UNSEEN;
	}
}

/* ------------------------------------------------------ what refers to it */

static void
found_in_object(struct vm_page *pg, void *arg)
{
	pg->pg_found++;
	pg->pg_visited = 1;
	if (pg->pg_kind != PG_OBJECT)
		COMPLAIN_PAGE(pg, "is in object %p, expected object pages "
		    "only", arg);
	else if (pg->pg_owner != arg)
		COMPLAIN_PAGE(pg, "is in object %p, but says it belongs to "
		    "%p", arg, pg->pg_owner);
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
		COMPLAIN("objects hold %lu pages, but the count of object "
		    "pages is %lu\n", (unsigned long)npages,
		    (unsigned long)vm_page_kind_count(PG_OBJECT));
	return (npages);
}

/* Is a space charged what its map says, and does that suffice? */
static void
check_charge(struct vmspace *vm)
{
	const struct vm_page *root = vm->vm_pmap.pm_root;
	uint64_t should = vm_map_charge(&vm->vm_map);

	if (vm->vm_charge != should)
		COMPLAIN("the space of pid %d (root %lx) is charged %lu "
		    "pages, expected %lu by its map\n", (int)vm->vm_owner_pid,
		    (unsigned long)vm_page_pa(root),
		    (unsigned long)vm->vm_charge, (unsigned long)should);
	if (root->pg_below > vm->vm_charge)
		COMPLAIN("the space of pid %d (root %lx) is charged %lu "
		    "pages, found %u private pages and tables in it\n",
		    (int)vm->vm_owner_pid, (unsigned long)vm_page_pa(root),
		    (unsigned long)vm->vm_charge, root->pg_below);
}

/* The sum of what address spaces are charged. */
static uint64_t
check_spaces(void)
{
	struct vmspace *vm;
	uint64_t charge = 0;

	LIST_FOREACH(vm, &vmspace_list, vm_list) {
		faults += pmap_check(&vm->vm_pmap, vm->vm_owner_pid, report);
		check_charge(vm);
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

/* What a count that is not the number of references leads to. */
static void
complain_count(const struct vm_page *pg, uint32_t expected)
{
	const char *why = "too low, it will be freed while in use";

	if (pg->pg_kind <= PG_RESERVED)
		why = "it is not in use";
	else if (pg->pg_refs > expected)
		why = expected == 0 ? "it is lost, nothing refers to it" :
		    "too high, it will never be freed";
	COMPLAIN_PAGE(pg, "has count %u, expected %u, for so many references "
	    "were found: %s", pg->pg_refs, expected, why);
}

static void
check_page(const struct vm_page *pg)
{
	bool trees = pg->pg_kind == PG_OBJECT || pg->pg_kind == PG_TABLE ||
	    pg->pg_kind == PG_ANON;

	if (pg->pg_refs != expected_refs(pg))
		complain_count(pg, expected_refs(pg));
	else if (trees && pg->pg_found == 0)
		COMPLAIN_PAGE(pg, "is lost: nothing refers to it and it was "
		    "not freed%s", "");
	else if (!trees && pg->pg_found != 0)
		COMPLAIN_PAGE(pg, "is referred to by an object, found %u "
		    "times, expected none", pg->pg_found);
	if (pg->pg_kind == PG_OBJECT && !pg->pg_visited)
		COMPLAIN_PAGE(pg, "says it belongs to object %p, but is in "
		    "none", pg->pg_owner);
}

/* The sum over all pages, by kind. */
static void
check_kinds(const uint64_t *count)
{
	struct vm_page pg = { .pg_kind = PG_FREE };

	for (; pg.pg_kind < PG_NKINDS; pg.pg_kind++) {
		if (count[pg.pg_kind] != vm_page_kind_count(pg.pg_kind))
			COMPLAIN("the count of the kind \"%s\" is %lu, "
			    "found %lu of it\n", vm_page_name(&pg),
			    (unsigned long)vm_page_kind_count(pg.pg_kind),
			    (unsigned long)count[pg.pg_kind]);
	}
}

static void
check_pages(void)
{
	uint64_t count[PG_NKINDS] = { 0 };
	struct vm_page *pg = vm_page_array;
	struct vm_page *end = pg + vm_page_array_size;

	for (; pg < end; pg++) {
		if (pg->pg_kind >= PG_NKINDS) {
			COMPLAIN_PAGE(pg, "has kind %d, which there is not",
			    pg->pg_kind);
			continue;
		}
		count[pg->pg_kind]++;
		/* Most are free: no need to look closer. */
		if (pg->pg_kind > PG_RESERVED || (pg->pg_refs |
		    pg->pg_found) != 0)
			check_page(pg);
	}
	check_kinds(count);
}

/* Promises are a sum, and not more than there is. */
static void
check_promises(uint64_t charge, uint64_t objects)
{
	uint64_t kernel = vm_page_kind_count(PG_KERNEL);
	uint64_t now = vm_commit_now(), limit = vm_commit_limit();

	if (now != charge + objects + kernel)
		COMPLAIN("%lu pages are promised, expected %lu: %lu to "
		    "address spaces, %lu to objects, %lu to the kernel\n",
		    (unsigned long)now,
		    (unsigned long)(charge + objects + kernel),
		    (unsigned long)charge, (unsigned long)objects,
		    (unsigned long)kernel);
	if (now > limit && !vm_overcommit)
		COMPLAIN("%lu pages are promised, there are only %lu\n",
		    (unsigned long)now, (unsigned long)limit);
}

int
vm_check(int (*print)(const char *fmt, ...))
{
	uint64_t charge, objects;

	report = print;
	faults = 0;
	crit_enter();
	clear_marks();
	charge = check_spaces();
	objects = check_objects();
	check_pages();
	check_promises(charge, objects);
	crit_exit();
	return (faults);
}
