/*
 * multiboot2.c -- what GRUB tells: a list of tags.
 *
 * Layout by the Multiboot2 Specification 2.0, section 3.6.  Each tag is
 * copied into a structure of its own before it is looked at.
 */
#include "boot/bootinfo.h"

#include "lib/bits.h"
#include "lib/string.h"

#define TAG_END		0
#define TAG_CMDLINE	1
#define TAG_MODULE	3
#define TAG_MMAP	6
#define TAG_FRAMEBUFFER	8

#define INFO_MAX	(1u << 20)	/* nobody has that much to say */
#define FB_RGB		1

struct mb2_info {
	uint32_t size, reserved;
};

struct mb2_tag {
	uint32_t type, size;		/* size: with this header */
};

struct mb2_module {
	uint32_t start, end;
};

struct mb2_mmap {
	uint32_t entry_size, version;
};

struct mb2_mmap_entry {
	uint64_t start, len;
	uint32_t type, reserved;
};

struct mb2_framebuffer {
	uint64_t addr;
	uint32_t pitch, width, height;
	uint8_t bpp, type;
	uint16_t reserved;
	uint8_t red_pos, red_size, green_pos, green_size, blue_pos, blue_size;
} __attribute__((packed));

/* Copy len bytes at pa; false if they do not lie before limit. */
static bool
fetch(void *to, uint64_t pa, size_t len, uint64_t limit, boot_read_t read)
{
	const void *from;

	if (pa + len > limit || (from = read(pa, len)) == NULL)
		return (false);
	memcpy(to, from, len);
	return (true);
}

static void
parse_mmap(struct bootinfo *bi, uint64_t pa, uint64_t end, boot_read_t read)
{
	struct mb2_mmap head;
	struct mb2_mmap_entry entry;

	if (!fetch(&head, pa, sizeof(head), end, read) ||
	    head.entry_size < sizeof(entry) || head.entry_size > 256)
		return;
	pa += sizeof(head);
	for (; fetch(&entry, pa, sizeof(entry), end, read);
	    pa += head.entry_size)
		bootinfo_add_memory(bi, entry.start, entry.len, entry.type);
}

static void
parse_framebuffer(struct bootinfo *bi, uint64_t pa, uint64_t end,
    boot_read_t read)
{
	struct boot_screen *bs = &bi->bi_screen;
	struct mb2_framebuffer fb;

	if (!fetch(&fb, pa, sizeof(fb), end, read) || fb.type != FB_RGB)
		return;			/* text is where it always is */
	bs->bs_addr = fb.addr;
	bs->bs_pitch = fb.pitch;
	bs->bs_width = fb.width;
	bs->bs_height = fb.height;
	bs->bs_bpp = fb.bpp;
	bs->bs_red_pos = fb.red_pos;
	bs->bs_red_size = fb.red_size;
	bs->bs_green_pos = fb.green_pos;
	bs->bs_green_size = fb.green_size;
	bs->bs_blue_pos = fb.blue_pos;
	bs->bs_blue_size = fb.blue_size;
	bs->bs_present = true;
}

/* One tag, whose contents are [pa, end). */
static void
parse_tag(struct bootinfo *bi, uint32_t type, uint64_t pa, uint64_t end,
    boot_read_t read)
{
	struct mb2_module module;

	switch (type) {
	case TAG_CMDLINE:
		bootinfo_set_cmdline(bi, pa, end - pa, read);
		break;
	case TAG_MODULE:
		if (fetch(&module, pa, sizeof(module), end, read))
			bootinfo_add_module(bi, module.start, module.end);
		break;
	case TAG_MMAP:
		parse_mmap(bi, pa, end, read);
		break;
	case TAG_FRAMEBUFFER:
		parse_framebuffer(bi, pa, end, read);
		break;
	}
}

void
multiboot2_parse(struct bootinfo *bi, uint64_t info, boot_read_t read)
{
	struct mb2_info head;
	struct mb2_tag tag;
	uint64_t end, pa = info + sizeof(head);

	if (!fetch(&head, info, sizeof(head), UINT64_MAX, read) ||
	    head.size < sizeof(head) || head.size > INFO_MAX) {
		bi->bi_error = "damaged multiboot2 information";
		return;
	}
	end = info + head.size;
	while (fetch(&tag, pa, sizeof(tag), end, read)) {
		if (tag.type == TAG_END || tag.size < sizeof(tag) ||
		    tag.size > end - pa)
			return;
		parse_tag(bi, tag.type, pa + sizeof(tag), pa + tag.size, read);
		pa += roundup2((uint64_t)tag.size, 8ul);
	}
}
