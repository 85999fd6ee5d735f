/* T-6.2: the child's registers are the parent's, whatever they hold. */
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-6.2");

#define ROUNDS	1000

static void
shake(struct raw *r)
{
	uint64_t *word = (uint64_t *)r;
	size_t i;

	for (i = 0; i < sizeof(*r) / sizeof(*word); i++)
		word[i] = noise();
	r->r_rax = SYS_fork;
}

static bool
kept(const struct raw *a, const struct raw *b)
{
	return (a->r_rbx == b->r_rbx && a->r_rsi == b->r_rsi &&
	    a->r_rdi == b->r_rdi && a->r_rbp == b->r_rbp &&
	    a->r_r8 == b->r_r8 && a->r_r9 == b->r_r9 &&
	    memcmp(&a->r_r12, &b->r_r12, 4 * sizeof(uint64_t)) == 0);
}

int
main(void)
{
	struct raw r, before;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		shake(&r);
		before = r;
		raw_syscall(&r);
		check((r.r_rflags & RAW_CF) == 0, "fork");
		check(kept(&r, &before), "the registers are kept");
		if (r.r_rax == 0) {
			check(r.r_rdx == 1, "rdx is 1 in the child");
			_exit(0);
		}
		check(r.r_rdx == 0, "rdx is 0 in the parent");
		check(wait_exit((pid_t)r.r_rax) == 0, "the child agrees");
	}
	pass();
}
