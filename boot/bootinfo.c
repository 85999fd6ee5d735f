/*
 * bootinfo.c -- one description of the machine, whoever booted us.
 *
 *   bootinfo_parse     pick the parser, then put the memory map in order
 *   bootinfo_exclude   this piece of RAM is taken
 *   bootinfo_ram       how much is left
 *
 * The parsers are in multiboot2.c and pvh.c.
 */
#include "boot/bootinfo.h"

#include "lib/bits.h"
#include "lib/string.h"

void
bootinfo_add_memory(struct bootinfo *bi, uint64_t start, uint64_t len,
    uint32_t type)
{
	struct boot_range *list = type == 1 ? bi->bi_ranges : bi->bi_reserved;
	int *count = type == 1 ? &bi->bi_nranges : &bi->bi_nreserved;
	uint64_t end = start + len;

	if (end < start || end > BOOT_PHYS_MAX)
		end = BOOT_PHYS_MAX;
	if (type == 1) {		/* only whole pages are of use */
		start = roundup2(start, BOOT_PAGE);
		end = rounddown2(end, BOOT_PAGE);
	}
	if (start >= end)
		return;
	if (*count == BOOT_MAXRANGES) {
		bi->bi_nlost++;
		return;
	}
	list[*count] = (struct boot_range){ start, end };
	(*count)++;
}

void
bootinfo_add_module(struct bootinfo *bi, uint64_t start, uint64_t end)
{
	if (end <= start || end > BOOT_PHYS_MAX ||
	    bi->bi_nmodules == BOOT_MAXMODULES)
		return;
	bi->bi_modules[bi->bi_nmodules++] = (struct boot_range){ start, end };
}

void
bootinfo_set_cmdline(struct bootinfo *bi, uint64_t pa, size_t max,
    boot_read_t read)
{
	const char *byte;
	size_t i;

	for (i = 0; i < max && i < sizeof(bi->bi_cmdline) - 1; i++) {
		byte = read(pa + i, 1);
		if (byte == NULL || *byte == '\0')
			break;
		bi->bi_cmdline[i] = *byte;
	}
	bi->bi_cmdline[i] = '\0';
}

/* Ascending by start; the lists are short. */
static void
ranges_sort(struct boot_range *list, int count)
{
	for (int i = 1; i < count; i++) {
		struct boot_range r = list[i];
		int j = i;

		for (; j > 0 && list[j - 1].br_start > r.br_start; j--)
			list[j] = list[j - 1];
		list[j] = r;
	}
}

/* Sorted ranges that touch or overlap become one. */
static int
ranges_merge(struct boot_range *list, int count)
{
	int last = 0;

	if (count == 0)
		return (0);
	for (int i = 1; i < count; i++) {
		if (list[i].br_start > list[last].br_end)
			list[++last] = list[i];
		else
			list[last].br_end = max(list[last].br_end,
			    list[i].br_end);
	}
	return (last + 1);
}

static void
range_delete(struct bootinfo *bi, int i)
{
	bi->bi_nranges--;
	memmove(&bi->bi_ranges[i], &bi->bi_ranges[i + 1],
	    (size_t)(bi->bi_nranges - i) * sizeof(bi->bi_ranges[0]));
}

/* Room for one more range at i; false if the list is full. */
static bool
range_insert(struct bootinfo *bi, int i, struct boot_range r)
{
	if (bi->bi_nranges == BOOT_MAXRANGES) {
		bi->bi_nlost++;
		return (false);
	}
	memmove(&bi->bi_ranges[i + 1], &bi->bi_ranges[i],
	    (size_t)(bi->bi_nranges - i) * sizeof(bi->bi_ranges[0]));
	bi->bi_ranges[i] = r;
	bi->bi_nranges++;
	return (true);
}

void
bootinfo_exclude(struct bootinfo *bi, uint64_t start, uint64_t end)
{
	start = rounddown2(start, BOOT_PAGE);
	end = roundup2(end, BOOT_PAGE);
	for (int i = bi->bi_nranges - 1; i >= 0; i--) {
		struct boot_range r = bi->bi_ranges[i];

		if (r.br_end <= start || r.br_start >= end)
			continue;
		range_delete(bi, i);
		if (r.br_end > end)
			range_insert(bi, i,
			    (struct boot_range){ end, r.br_end });
		if (r.br_start < start)
			range_insert(bi, i,
			    (struct boot_range){ r.br_start, start });
	}
}

uint64_t
bootinfo_ram(const struct bootinfo *bi)
{
	uint64_t sum = 0;

	for (int i = 0; i < bi->bi_nranges; i++)
		sum += bi->bi_ranges[i].br_end - bi->bi_ranges[i].br_start;
	return (sum);
}

void
bootinfo_parse(struct bootinfo *bi, uint32_t magic, uint64_t info,
    boot_read_t read)
{
	memset(bi, 0, sizeof(*bi));
	if (magic == BOOT_MAGIC_MULTIBOOT2) {
		bi->bi_protocol = "multiboot2";
		multiboot2_parse(bi, info, read);
	} else if (magic == BOOT_MAGIC_PVH) {
		bi->bi_protocol = "PVH";
		pvh_parse(bi, info, read);
	} else {
		bi->bi_protocol = "unknown";
		bi->bi_error = "not started by a multiboot2 or PVH loader";
	}
	ranges_sort(bi->bi_ranges, bi->bi_nranges);
	bi->bi_nranges = ranges_merge(bi->bi_ranges, bi->bi_nranges);
	for (int i = 0; i < bi->bi_nreserved; i++)
		bootinfo_exclude(bi, bi->bi_reserved[i].br_start,
		    bi->bi_reserved[i].br_end);
	if (bi->bi_error == NULL && bi->bi_nranges == 0)
		bi->bi_error = "the boot loader told of no memory";
}
