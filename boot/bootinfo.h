/*
 * bootinfo.h -- what a boot loader tells a kernel, whichever loader it was.
 *
 * Multiboot2 (GRUB) and PVH (qemu -kernel) say the same things in different
 * structures; both are copied into one struct bootinfo at once, because the
 * originals lie in memory that is about to be handed out.
 *
 * All addresses here are physical.  Nothing a loader says is believed
 * without a look: lists end, texts are cut, ranges are sorted and clipped.
 */
#ifndef BOOT_BOOTINFO_H
#define BOOT_BOOTINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOOT_MAGIC_MULTIBOOT2	0x36d76289u
#define BOOT_MAGIC_PVH		0x336ec578u	/* boot/entry.asm sets it */

#define BOOT_MAXRANGES		64
#define BOOT_MAXMODULES		8
#define BOOT_PAGE		4096ul
#define BOOT_PHYS_MAX		(1ull << 46)	/* what a direct map can hold */

struct boot_range {
	uint64_t br_start, br_end;	/* [start, end) */
};

/* Memory a picture can be drawn in: 8 to 32 bits for each point. */
struct boot_screen {
	uint64_t bs_addr;
	uint32_t bs_pitch;		/* bytes from one line to the next */
	uint32_t bs_width, bs_height;	/* points */
	uint8_t bs_bpp;
	uint8_t bs_red_pos, bs_red_size; /* bits of a point */
	uint8_t bs_green_pos, bs_green_size;
	uint8_t bs_blue_pos, bs_blue_size;
	bool bs_present;
};

struct bootinfo {
	char bi_cmdline[1024];
	const char *bi_protocol;	/* "multiboot2", "PVH" */
	const char *bi_error;		/* why nothing else is valid, or NULL */

	/* RAM, page aligned, ascending, without overlaps. */
	struct boot_range bi_ranges[BOOT_MAXRANGES];
	int bi_nranges;
	int bi_nlost;			/* ranges there was no room for */
	/* What firmware keeps to itself: taken out of bi_ranges. */
	struct boot_range bi_reserved[BOOT_MAXRANGES];
	int bi_nreserved;

	struct boot_range bi_modules[BOOT_MAXMODULES];
	int bi_nmodules;

	struct boot_screen bi_screen;
};

/*
 * How the parsers read physical memory: a pointer to len bytes at pa, or
 * NULL if they cannot be read.
 */
typedef const void *(*boot_read_t)(uint64_t pa, size_t len);

/*
 * bootinfo_parse: fill bi from what the loader with that magic left at info.
 *
 * => bi_error says why if it is no use
 */
void bootinfo_parse(struct bootinfo *bi, uint32_t magic, uint64_t info,
    boot_read_t read);
/* Take [start, end) out of the RAM that may be handed out. */
void bootinfo_exclude(struct bootinfo *bi, uint64_t start, uint64_t end);
/* Bytes of RAM in all ranges. */
uint64_t bootinfo_ram(const struct bootinfo *bi);

/* ------------------------------------------------- for the two parsers */

void multiboot2_parse(struct bootinfo *bi, uint64_t info, boot_read_t read);
void pvh_parse(struct bootinfo *bi, uint64_t info, boot_read_t read);
/* One line of a memory map; type 1 is RAM, all else is not. */
void bootinfo_add_memory(struct bootinfo *bi, uint64_t start, uint64_t len,
    uint32_t type);
void bootinfo_add_module(struct bootinfo *bi, uint64_t start, uint64_t end);
/* The command line, read byte by byte until NUL or max bytes. */
void bootinfo_set_cmdline(struct bootinfo *bi, uint64_t pa, size_t max,
    boot_read_t read);

#endif
