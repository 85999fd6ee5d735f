/*
 * T-7.16: the stories of vm_stories.h over the real page-table trees, with
 * a machine that remembers translations (tree_mmu.c), and vm_check().
 *
 * sources: vm/vm_map.c vm/vm_map_ops.c vm/vm_object.c vm/vm_fault.c
 * sources: vm/vm_minherit.c vm/vm_mmap.c vm/vm_write.c vm/vmspace.c
 * sources: vm/vm_commit.c vm/vm_page.c
 * sources: vm/vm_check.c
 * sources: arch/x86_64/pmap_tree.c arch/x86_64/pmap_root.c
 * sources: arch/x86_64/pmap_range.c
 * sources: arch/x86_64/pmap_check.c
 * sources: tests/host/kern_host.c tests/host/vm_model.c
 * sources: tests/host/tree_mmu.c
 */
#include "tests/host/vm_stories.h"

int
model_vm_check(void)
{
	return (vm_check(kprintf));
}

int
main(void)
{
	model_boot();
	return (cmocka_run_group_tests(vm_stories, NULL, NULL));
}
