/*
 * lib/elf.h -- the ELF64 file format, as far as we read it.
 *
 * execve reads file and program headers; the kernel finds its own symbols
 * by section headers.  The names of types and constants are the format's.
 */
#ifndef LIB_ELF_H
#define LIB_ELF_H

#include <stdint.h>

#define EI_NIDENT	16
#define EI_CLASS	4		/* indices into e_ident */
#define EI_DATA		5
#define EI_VERSION	6
#define EI_OSABI	7

#define ELFMAG		"\177ELF"
#define SELFMAG		4
#define ELFCLASS64	2
#define ELFDATA2LSB	1		/* little-endian */
#define EV_CURRENT	1

#define ET_REL		1
#define ET_EXEC		2
#define ET_DYN		3
#define EM_X86_64	62

typedef struct {
	unsigned char e_ident[EI_NIDENT];
	uint16_t e_type;		/* ET_* */
	uint16_t e_machine;		/* EM_* */
	uint32_t e_version;
	uint64_t e_entry;		/* where the program starts */
	uint64_t e_phoff;		/* program headers, in the file */
	uint64_t e_shoff;		/* section headers */
	uint32_t e_flags;
	uint16_t e_ehsize;
	uint16_t e_phentsize;
	uint16_t e_phnum;
	uint16_t e_shentsize;
	uint16_t e_shnum;
	uint16_t e_shstrndx;
} Elf64_Ehdr;

#define PT_NULL		0
#define PT_LOAD		1		/* bring into memory */
#define PT_DYNAMIC	2
#define PT_INTERP	3
#define PT_NOTE		4
#define PT_PHDR		6
#define PT_TLS		7

#define PF_X		1
#define PF_W		2
#define PF_R		4

typedef struct {
	uint32_t p_type;		/* PT_* */
	uint32_t p_flags;		/* PF_* */
	uint64_t p_offset;		/* in the file */
	uint64_t p_vaddr;		/* in memory */
	uint64_t p_paddr;
	uint64_t p_filesz;
	uint64_t p_memsz;		/* what exceeds p_filesz is zero */
	uint64_t p_align;
} Elf64_Phdr;

#define SHT_SYMTAB	2
#define SHT_STRTAB	3

typedef struct {
	uint32_t sh_name;
	uint32_t sh_type;		/* SHT_* */
	uint64_t sh_flags;
	uint64_t sh_addr;
	uint64_t sh_offset;
	uint64_t sh_size;
	uint32_t sh_link;
	uint32_t sh_info;
	uint64_t sh_addralign;
	uint64_t sh_entsize;
} Elf64_Shdr;

#define STT_FUNC	2
#define ELF64_ST_TYPE(info)	((info) & 0xf)

typedef struct {
	uint32_t st_name;
	uint8_t st_info;
	uint8_t st_other;
	uint16_t st_shndx;
	uint64_t st_value;
	uint64_t st_size;
} Elf64_Sym;

/* The auxiliary vector behind a program's environment: type and value. */
#define AT_NULL		0
#define AT_PHDR		3		/* program headers in memory */
#define AT_PHENT	4
#define AT_PHNUM	5
#define AT_PAGESZ	6
#define AT_ENTRY	9

_Static_assert(sizeof(Elf64_Ehdr) == 64, "as the format says");
_Static_assert(sizeof(Elf64_Phdr) == 56, "as the format says");
_Static_assert(sizeof(Elf64_Shdr) == 64, "as the format says");
_Static_assert(sizeof(Elf64_Sym) == 24, "as the format says");

#endif
