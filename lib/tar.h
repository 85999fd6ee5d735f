/*
 * lib/tar.h -- reading ustar archives, the form our root file system is
 * delivered in.
 *
 * An archive is a row of 512-byte blocks: per file one header, then its
 * contents rounded up to whole blocks.  Two blocks of zeros end it; several
 * archives one after the other are read as one.
 */
#ifndef LIB_TAR_H
#define LIB_TAR_H

#include <stddef.h>
#include <stdint.h>

#define TAR_BLOCK	512

/* The header: numbers are octal digits as text. */
struct tar_header {
	char th_name[100];
	char th_mode[8];
	char th_uid[8];
	char th_gid[8];
	char th_size[12];
	char th_mtime[12];
	char th_chksum[8];		/* sum of all bytes, this field blank */
	char th_typeflag;		/* TAR_* */
	char th_linkname[100];
	char th_magic[6];		/* "ustar" */
	char th_version[2];
	char th_uname[32];
	char th_gname[32];
	char th_devmajor[8];
	char th_devminor[8];
	char th_prefix[155];		/* comes before th_name, with a '/' */
	char th_pad[12];
};
_Static_assert(sizeof(struct tar_header) == TAR_BLOCK, "one block");

#define TAR_FILE	'0'
#define TAR_OLDFILE	'\0'
#define TAR_LINK	'1'
#define TAR_SYMLINK	'2'
#define TAR_DIR		'5'
#define TAR_PAX		'x'		/* attributes of the next file */
#define TAR_PAXGLOBAL	'g'

#define TAR_NAMEMAX	(155 + 1 + 100 + 1)

/* One file of an archive, checked and in numbers. */
struct tar_entry {
	char te_name[TAR_NAMEMAX];	/* no '/' or "./" first, no '/' last */
	char te_link[100 + 1];		/* what a TAR_LINK links to */
	char te_type;			/* TAR_*; TAR_FILE for both kinds */
	uint32_t te_mode;		/* permission bits */
	uint32_t te_uid;
	uint32_t te_gid;
	uint64_t te_size;
	uint64_t te_mtime;
	const void *te_data;		/* te_size bytes inside the archive */
};

/*
 * tar_next: read the entry at *offset of an archive of size bytes, and move
 * *offset behind it.
 *
 * => 1: an entry; 0: the end; -1: damaged at *offset, which stays
 * => te_data lies inside the archive, and so does all of te_size
 * => blocks of zeros and pax attributes are skipped
 */
int tar_next(const void *archive, size_t size, size_t *offset,
    struct tar_entry *te);

/*
 * tar_octal: the number in a header field: blanks, octal digits, then NUL
 * or a blank or the field's end.
 *
 * => 0, or -1 if it is anything else or too large
 */
int tar_octal(const char *field, size_t len, uint64_t *value);

#endif
