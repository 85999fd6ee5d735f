/*
 * vm_model.h -- an address space as a plain list of pages, to test against.
 */
#ifndef HOST_VM_MODEL_H
#define HOST_VM_MODEL_H

/* The host's headers shall not bring types whose names the kernel uses. */
#define _ISOC11_SOURCE	1
#include "tests/host/libtest.h"

#include "kernel/abi/signal.h"
#include "tests/host/kern_host.h"
#include "tests/host/host_pmap.h"
#include "vm/vm_commit.h"
#include "vm/vm_map.h"
#include "vm/vm_mmap.h"
#include "vm/vm_object.h"

#define PROT_ALL	(PROT_READ | PROT_WRITE | PROT_EXEC)

/* What a program would see: the byte at va, or minus the signal it gets. */
int model_read(struct vmspace *vm, vm_offset_t va);
/* 0, or the signal. */
int model_write(struct vmspace *vm, vm_offset_t va, uint8_t value);

/* Memory for the tests, once. */
void model_boot(void);
/* Random operations: begin with nothing, one operation, end everything. */
void model_start(unsigned seed);
void model_step(void);
void model_end(void);

/* Every space is charged what its map says, and the sum is what is promised. */
void model_check_charges(void);
/* vm_check(), where there are trees to check: the number of faults. */
int model_vm_check(void);
/* No space, no object, no page is in use. */
void model_nothing_left(void);

#endif
