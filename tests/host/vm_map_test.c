/*
 * The address map, its objects and its faults, over the plainest page table
 * there can be.
 *
 * sources: vm/vm_map.c vm/vm_map_ops.c vm/vm_object.c vm/vm_fault.c
 * sources: vm/vm_minherit.c vm/vm_mmap.c vm/vm_write.c vm/vmspace.c
 * sources: vm/vm_commit.c vm/vm_page.c
 * sources: tests/host/kern_host.c tests/host/vm_model.c
 * sources: tests/host/fake_pmap.c
 */
#include "tests/host/vm_stories.h"

int
model_vm_check(void)
{
	return (0);
}

int
main(void)
{
	model_boot();
	return (cmocka_run_group_tests(vm_stories, NULL, NULL));
}
