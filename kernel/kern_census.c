/*
 * kern_census.c -- debug.census: who holds how much.
 *
 * "Memory comes back" is measured with this: the census before and after
 * must be the same, line by line.
 */
#include "kernel/census.h"
#include "kernel/proc.h"
#include "vm/vm_commit.h"
#include "vm/vm_map.h"

struct census_buf {
	char *cb_text;
	size_t cb_size, cb_used;
};

static void
census_line(struct census_buf *cb, const char *name, uint64_t value)
{
	int n = ksnprintf(cb->cb_text + cb->cb_used,
	    cb->cb_size - cb->cb_used, "%s=%lu\n", name,
	    (unsigned long)value);

	if (n > 0 && (size_t)n < cb->cb_size - cb->cb_used)
		cb->cb_used += (size_t)n;
	else
		cb->cb_text[cb->cb_used] = '\0';
}

static void
census_types(struct census_buf *cb)
{
	const struct malloc_type *type;
	char name[40];

	for (type = kmalloc_types(); type != NULL; type = type->ks_next) {
		ksnprintf(name, sizeof(name), "kmalloc.%s", type->ks_name);
		census_line(cb, name, type->ks_inuse);
	}
}

static uint64_t
count_vmspaces(void)
{
	struct vmspace *vm;
	uint64_t n = 0;

	LIST_FOREACH(vm, &vmspace_list, vm_list)
		n++;
	return (n);
}

size_t
census_text(char *buf, size_t size)
{
	struct census_buf cb = { buf, size, 0 };

	kmem_drain_all();
	census_line(&cb, "pages.free", vm_page_free_count());
	census_line(&cb, "pages.kernel", vm_page_kind_count(PG_KERNEL));
	census_line(&cb, "pages.object", vm_page_kind_count(PG_OBJECT));
	census_line(&cb, "pages.table", vm_page_kind_count(PG_TABLE));
	census_line(&cb, "pages.anon", vm_page_kind_count(PG_ANON));
	census_line(&cb, "commit", vm_commit_now());
	census_line(&cb, "vmspaces", count_vmspaces());
	census_line(&cb, "objects", vm_object_count());
	census_line(&cb, "nprocs", (uint64_t)nprocs);
	census_types(&cb);
	return (cb.cb_used);
}
