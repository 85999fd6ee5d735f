/*
 * cpu.h -- what kind of cpu this is, and what was switched on.
 */
#ifndef ARCH_X86_64_CPU_H
#define ARCH_X86_64_CPU_H

#include <stdbool.h>
#include <stdint.h>

struct pcb;

/* One byte each: the entry code and copyio look at them. */
extern bool cpu_has_smap;		/* stac and clac exist and matter */
extern bool cpu_has_pge;		/* global pages */

/*
 * cpu_init: switch on what protects us and what programs need.
 *
 * => panics if the cpu is too old to run us; the console must be up
 */
void cpu_init(void);
/*
 * cpu_load_user_bases: the FS and GS bases of pcb into the machine, if pcb is
 * that of the running thread; otherwise the next switch to it does so.
 */
void cpu_load_user_bases(struct pcb *pcb);
/* The features that are in use, in words, for the boot message. */
const char *cpu_feature_text(void);

#endif
