/*
 * pvh.c -- what qemu -kernel tells: one structure and two lists.
 *
 * Layout by the PVH boot protocol (hvm_start_info).
 */
#include "boot/bootinfo.h"

#include "lib/string.h"

#define LIST_MAX	1024		/* entries of a list we look at */

struct pvh_start_info {
	uint32_t magic, version, flags, nmodules;
	uint64_t modules, cmdline, rsdp;
	/* from version 1 on */
	uint64_t memmap;
	uint32_t nmemmap, reserved;
};

struct pvh_module {
	uint64_t start, size, cmdline, reserved;
};

struct pvh_memmap {
	uint64_t start, len;
	uint32_t type, reserved;
};

static bool
fetch(void *to, uint64_t pa, size_t len, boot_read_t read)
{
	const void *from = read(pa, len);

	if (from == NULL)
		return (false);
	memcpy(to, from, len);
	return (true);
}

void
pvh_parse(struct bootinfo *bi, uint64_t info, boot_read_t read)
{
	struct pvh_start_info si;
	struct pvh_module module;
	struct pvh_memmap range;

	if (!fetch(&si, info, sizeof(si), read) ||
	    si.magic != BOOT_MAGIC_PVH || si.version < 1) {
		bi->bi_error = "damaged or old PVH information";
		return;
	}
	if (si.cmdline != 0)
		bootinfo_set_cmdline(bi, si.cmdline, SIZE_MAX, read);
	for (uint32_t i = 0; i < si.nmodules && i < LIST_MAX; i++) {
		if (!fetch(&module, si.modules + i * sizeof(module),
		    sizeof(module), read))
			break;
		if (module.start + module.size > module.start)
			bootinfo_add_module(bi, module.start,
			    module.start + module.size);
	}
	for (uint32_t i = 0; i < si.nmemmap && i < LIST_MAX; i++) {
		if (!fetch(&range, si.memmap + i * sizeof(range),
		    sizeof(range), read))
			break;
		bootinfo_add_memory(bi, range.start, range.len, range.type);
	}
}
