/*
 * vm_stories.h -- what address spaces do, for two kinds of page table.
 *
 * Single stories first; then random mmap, munmap, mprotect, minherit, write,
 * fork and exit against a plain model (vm_model.c), with little memory, so
 * that much of it fails and must then have changed nothing.
 *
 * Included by vm_map_test.c (fake_pmap.c below) and vm_tree_test.c (the real
 * trees below).
 */
#include "tests/host/vm_model.h"
#include "vm/vm_write.h"

#define BASE	USER_MMAP_START
#define RW	(PROT_READ | PROT_WRITE)

static vm_offset_t
map_anon(struct vmspace *vm, vm_offset_t addr, uint64_t npages, int flags)
{
	int error = vm_mmap(vm, &addr, ptoa(npages), RW, PROT_ALL,
	    flags | (addr != 0 ? MAP_FIXED : 0), NULL, 0);

	assert_int_equal(error, 0);
	return (addr);
}

/* ------------------------------------------------------- single stories */

static void
test_anonymous(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t va = map_anon(vm, 0, 4, MAP_PRIVATE);

	(void)state;
	assert_int_equal(va, USER_MMAP_START);
	assert_int_equal(model_read(vm, va), 0);
	assert_int_equal(model_write(vm, va, 7), 0);
	assert_int_equal(model_read(vm, va), 7);
	assert_int_equal(vm_fault(vm, va + ptoa(4), PROT_READ), SIGSEGV);
	assert_int_equal(vm_fault(vm, 0, PROT_READ), SIGSEGV);
	assert_int_equal(vm_fault(vm, USER_MAX, PROT_READ), SIGSEGV);
	assert_int_equal(vm_fault(vm, va, PROT_EXEC), SIGSEGV);
	vmspace_drop(vm);
	model_nothing_left();
}

/* One finger on the charge: 1 root, 3 tables, pages; and neighbours. */
static void
test_charge(void **state)
{
	struct vmspace *vm = vmspace_alloc();

	(void)state;
	assert_int_equal(vm->vm_charge, 1);
	map_anon(vm, BASE, 4, MAP_PRIVATE);
	assert_int_equal(vm->vm_charge, 1 + 3 + 4);
	/* A neighbour needs no table of its own and joins the entry. */
	map_anon(vm, BASE + ptoa(4), 1, MAP_PRIVATE);
	assert_int_equal(vm->vm_charge, 1 + 3 + 5);
	assert_int_equal(vm->vm_map.map_nentries, 1);
	/* Across the end of a lowest table: one more. */
	map_anon(vm, BASE + (2ul << 20) - PAGE_SIZE, 2, MAP_PRIVATE);
	assert_int_equal(vm->vm_charge, 1 + 4 + 7);
	/* Shared memory pays for itself, but not for the tables. */
	map_anon(vm, BASE + (1ul << 30), 2, MAP_SHARED);
	assert_int_equal(vm->vm_charge, 1 + 6 + 7);
	/* A hole in the middle gives its page back, nothing else. */
	assert_int_equal(vm_munmap(vm, BASE + ptoa(2), PAGE_SIZE), 0);
	assert_int_equal(vm->vm_charge, 1 + 6 + 6);
	model_check_charges();
	assert_int_equal(vm_munmap(vm, BASE, 4ul << 20), 0);
	assert_int_equal(vm->vm_charge, 1 + 3);
	vmspace_drop(vm);
	model_nothing_left();
}

/* PROT_NONE costs nothing until mprotect, and keeps its charge after. */
static void
test_charge_prot(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t va = BASE;

	(void)state;
	assert_int_equal(vm_mmap(vm, &va, ptoa(8), PROT_NONE, PROT_ALL,
	    MAP_PRIVATE | MAP_FIXED, NULL, 0), 0);
	assert_int_equal(vm->vm_charge, 1 + 3);
	assert_int_equal(vm_mprotect(vm, va + ptoa(2), ptoa(2), PROT_READ), 0);
	assert_int_equal(vm->vm_charge, 1 + 3 + 2);
	assert_int_equal(vm->vm_map.map_nentries, 3);
	assert_int_equal(vm_mprotect(vm, va, ptoa(8), PROT_NONE), 0);
	assert_int_equal(vm->vm_charge, 1 + 3 + 2);
	assert_int_equal(vm_mprotect(vm, va, ptoa(9), PROT_READ), ENOMEM);
	assert_int_equal(vm_mprotect(vm, va + 1, ptoa(1), PROT_READ), EINVAL);
	model_check_charges();
	vmspace_drop(vm);
	model_nothing_left();
}

static void
test_copy_on_write(void **state)
{
	struct vmspace *vm1 = vmspace_alloc(), *vm2;
	vm_offset_t va = map_anon(vm1, 0, 2, MAP_PRIVATE);
	uint64_t copies, optim;

	(void)state;
	assert_int_equal(model_write(vm1, va, 1), 0);
	vm2 = vmspace_fork(vm1);
	assert_non_null(vm2);
	assert_int_equal(vm2->vm_charge, vm1->vm_charge);
	copies = host_kstat(V_COW_FAULTS);
	assert_int_equal(model_write(vm2, va, 2), 0);
	assert_int_equal(host_kstat(V_COW_FAULTS) - copies, 1);
	assert_int_equal(model_read(vm1, va), 1);

	/* The other copy is gone: no copying for the last owner (T-7.3). */
	vmspace_drop(vm2);
	optim = host_kstat(V_COW_OPTIM);
	assert_int_equal(model_write(vm1, va, 3), 0);
	assert_int_equal(host_kstat(V_COW_FAULTS) - copies, 1);
	assert_int_equal(host_kstat(V_COW_OPTIM) - optim, 1);
	vmspace_drop(vm1);
	model_nothing_left();
}

/* T-7.4: A COPY, B SHARE, C NONE, set before and after the first touch. */
static void
test_minherit(void **state)
{
	struct vmspace *vm1 = vmspace_alloc(), *vm2;
	vm_offset_t a = map_anon(vm1, 0, 4, MAP_PRIVATE);
	vm_offset_t b = a + PAGE_SIZE, c = b + PAGE_SIZE, d = c + PAGE_SIZE;

	(void)state;
	assert_int_equal(model_write(vm1, a, 1), 0);
	assert_int_equal(model_write(vm1, b, 1), 0);
	assert_int_equal(model_write(vm1, c, 1), 0);
	assert_int_equal(vm_minherit(vm1, b, 10, INHERIT_SHARE), 0);
	assert_int_equal(vm_minherit(vm1, c, 10, INHERIT_NONE), 0);
	assert_int_equal(vm_minherit(vm1, d, 10, INHERIT_SHARE), 0);
	assert_int_equal(vm_minherit(vm1, a, 10, 7), EINVAL);
	model_check_charges();
	vm2 = vmspace_fork(vm1);
	assert_non_null(vm2);
	assert_int_equal(model_write(vm2, a, 2), 0);
	assert_int_equal(model_write(vm2, b, 2), 0);
	assert_int_equal(model_write(vm2, c, 2), SIGSEGV);
	assert_int_equal(model_write(vm2, d, 2), 0);
	assert_int_equal(model_read(vm1, a), 1);
	assert_int_equal(model_read(vm1, b), 2);
	assert_int_equal(model_read(vm1, c), 1);
	assert_int_equal(model_read(vm1, d), 2);
	model_check_charges();
	vmspace_drop(vm1);
	assert_int_equal(model_read(vm2, b), 2);
	vmspace_drop(vm2);
	model_nothing_left();
}

static void
test_stack(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t top = USER_STACK_TOP;
	uint64_t charge;

	(void)state;
	assert_int_equal(vm_map_insert(vm, top - ptoa(USER_STACK_INIT), top,
	    NULL, 0, RW, PROT_ALL, INHERIT_COPY, VME_STACK), 0);
	charge = vm->vm_charge;
	assert_int_equal(model_write(vm, top - ptoa(20), 5), 0);
	assert_int_equal(vm->vm_charge, charge + 4);
	assert_int_equal(vm->vm_map.map_nentries, 1);
	assert_int_equal(vm->vm_ssize, 4);
	assert_int_equal(model_write(vm, top - USER_STACK_MAX - 1, 5),
	    SIGSEGV);
	/* Shared with the children, it still grows: by private memory. */
	assert_int_equal(vm_minherit(vm, top - ptoa(20), ptoa(20),
	    INHERIT_SHARE), 0);
	assert_int_equal(model_write(vm, top - ptoa(22), 6), 0);
	assert_int_equal(model_read(vm, top - ptoa(20)), 5);
	assert_int_equal(vm->vm_map.map_nentries, 2);
	model_check_charges();
	vmspace_drop(vm);
	model_nothing_left();
}

static void
test_sbrk(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t old;

	(void)state;
	assert_int_equal(vm_sbrk(vm, 100, &old), 0);
	assert_int_equal(old, USER_HEAP_START);
	assert_int_equal(model_write(vm, old, 1), 0);
	assert_int_equal(vm_sbrk(vm, 10000, &old), 0);
	assert_int_equal(old, USER_HEAP_START + 100);
	assert_int_equal(vm->vm_dsize, 3);
	assert_int_equal(vm->vm_map.map_nentries, 1);
	assert_int_equal(vm_sbrk(vm, -10099, &old), 0);
	assert_int_equal(vm->vm_dsize, 1);
	assert_int_equal(model_read(vm, USER_HEAP_START), 1);
	assert_int_equal(vm_sbrk(vm, -2, &old), EINVAL);
	assert_int_equal(vm_sbrk(vm, INT64_MAX, &old), ENOMEM);
	assert_int_equal(vm_sbrk(vm, 1l << 35, &old), ENOMEM);
	assert_int_equal(vm_sbrk(vm, 0, &old), 0);
	assert_int_equal(old, USER_HEAP_START + 1);
	vmspace_drop(vm);
	model_nothing_left();
}

/* A truncation keeps what is mapped, zeroed, until the last mapping goes. */
static void
test_truncate(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_object *file = vm_object_alloc(VMO_FILE, 0);
	vm_offset_t va = BASE;

	(void)state;
	assert_int_equal(vm_object_resize(file, 3), 0);
	assert_int_equal(vm_mmap(vm, &va, ptoa(3), RW, PROT_ALL,
	    MAP_SHARED | MAP_FIXED, file, 0), 0);
	assert_int_equal(model_write(vm, va, 1), 0);
	assert_int_equal(model_write(vm, va + ptoa(1), 1), 0);
	assert_int_equal(vm_object_resize(file, 1), 0);
	assert_int_equal(file->vmo_npages, 2);
	assert_int_equal(model_read(vm, va), 1);
	assert_int_equal(model_read(vm, va + ptoa(1)), 0);
	assert_int_equal(vm_fault(vm, va + ptoa(2), PROT_READ), SIGBUS);
	assert_int_equal(vm_munmap(vm, va, ptoa(3)), 0);
	assert_int_equal(file->vmo_npages, 1);
	vmspace_drop(vm);
	vm_object_drop(file);
	model_nothing_left();
}

/* The tree of an object grows by levels and comes down again. */
static void
test_object_tree(void **state)
{
	struct vm_object *obj = vm_object_alloc(VMO_ANON, 1ul << 30);
	static const uint64_t at[] = { 0, 5, 511, 512, 262143, 262144,
	    (1ul << 30) - 1 };
	struct vm_page *pages[7], *pg;

	(void)state;
	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(vm_object_getpage(obj, at[i], &pages[i]), 0);
	for (unsigned i = 0; i < 7; i++) {
		assert_ptr_equal(vm_object_lookup(obj, at[i]), pages[i]);
		assert_int_equal(pages[i]->pg_index, at[i]);
	}
	assert_int_equal(vm_object_getpage(obj, 1ul << 30, &pg), EINVAL);
	assert_null(vm_object_lookup(obj, 6));
	assert_null(vm_object_lookup(obj, 1ul << 50));
	assert_int_equal(vm_object_resize(obj, 512), 0);
	assert_int_equal(obj->vmo_npages, 3);
	assert_null(vm_object_lookup(obj, 512));
	assert_int_equal(vm_object_resize(obj, 1ul << 40), ENOMEM);
	assert_int_equal(obj->vmo_size, 512);
	assert_int_equal(vm_object_resize(obj, 0), 0);
	assert_null(obj->vmo_root);
	vm_object_drop(obj);
	model_nothing_left();
}

/* exec writes into a space that is not current, across pages. */
static void
test_write(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_object *file = vm_object_alloc(VMO_FILE, 0);
	static char text[PAGE_SIZE + 100];
	vm_offset_t va = BASE;

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(vm_object_resize(file, 3), 0);
	assert_int_equal(vm_mmap(vm, &va, ptoa(3), RW, PROT_ALL,
	    MAP_PRIVATE | MAP_FIXED, file, 0), 0);
	assert_int_equal(vmspace_write(vm, va + 10, text, sizeof(text)), 0);
	assert_int_equal(model_read(vm, va + 9), 0);
	assert_int_equal(model_read(vm, va + 10), 'x');
	assert_int_equal(model_read(vm, va + 10 + sizeof(text) - 1), 'x');
	assert_int_equal(model_read(vm, va + 10 + sizeof(text)), 0);
	assert_int_equal(vmspace_zero(vm, va + 12, 1), 0);
	assert_int_equal(model_read(vm, va + 12), 0);
	assert_int_equal(vmspace_zero(vm, va + ptoa(2), PAGE_SIZE + 1),
	    EFAULT);
	assert_int_equal(vm_mprotect(vm, va, ptoa(1), PROT_READ), 0);
	assert_int_equal(vmspace_write(vm, va, text, 1), EFAULT);
	vmspace_drop(vm);
	vm_object_drop(file);
	model_nothing_left();
}

/* The root stays while an exiting process may still run on it (7.2). */
static void
test_two_stage_end(void **state)
{
	struct vmspace *vm = vmspace_alloc();

	(void)state;
	map_anon(vm, 0, 2, MAP_PRIVATE);
	vmspace_ref(vm);
	vmspace_exit_begin(vm);
	assert_int_equal(vm->vm_map.map_nentries, 1);
	vmspace_exit_begin(vm);
	assert_int_equal(vm->vm_map.map_nentries, 0);
	assert_int_equal(vm->vm_charge, 1);
	vmspace_exit_end(vm);
	assert_false(LIST_EMPTY(&vmspace_list));
	vmspace_exit_end(vm);
	model_nothing_left();
}

static void
test_refusals(void **state)
{
	struct vmspace *vm = vmspace_alloc();
	vm_offset_t va;

	(void)state;
	va = BASE;
	assert_int_equal(vm_mmap(vm, &va, 0, RW, PROT_ALL, MAP_PRIVATE, NULL,
	    0), EINVAL);
	assert_int_equal(vm_mmap(vm, &va, 1ul << 63, RW, PROT_ALL,
	    MAP_PRIVATE, NULL, 0), ENOMEM);
	assert_int_equal(vm_mmap(vm, &va, 1ul << 46, RW, PROT_ALL,
	    MAP_PRIVATE, NULL, 0), ENOMEM);
	assert_int_equal(vm_mmap(vm, &va, 1ul << 40, RW, PROT_ALL,
	    MAP_SHARED, NULL, 0), ENOMEM);
	assert_int_equal(vm_mmap(vm, &va, 1, 64, PROT_ALL, MAP_PRIVATE, NULL,
	    0), EINVAL);
	va = 0;
	assert_int_equal(vm_mmap(vm, &va, 1, RW, PROT_ALL,
	    MAP_PRIVATE | MAP_FIXED, NULL, 0), EINVAL);
	va = USER_MAX;
	assert_int_equal(vm_mmap(vm, &va, 1, RW, PROT_ALL,
	    MAP_PRIVATE | MAP_FIXED, NULL, 0), EINVAL);
	va = BASE + 1;
	assert_int_equal(vm_mmap(vm, &va, 1, RW, PROT_ALL,
	    MAP_PRIVATE | MAP_FIXED, NULL, 0), EINVAL);
	assert_int_equal(vm_munmap(vm, BASE, 0), EINVAL);
	assert_int_equal(vm_munmap(vm, BASE + 1, 1), EINVAL);
	assert_int_equal(vm_munmap(vm, ~0ul & ~PAGE_MASK, 8192), EINVAL);
	assert_int_equal(vm_minherit(vm, ~0ul, 8192, 0), EINVAL);
	assert_int_equal(vm->vm_charge, 1);
	vmspace_drop(vm);
	model_nothing_left();
}

/* --------------------------------------------------------------- random */

static void
test_random(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 40; seed++) {
		model_start(seed);
		for (int i = 0; i < 1500; i++)
			model_step();
		model_end();
	}
}

static const struct CMUnitTest vm_stories[] = {
	cmocka_unit_test(test_anonymous),
	cmocka_unit_test(test_charge),
	cmocka_unit_test(test_charge_prot),
	cmocka_unit_test(test_copy_on_write),
	cmocka_unit_test(test_minherit),
	cmocka_unit_test(test_stack),
	cmocka_unit_test(test_sbrk),
	cmocka_unit_test(test_truncate),
	cmocka_unit_test(test_object_tree),
	cmocka_unit_test(test_write),
	cmocka_unit_test(test_two_stage_end),
	cmocka_unit_test(test_refusals),
	cmocka_unit_test(test_random),
};
