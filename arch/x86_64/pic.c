/*
 * pic.c -- the two 8259 interrupt controllers.
 *
 *   pic_init, pic_unmask
 *   pic_interrupt          from trap()
 */
#include "arch/x86_64/pic.h"

#include "arch/x86_64/clock.h"
#include "arch/x86_64/regs.h"
#include "arch/x86_64/trap.h"
#include "kernel/machdep.h"

#define PIC1		0x20
#define PIC2		0xa0
#define PIC_DATA	1		/* port of the mask */
#define ICW1_INIT	0x11
#define ICW4_8086	0x01
#define OCW2_EOI	0x20
#define OCW3_READ_ISR	0x0b

static void
pic_start(uint16_t pic, uint8_t vector, uint8_t wiring)
{
	outb(pic, ICW1_INIT);
	outb(pic + PIC_DATA, vector);
	outb(pic + PIC_DATA, wiring);
	outb(pic + PIC_DATA, ICW4_8086);
	outb(pic + PIC_DATA, 0xff);
}

void
pic_init(void)
{
	pic_start(PIC1, T_IRQ0, 1 << IRQ_CASCADE);
	pic_start(PIC2, T_IRQ0 + 8, IRQ_CASCADE);
	pic_unmask(IRQ_CASCADE);
}

void
pic_unmask(int irq)
{
	uint16_t port = (irq < 8 ? PIC1 : PIC2) + PIC_DATA;

	outb(port, (uint8_t)(inb(port) & ~(1 << (irq & 7))));
}

/*
 * A line that let go before we asked leaves an interrupt 7 that is not in
 * service.  It must not be acknowledged: that would end somebody else's.
 */
static bool
pic_spurious(int irq)
{
	uint16_t pic = irq < 8 ? PIC1 : PIC2;

	if ((irq & 7) != 7)
		return (false);
	outb(pic, OCW3_READ_ISR);
	if (inb(pic) & 0x80)
		return (false);
	if (irq >= 8)
		outb(PIC1, OCW2_EOI);	/* the cascade was real */
	return (true);
}

void
pic_interrupt(int irq, bool user)
{
	if (pic_spurious(irq))
		return;
	if (irq >= 8)
		outb(PIC2, OCW2_EOI);
	outb(PIC1, OCW2_EOI);
	if (irq == IRQ_CLOCK)
		clock_tick();
	kstat_add(V_INTR, 1);
	intr_dispatch(irq, user);
}
