/*
 * vfs_host.c -- what the kernel's file code needs around it, on the host.
 */
#include "tests/host/vfs_host.h"

#include "kernel/machdep.h"
#include "kernel/plimit.h"
#include "kernel/signal.h"
#include "kernel/tty_impl.h"

struct proc host_proc;
struct ucred host_cred;
int64_t result, result2;
int host_last_signal, host_infos;
volatile uint64_t ticks;
int hz = 100;
char host_output[65536];
size_t host_outlen;

/*
 * A machine is never shut down: its root directory stays.  The tests count
 * pieces and pages instead.
 */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return ("detect_leaks=0");
}

static struct thread host_thread;
static struct pgrp host_pgrp;
static struct plimit host_limit;
static struct session host_session;
static uint64_t nanoseconds;

struct thread *
cpu_curthread(void)
{
	return (&host_thread);
}

static bool
bad_address(const void *uaddr)
{
	return ((uintptr_t)uaddr < 4096);
}

int
copyin(const void *uaddr, void *kaddr, size_t len)
{
	if (bad_address(uaddr))
		return (EFAULT);
	memcpy(kaddr, uaddr, len);
	return (0);
}

int
copyout(const void *kaddr, void *uaddr, size_t len)
{
	if (bad_address(uaddr))
		return (EFAULT);
	memcpy(uaddr, kaddr, len);
	return (0);
}

int
copyout_zero(void *uaddr, size_t len)
{
	if (bad_address(uaddr))
		return (EFAULT);
	memset(uaddr, 0, len);
	return (0);
}

int
copyinstr(const void *uaddr, void *kaddr, size_t max, size_t *lencopied)
{
	const char *nul;
	size_t len;

	if (bad_address(uaddr))
		return (EFAULT);
	nul = memchr(uaddr, '\0', max);
	if (nul == NULL)
		return (ENAMETOOLONG);
	len = (size_t)(nul - (const char *)uaddr);
	memcpy(kaddr, uaddr, len + 1);
	if (lencopied != NULL)
		*lencopied = len + 1;
	return (0);
}

/* ------------------------------------------------- time, sleep, signals */

uint64_t
cpu_nanouptime(void)
{
	return (nanoseconds += 1000);
}

time_t
cpu_boottime(void)
{
	return (1000000);
}

int
tsleep(const volatile void *ident, int flags, const char *wmesg, int timo)
{
	(void)ident;
	(void)wmesg;
	(void)timo;
	assert_true((flags & PCATCH) != 0);
	return (EINTR);
}

void
tsleep_interlock(const volatile void *ident, int flags)
{
	(void)ident;
	(void)flags;
}

int
ssleep(const volatile void *ident, struct spinlock *spin, int flags,
    const char *wmesg, int timo)
{
	assert_true(spin_held(spin));
	return (tsleep(ident, flags, wmesg, timo));
}

void
wakeup(const volatile void *ident)
{
	(void)ident;
}

void
ksignal(struct proc *p, int sig)
{
	assert_ptr_equal(p, &host_proc);
	host_last_signal = sig;
}

void
ksignal_pgrp(struct pgrp *pg, int sig, bool checkctty)
{
	(void)checkctty;
	assert_ptr_equal(pg, &host_pgrp);
	host_last_signal = sig;
}

/* No thread: the key is the signal. */
void
tty_signal(struct tty *tp, int sig)
{
	(void)tp;
	host_last_signal = sig;
}

void
tty_want_info(struct tty *tp)
{
	(void)tp;
	host_infos++;
}

void
tty_signal_init(struct tty *tp)
{
	(void)tp;
}

bool
pgrp_orphaned(const struct pgrp *pg)
{
	(void)pg;
	return (true);
}

int
proc_scan(int (*fn)(struct proc *p, void *arg), void *arg)
{
	return (fn(&host_proc, arg));
}

/* One thread: it has all tokens. */
struct lwkt_token proc_token;

void
lwkt_gettoken(struct lwkt_token *tok)
{
	(void)tok;
}

void
lwkt_reltoken(struct lwkt_token *tok)
{
	(void)tok;
}

bool
lwkt_token_held(const struct lwkt_token *tok)
{
	(void)tok;
	return (true);
}

struct pgrp *
pgrp_of(const struct proc *p)
{
	pgref(p->p_pgrp);
	return (p->p_pgrp);
}

void
pgref(struct pgrp *pg)
{
	pg->pg_refs++;
}

void
pgrel(struct pgrp *pg)
{
	assert_true(pg->pg_refs > 1);
	pg->pg_refs--;
}

struct pgrp *
pgfind(pid_t pgid)
{
	if (pgid != host_pgrp.pg_id)
		return (NULL);
	pgref(&host_pgrp);
	return (&host_pgrp);
}

void
cons_putraw(char c)
{
	if (host_outlen < sizeof(host_output) - 1) {
		host_output[host_outlen++] = c;
		host_output[host_outlen] = '\0';
	}
}

void
debugcon_putc(char c)
{
	cons_putraw(c);
}

/* ---------------------------------------------------------- the machine */

void
vfs_host_boot(uint64_t npages)
{
	host_boot(npages);
	memset(&host_proc, 0, sizeof(host_proc));
	memset(&host_cred, 0, sizeof(host_cred));
	host_cred.cr_ruidinfo = &uidinfo0;
	host_session.s_leader = &host_proc;
	host_session.s_ttyp = NULL;
	host_pgrp.pg_id = 77;
	host_pgrp.pg_refs = 1;
	host_pgrp.pg_session = &host_session;
	host_proc.p_pgrp = &host_pgrp;
	for (int i = 0; i < RLIM_NLIMITS; i++)
		host_limit.pl_rlimit[i].rlim_cur = RLIM_INFINITY;
	host_limit.pl_rlimit[RLIMIT_NOFILE].rlim_cur = FD_LIMIT;
	host_proc.p_limit = &host_limit;
	host_thread.td_proc = &host_proc;
	host_thread.td_ucred = &host_cred;
	host_last_signal = 0;
	host_outlen = 0;
	vfs_init();
	devfs_init();
	host_proc.p_fd = fdinit(NULL);
	assert_non_null(host_proc.p_fd);
}

void
vfs_host_exit(void)
{
	fdfree(&host_proc, NULL);
}

void
vfs_host_user(uid_t uid)
{
	host_cred.cr_uid = host_cred.cr_ruid = uid;
	host_cred.cr_gid = host_cred.cr_rgid = uid;
}

void
put_file(const char *path, const char *text)
{
	int fd;

	ok(sys(open, path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
	fd = (int)result;
	ok(sys(write, fd, text, strlen(text)));
	assert_int_equal(result, strlen(text));
	ok(sys(close, fd));
}

const char *
get_file(const char *path)
{
	static char text[256];
	int fd;

	ok(sys(open, path, O_RDONLY, 0));
	fd = (int)result;
	ok(sys(read, fd, text, sizeof(text) - 1));
	text[result] = '\0';
	ok(sys(close, fd));
	return (text);
}
