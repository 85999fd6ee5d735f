/*
 * pit.c -- the interval timer ticks; the cycle counter tells the time
 * between two ticks.
 *
 * Time since boot is the ticks counted plus what the cycle counter says went
 * by since the last one, cut to less than a tick.  So time never runs
 * backwards and agrees with sleeps, which are counted in ticks, whatever the
 * error of the calibration.
 *
 *   tsc_calibrate     how fast the cycle counter is
 *   cpu_start_clock   interrupts from now on
 *   clock_tick        one came
 *   cpu_nanouptime, cpu_cycles_since_boot
 */
#include "arch/x86_64/clock.h"
#include "arch/x86_64/pic.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"

#define PIT_HZ		1193182
#define PIT_COUNTER0	0x40		/* wired to IRQ 0 */
#define PIT_COUNTER2	0x42		/* wired to the speaker */
#define PIT_MODE	0x43
#define MODE_RATE	0x34		/* counter 0, two bytes, mode 2 */
#define MODE_ONESHOT	0xb0		/* counter 2, two bytes, mode 0 */
#define LATCH2		0x80
#define SPEAKER		0x61
#define SPEAKER_GATE	0x01		/* counter 2 counts */
#define SPEAKER_SOUND	0x02

#define CALIBRATE_COUNTS 240		/* 0.2 ms, done three times */
#define NSEC		1000000000ul

extern const uint64_t boot_tsc;		/* boot/entry.asm */

/* Nanoseconds for each 2^32 cycles. */
static uint64_t nsec_scale = 1ul << 32;

/* Written by clock_tick, interrupts off. */
static uint64_t tick_nsec;		/* length of a tick; 0: not started */
static uint64_t last_nsec;		/* time at the last tick */
static uint64_t last_tsc;

static uint16_t
counter2_read(void)
{
	uint8_t low, high;

	outb(PIT_MODE, LATCH2);
	low = inb(PIT_COUNTER2);
	high = inb(PIT_COUNTER2);
	return ((uint16_t)(high << 8 | low));
}

/* Cycles in 2^16 counts of the timer, measured once; 0 if it stands still. */
static uint64_t
measure(void)
{
	uint16_t first, now;
	uint64_t begin, end;
	int tries = 0;

	outb(PIT_MODE, MODE_ONESHOT);
	outb(PIT_COUNTER2, 0xff);
	outb(PIT_COUNTER2, 0xff);
	first = counter2_read();
	begin = rdtsc();
	do {
		now = counter2_read();
		end = rdtsc();
		if (++tries > 10000)
			return (0);
	} while ((uint16_t)(first - now) < CALIBRATE_COUNTS);
	return (((end - begin) << 16) / (uint16_t)(first - now));
}

/*
 * The smallest of three: whatever disturbs a measurement (a host that runs
 * something else) makes it longer.
 */
void
tsc_calibrate(void)
{
	uint64_t best = 0, cycles;

	outb(SPEAKER, (uint8_t)((inb(SPEAKER) & ~SPEAKER_SOUND) |
	    SPEAKER_GATE));
	for (int i = 0; i < 3; i++) {
		cycles = measure();
		if (cycles != 0 && (best == 0 || cycles < best))
			best = cycles;
	}
	if (best == 0)
		return;			/* a tick is all we can tell then */
	/* 2^16 counts take 2^16 * NSEC / PIT_HZ nanoseconds. */
	nsec_scale = ((NSEC << 16) / PIT_HZ << 32) / best;
}

void
cpu_start_clock(int hz)
{
	unsigned int divisor = (PIT_HZ + (unsigned int)hz / 2) /
	    (unsigned int)hz;

	outb(PIT_MODE, MODE_RATE);
	outb(PIT_COUNTER0, (uint8_t)divisor);
	outb(PIT_COUNTER0, (uint8_t)(divisor >> 8));
	last_nsec = cpu_nanouptime();
	last_tsc = rdtsc();
	tick_nsec = NSEC / (unsigned int)hz;
	pic_unmask(IRQ_CLOCK);
}

void
clock_tick(void)
{
	last_nsec += tick_nsec;
	last_tsc = rdtsc();
}

uint64_t
cpu_cycles_since_boot(void)
{
	return (rdtsc() - boot_tsc);
}

uint64_t
cpu_nanouptime(void)
{
	bool on = cpu_intr_enabled();
	uint64_t cycles, nsec;

	cpu_disable_intr();
	cycles = rdtsc() - last_tsc;
	nsec = (uint64_t)(((unsigned __int128)cycles * nsec_scale) >> 32);
	if (tick_nsec != 0 && nsec >= tick_nsec)
		nsec = tick_nsec - 1;
	nsec += last_nsec;
	if (on)
		cpu_enable_intr();
	return (nsec);
}
