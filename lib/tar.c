/*
 * lib/tar.c -- reading ustar archives.
 *
 *   tar_next    the next file of an archive
 *   tar_octal   a number of a header
 *
 * Nothing in an archive is believed: sums, digits and sizes are checked
 * before they are used.
 */
#include <stdbool.h>

#include "lib/bits.h"
#include "lib/string.h"
#include "lib/tar.h"

int
tar_octal(const char *field, size_t len, uint64_t *value)
{
	size_t i = 0;
	uint64_t n = 0;
	size_t digits = 0;

	while (i < len && field[i] == ' ')
		i++;
	for (; i < len && field[i] >= '0' && field[i] <= '7'; i++) {
		if (n >> 61 != 0)
			return (-1);
		n = n << 3 | (uint64_t)(field[i] - '0');
		digits++;
	}
	if (digits == 0 || (i < len && field[i] != '\0' && field[i] != ' '))
		return (-1);
	*value = n;
	return (0);
}

static bool
octal32(const char *field, size_t len, uint32_t *value)
{
	uint64_t n;

	if (tar_octal(field, len, &n) != 0 || n > UINT32_MAX)
		return (false);
	*value = (uint32_t)n;
	return (true);
}

static bool
zero_block(const unsigned char *block)
{
	size_t i;

	for (i = 0; i < TAR_BLOCK; i++) {
		if (block[i] != 0)
			return (false);
	}
	return (true);
}

/* The checksum counts its own field as eight blanks. */
static bool
sum_is_right(const struct tar_header *th)
{
	const unsigned char *p = (const unsigned char *)th;
	size_t first = offsetof(struct tar_header, th_chksum);
	size_t end = first + sizeof(th->th_chksum);
	uint64_t sum = 0, told;
	size_t i;

	for (i = 0; i < TAR_BLOCK; i++)
		sum += i >= first && i < end ? ' ' : p[i];
	return (tar_octal(th->th_chksum, sizeof(th->th_chksum), &told) == 0 &&
	    sum == told);
}

/* Copy a field that need not end in NUL; returns the length. */
static size_t
copy_field(char *to, const char *field, size_t len)
{
	len = strnlen(field, len);
	memcpy(to, field, len);
	to[len] = '\0';
	return (len);
}

/* "./bin/sh" and "/bin/sh" and "bin/sh/" are all bin/sh. */
static void
strip_name(char *name)
{
	char *start = name;
	size_t len;

	for (;;) {
		if (start[0] == '/')
			start++;
		else if (start[0] == '.' && start[1] == '/')
			start += 2;
		else
			break;
	}
	len = strlen(start);
	while (len > 0 && start[len - 1] == '/')
		len--;
	memmove(name, start, len);
	name[len] = '\0';
	if (strcmp(name, ".") == 0)
		name[0] = '\0';
}

static bool
parse_header(const struct tar_header *th, struct tar_entry *te)
{
	size_t len = 0;

	if (memcmp(th->th_magic, "ustar", 5) != 0 || !sum_is_right(th))
		return (false);
	if (th->th_prefix[0] != '\0') {
		len = copy_field(te->te_name, th->th_prefix,
		    sizeof(th->th_prefix));
		te->te_name[len++] = '/';
	}
	copy_field(te->te_name + len, th->th_name, sizeof(th->th_name));
	strip_name(te->te_name);
	copy_field(te->te_link, th->th_linkname, sizeof(th->th_linkname));
	strip_name(te->te_link);
	te->te_type = th->th_typeflag;
	if (te->te_type == TAR_OLDFILE)
		te->te_type = TAR_FILE;
	return (octal32(th->th_mode, sizeof(th->th_mode), &te->te_mode) &&
	    octal32(th->th_uid, sizeof(th->th_uid), &te->te_uid) &&
	    octal32(th->th_gid, sizeof(th->th_gid), &te->te_gid) &&
	    tar_octal(th->th_size, sizeof(th->th_size), &te->te_size) == 0 &&
	    tar_octal(th->th_mtime, sizeof(th->th_mtime),
	    &te->te_mtime) == 0);
}

int
tar_next(const void *archive, size_t size, size_t *offset,
    struct tar_entry *te)
{
	const unsigned char *base = archive;
	size_t at = *offset;
	size_t left;

	for (;;) {
		/* A cut block at the end is padding of the boot loader. */
		if (at > size || size - at < TAR_BLOCK)
			return (0);
		if (zero_block(base + at)) {
			at += TAR_BLOCK;
			continue;
		}
		*offset = at;
		if (!parse_header((const void *)(base + at), te))
			return (-1);
		at += TAR_BLOCK;
		left = size - at;
		if (te->te_size > left)
			return (-1);
		te->te_data = base + at;
		at += min(left, (size_t)roundup2(te->te_size,
		    (uint64_t)TAR_BLOCK));
		if (te->te_type != TAR_PAX && te->te_type != TAR_PAXGLOBAL)
			break;
	}
	*offset = at;
	return (1);
}
