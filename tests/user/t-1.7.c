/* T-1.7: the seventh argument is taken from the stack: mmap's offset. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.7");

/* mmap with the stack pointer at `sp`; => errno (t-1.7.asm) */
long mmap_with_stack(uint64_t sp, int fd);

int
main(void)
{
	struct raw r = { .r_rax = SYS_mmap, .r_rdi = 0, .r_rsi = PAGE,
	    .r_rdx = PROT_READ, .r_r10 = MAP_PRIVATE, .r_arg7 = 2 * PAGE };
	char page[PAGE], *map;
	int fd, i;

	fd = open("/tmp/t-1.7", O_RDWR | O_CREAT | O_TRUNC, 0600);
	check(fd >= 0, "a file");
	for (i = 0; i < 4; i++) {
		memset(page, 'a' + i, sizeof(page));
		check(write(fd, page, sizeof(page)) == sizeof(page), "write");
	}
	map = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, (off_t)(2 * PAGE));
	check(map != MAP_FAILED, "mmap at an offset");
	check(map[0] == 'c' && map[PAGE - 1] == 'c', "the third page");

	r.r_r8 = (uint64_t)fd;
	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) == 0, "the same by hand");
	check(*(char *)r.r_rax == 'c', "the third page again");

	check(mmap_with_stack(0x10, fd) == EFAULT, "no stack: EFAULT");
	check(mmap_with_stack(0xffffffff80200000, fd) == EFAULT,
	    "the kernel's memory: EFAULT");
	check(mmap_with_stack(0x8000000000000000, fd) == EFAULT,
	    "not an address: EFAULT");
	check(unlink("/tmp/t-1.7") == 0, "unlink");
	pass();
}
