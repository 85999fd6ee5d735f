/*
 * pic.h -- the two interrupt controllers of the PC, 8 lines each.
 */
#ifndef ARCH_X86_64_PIC_H
#define ARCH_X86_64_PIC_H

#include <stdbool.h>

#define IRQ_CLOCK	0
#define IRQ_KEYBOARD	1
#define IRQ_CASCADE	2		/* where the second one is wired in */
#define IRQ_COM1	4

/* All lines off, interrupts at vectors T_IRQ0 on. */
void pic_init(void);
void pic_unmask(int irq);
/* Line irq asked: acknowledge it and hand it to kernel/. */
void pic_interrupt(int irq, bool user);

#endif
