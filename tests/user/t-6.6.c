/* T-6.6: what set_tls_area refuses, it refuses without a change. */
#include <string.h>
#include <sys/tls.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-6.6");

static char *
self(void)
{
	return ((char *)&errno);	/* an address near the thread pointer */
}

static void
refused(uint64_t base)
{
	struct tls_info info = { (void *)base, 0 };
	char *before = self();

	check_fails(set_tls_area(0, &info, sizeof(info)), EINVAL);
	check_fails(set_tls_area(1, &info, sizeof(info)), EINVAL);
	check(self() == before, "nothing changed");
}

/* A structure that is shorter or longer than we know. */
static void
sizes(void)
{
	struct {
		struct tls_info info;
		uint64_t more;
	} area = { { self(), 5 }, 0x1122334455667788 };
	struct tls_info info;

	check(set_tls_area(1, &area.info, sizeof(area)) == 0, "longer");
	memset(&area.info, 0, sizeof(area.info));
	check(get_tls_area(1, &area.info, sizeof(area)) == 0, "longer, get");
	check(area.info.base == self() && area.info.size == 5 &&
	    area.more == 0x1122334455667788, "as much as there is");

	info.size = 77;
	check(get_tls_area(1, &info, sizeof(void *)) == 0 &&
	    info.base == self() && info.size == 77, "shorter, get");
	check(set_tls_area(1, &info, sizeof(void *)) == 0, "shorter");
	check(get_tls_area(1, &info, sizeof(info)) == 0 && info.size == 0,
	    "the rest is zero");
	check(set_tls_area(1, &info, 0) == 0 &&
	    get_tls_area(1, &info, sizeof(info)) == 0 && info.base == NULL,
	    "nothing at all is zero");
	check(get_tls_area(1, (void *)1, 0) == 0, "and no copy");
}

int
main(int argc, char **argv)
{
	struct tls_info info = { NULL, 0 };
	char *args[] = { argv[0], (char *)"again", NULL };

	check(get_tls_area(1, &info, sizeof(info)) == 0 &&
	    info.base == NULL && info.size == 0, "exec cleared it");
	if (argc > 1)
		pass();
	check_fails(set_tls_area(5, &info, sizeof(info)), ERANGE);
	check_fails(set_tls_area(2, &info, sizeof(info)), ERANGE);
	check_fails(set_tls_area(-1, &info, sizeof(info)), ERANGE);
	check_fails(get_tls_area(2, &info, sizeof(info)), ERANGE);
	check_fails(get_tls_area(-1, &info, sizeof(info)), ERANGE);
	check_fails(set_tls_area(0, &info, -1), EINVAL);
	check_fails(get_tls_area(0, &info, -1), EINVAL);
	check_fails(set_tls_area(0, (void *)1, sizeof(info)), EFAULT);
	check_fails(get_tls_area(0, (void *)1, sizeof(info)), EFAULT);
	info.size = -2;
	check_fails(set_tls_area(0, &info, sizeof(info)), EINVAL);
	refused(0x8000000000000000);
	refused(0x0000800000000000);
	refused(0xffff7fffffffffff);
	refused(0xffff800000000000);
	sizes();
	info.base = self();
	info.size = 3;
	check(set_tls_area(1, &info, sizeof(info)) == 0, "set");
	execv("/tests/t-6.6", args);
	check(false, "exec");
}
