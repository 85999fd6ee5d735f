/*
 * exec_elf.c -- static ELF64 programs.
 *
 * Nothing in the file is believed: every number is checked against the
 * file's size, the user's part of the address space and its neighbours
 * before anything is mapped.  Whatever is odd is ENOEXEC.
 */
#include "kernel/exec.h"
#include "kernel/vnode.h"
#include "lib/elf.h"
#include "vm/vm_write.h"

#define ELF_PHNUM_MAX	16

/* [start, end) with start + len that did not wrap, inside the user's part. */
static bool
user_range_ok(uint64_t start, uint64_t len)
{
	return (start >= USER_MIN && start < USER_HEAP_START &&
	    len <= USER_HEAP_START - start);
}

static bool
elf_header_ok(const Elf64_Ehdr *eh, uint64_t size)
{
	return (memcmp(eh->e_ident, ELFMAG, SELFMAG) == 0 &&
	    eh->e_ident[EI_CLASS] == ELFCLASS64 &&
	    eh->e_ident[EI_DATA] == ELFDATA2LSB &&
	    eh->e_ident[EI_VERSION] == EV_CURRENT &&
	    eh->e_type == ET_EXEC && eh->e_machine == EM_X86_64 &&
	    eh->e_version == EV_CURRENT &&
	    eh->e_ehsize == sizeof(*eh) &&
	    eh->e_phentsize == sizeof(Elf64_Phdr) &&
	    eh->e_phnum >= 1 && eh->e_phnum <= ELF_PHNUM_MAX &&
	    eh->e_phoff <= size &&
	    eh->e_phnum * sizeof(Elf64_Phdr) <= size - eh->e_phoff);
}

/* One segment by itself. */
static bool
elf_segment_ok(const Elf64_Phdr *ph, uint64_t size)
{
	uint32_t wx = PF_W | PF_X;

	return (ph->p_memsz > 0 && ph->p_filesz <= ph->p_memsz &&
	    ph->p_offset <= size && ph->p_filesz <= size - ph->p_offset &&
	    (ph->p_vaddr & PAGE_MASK) == (ph->p_offset & PAGE_MASK) &&
	    user_range_ok(ph->p_vaddr, ph->p_memsz) &&
	    (ph->p_flags & wx) != wx &&
	    ((ph->p_flags & PF_W) != 0 || ph->p_memsz == ph->p_filesz));
}

/* All of them: ascending, no page in two, the entry point in a text. */
static bool
elf_segments_ok(const Elf64_Phdr *ph, int phnum, uint64_t size,
    uint64_t entry)
{
	uint64_t last = 0;
	bool entry_ok = false;

	for (int i = 0; i < phnum; i++, ph++) {
		if (ph->p_type == PT_INTERP || ph->p_type == PT_DYNAMIC)
			return (false);
		if (ph->p_type != PT_LOAD)
			continue;
		if (!elf_segment_ok(ph, size) ||
		    trunc_page(ph->p_vaddr) < last)
			return (false);
		last = round_page(ph->p_vaddr + ph->p_memsz);
		if ((ph->p_flags & PF_X) != 0 && entry >= ph->p_vaddr &&
		    entry - ph->p_vaddr < ph->p_filesz)
			entry_ok = true;
	}
	return (entry_ok);
}

static int
elf_prot(uint32_t flags)
{
	return (((flags & PF_R) ? PROT_READ : 0) |
	    ((flags & PF_W) ? PROT_WRITE : 0) |
	    ((flags & PF_X) ? PROT_EXEC : 0));
}

/*
 * The file's part is a private mapping of the file; the rest of its last
 * page is cleared; what lies beyond that page is anonymous.
 */
static int
elf_map_segment(const struct exec_image *image, struct vmspace *vm,
    const Elf64_Phdr *ph)
{
	vm_offset_t start = trunc_page(ph->p_vaddr);
	vm_offset_t file_end = ph->p_vaddr + ph->p_filesz;
	vm_offset_t end = round_page(ph->p_vaddr + ph->p_memsz);
	vm_offset_t middle = ph->p_filesz == 0 ? start :
	    round_page(file_end);
	int prot = elf_prot(ph->p_flags);
	int error = 0;

	if (middle > start) {
		vm_object_ref(image->ei_object);
		error = vm_map_insert(vm, start, middle, image->ei_object,
		    trunc_page(ph->p_offset), prot,
		    PROT_READ | PROT_WRITE | PROT_EXEC, INHERIT_COPY, 0);
		if (error != 0)
			vm_object_drop(image->ei_object);
	}
	if (error == 0 && end > middle)
		error = vm_map_insert(vm, middle, end, NULL, 0, prot,
		    PROT_READ | PROT_WRITE | PROT_EXEC, INHERIT_COPY, 0);
	if (error == 0 && middle > file_end && ph->p_memsz > ph->p_filesz &&
	    ph->p_filesz != 0)
		error = vmspace_zero(vm, file_end, middle - file_end);
	return (error);
}

/* len bytes of the file at offset, all of them. */
static int
elf_read(const struct exec_image *image, void *buf, size_t len,
    uint64_t offset)
{
	size_t done;
	int error;

	error = vn_read_kernel(image->ei_vp, buf, len, (off_t)offset, &done);
	if (error == 0 && done < len)
		error = ENOEXEC;
	return (error);
}

static void
elf_note_sizes(struct vmspace *vm, const Elf64_Phdr *ph)
{
	uint64_t pages = atop(round_page(ph->p_vaddr + ph->p_memsz) -
	    trunc_page(ph->p_vaddr));

	if (ph->p_flags & PF_W) {
		vm->vm_dsize += pages;
		vm->vm_daddr = ph->p_vaddr;
	} else {
		vm->vm_tsize += pages;
		if (vm->vm_taddr == 0)
			vm->vm_taddr = ph->p_vaddr;
	}
}

int
exec_elf_load(struct exec_image *image, struct vmspace *vm)
{
	Elf64_Phdr phdrs[ELF_PHNUM_MAX];
	Elf64_Ehdr eh;
	int error;

	error = elf_read(image, &eh, sizeof(eh), 0);
	if (error != 0)
		return (error);
	if (!elf_header_ok(&eh, image->ei_size))
		return (ENOEXEC);
	error = elf_read(image, phdrs, eh.e_phnum * sizeof(phdrs[0]),
	    eh.e_phoff);
	if (error != 0)
		return (error);
	if (!elf_segments_ok(phdrs, eh.e_phnum, image->ei_size, eh.e_entry))
		return (ENOEXEC);

	for (int i = 0; i < eh.e_phnum; i++) {
		if (phdrs[i].p_type != PT_LOAD)
			continue;
		error = elf_map_segment(image, vm, &phdrs[i]);
		if (error != 0)
			return (error);
		elf_note_sizes(vm, &phdrs[i]);
	}
	image->ei_entry = eh.e_entry;
	return (0);
}
