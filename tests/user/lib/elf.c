/*
 * elf.c -- writing a small program file.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/user/test.h"

struct elf_file {
	unsigned char e_ident[16];
	uint16_t e_type, e_machine;
	uint32_t e_version;
	uint64_t e_entry, e_phoff, e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum;
	uint16_t e_shentsize, e_shnum, e_shstrndx;

	uint32_t p_type, p_flags;
	uint64_t p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_align;
};
_Static_assert(sizeof(struct elf_file) == 64 + 56, "as in the standard");

bool
make_elf(const char *path, const void *code, size_t len)
{
	struct elf_file f;
	size_t total = sizeof(f) + len;
	bool ok;
	int fd;

	memset(&f, 0, sizeof(f));
	memcpy(f.e_ident, "\177ELF\2\1\1", 7);
	f.e_type = 2;			/* an executable ... */
	f.e_machine = 62;		/* ... for x86-64 */
	f.e_version = 1;
	f.e_entry = 0x400000 + sizeof(f);
	f.e_phoff = 64;
	f.e_ehsize = 64;
	f.e_phentsize = 56;
	f.e_phnum = 1;
	f.p_type = 1;			/* load: */
	f.p_flags = 5;			/* read, execute */
	f.p_vaddr = f.p_paddr = 0x400000;
	f.p_filesz = f.p_memsz = total;
	f.p_align = PAGE;

	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	if (fd < 0)
		return (false);
	ok = write(fd, &f, sizeof(f)) == (ssize_t)sizeof(f) &&
	    write(fd, code, len) == (ssize_t)len;
	close(fd);
	return (ok && chmod(path, 0755) == 0);
}
