/*
 * sys_pipe.c -- pipes: a ring of bytes between two open files.
 *
 *   sys_pipe                 two descriptors on a new pipe
 *   pipe_read, pipe_write    copy; wait when empty or full
 *   pipe_close               an end goes; the other one learns of it
 *
 * The ring is four pages, each allocated when the first byte goes into it.
 *
 *            0          first            first + count     PIPE_SIZE
 *            +------------+-------------------+------------+
 *            |   free     |  bytes to read    |   free     |   (wraps around)
 *            +------------+-------------------+------------+
 *
 * An end is closed when the last reference of its file goes, so a copy that
 * a forked child forgot to close keeps the reader waiting for ever.
 */
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/uio.h"
#include "kernel/vfs.h"
#include "lib/bits.h"
#include "sysproto.h"

#define PIPE_PAGE	4096
#define PIPE_PAGES	4
#define PIPE_SIZE	(PIPE_PAGE * PIPE_PAGES)
#define PIPE_BUF	512	/* up to here a write goes as one piece */

/* All fields: pi_lock. */
struct pipe {
	struct lock pi_lock;
	char *pi_page[PIPE_PAGES];	/* NULL until needed */
	size_t pi_first;		/* where the first byte lies */
	size_t pi_count;		/* bytes to read */
	bool pi_reader, pi_writer;	/* the ends are open */
	int pi_sleepers;		/* in pipe_wait() */
	struct timespec pi_time;	/* when it was made */
};

MALLOC_DEFINE(M_PIPE, "pipe");

static void
pipe_lock(struct pipe *pi)
{
	lockmgr(&pi->pi_lock, LK_EXCLUSIVE);
}

static void
pipe_unlock(struct pipe *pi)
{
	lockmgr(&pi->pi_lock, LK_RELEASE);
}

/*
 * Sleep until the other end did something.  We queue before we unlock, so
 * that what happens in between wakes us.
 */
static int __attribute__((noinline))
pipe_wait(struct pipe *pi, const bool *ident, const char *why, uint32_t fflag)
{
	int error;

	if ((fflag & O_NONBLOCK) != 0)
		return (EAGAIN);
	pi->pi_sleepers++;
	tsleep_interlock(ident, PCATCH);
	pipe_unlock(pi);
	error = tsleep(ident, PCATCH | PINTERLOCKED, why, 0);
	pipe_lock(pi);
	pi->pi_sleepers--;
	return (error);
}

/* Something changed for who sleeps on ident, if anybody does. */
static void
pipe_wakeup(struct pipe *pi, const bool *ident)
{
	if (pi->pi_sleepers > 0)
		wakeup(ident);
}

/* The two wait channels. */
#define READERS(pi)	(&(pi)->pi_reader)
#define WRITERS(pi)	(&(pi)->pi_writer)

/* The bytes at `at' in the ring and how many follow in the same page. */
static char *
ring_piece(struct pipe *pi, size_t at, size_t *lenp)
{
	at %= PIPE_SIZE;
	*lenp = min(*lenp, PIPE_PAGE - at % PIPE_PAGE);
	return (pi->pi_page[at / PIPE_PAGE] + at % PIPE_PAGE);
}

/* ----------------------------------------------------------------- read */

static int
pipe_read(struct file *fp, struct uio *uio)
{
	struct pipe *pi = fp->f_data;
	size_t len;
	int error = 0;

	if (uio->uio_resid == 0)
		return (0);
	pipe_lock(pi);
	while (pi->pi_count == 0 && pi->pi_writer && error == 0)
		error = pipe_wait(pi, READERS(pi), "piperd", fp->f_flag);
	while (error == 0 && uio->uio_resid > 0 && pi->pi_count > 0) {
		char *piece;

		len = min(uio->uio_resid, pi->pi_count);
		piece = ring_piece(pi, pi->pi_first, &len);
		error = uiomove(piece, len, uio);
		if (error != 0)
			break;
		pi->pi_first = (pi->pi_first + len) % PIPE_SIZE;
		pi->pi_count -= len;
		/* Small messages stay in the first page. */
		if (pi->pi_count == 0)
			pi->pi_first = 0;
	}
	pipe_wakeup(pi, WRITERS(pi));
	pipe_unlock(pi);
	return (error);
}

/* ---------------------------------------------------------------- write */

/* Pages for len bytes behind the ones that are there. */
static int
ring_prepare(struct pipe *pi, size_t len)
{
	size_t at = pi->pi_first + pi->pi_count;
	size_t page;

	for (page = at / PIPE_PAGE; page <= (at + len - 1) / PIPE_PAGE;
	    page++) {
		char **slot = &pi->pi_page[page % PIPE_PAGES];

		if (*slot == NULL)
			*slot = kmalloc(PIPE_PAGE, M_PIPE, 0);
		if (*slot == NULL)
			return (ENOMEM);
	}
	return (0);
}

/* Copy len bytes behind the others, page by page. */
static int __attribute__((noinline))
ring_fill_pages(struct pipe *pi, size_t len, struct uio *uio)
{
	size_t at = pi->pi_first + pi->pi_count;
	size_t done, n;
	char *piece;
	int error;

	error = ring_prepare(pi, len);
	for (done = 0; error == 0 && done < len; done += n) {
		n = len - done;
		piece = ring_piece(pi, at + done, &n);
		error = uiomove(piece, n, uio);
	}
	return (error);
}

/*
 * Append len bytes, for which there is room.  They count only once all of
 * them are there, so a fault in the middle adds nothing.
 */
static int
ring_append(struct pipe *pi, size_t len, struct uio *uio)
{
	size_t at = (pi->pi_first + pi->pi_count) % PIPE_SIZE;
	char *page = pi->pi_page[at / PIPE_PAGE];
	int error;

	if (page != NULL && at % PIPE_PAGE + len <= PIPE_PAGE)
		error = uiomove(page + at % PIPE_PAGE, len, uio);
	else
		error = ring_fill_pages(pi, len, uio);
	if (error == 0)
		pi->pi_count += len;
	return (error);
}

/* How much of a write goes now; 0 means wait. */
static size_t
room_for(const struct pipe *pi, size_t resid, bool atomic)
{
	size_t room = PIPE_SIZE - pi->pi_count;

	if (resid <= room)
		return (resid);
	return (atomic ? 0 : room);
}

static int
pipe_write(struct file *fp, struct uio *uio)
{
	struct pipe *pi = fp->f_data;
	bool atomic = uio->uio_resid <= PIPE_BUF;
	size_t len;
	int error = 0;

	pipe_lock(pi);
	while (error == 0 && uio->uio_resid > 0) {
		if (!pi->pi_reader) {
			error = EPIPE;
			break;
		}
		len = room_for(pi, uio->uio_resid, atomic);
		if (len > 0) {
			error = ring_append(pi, min(len, (size_t)PIPE_PAGE),
			    uio);
			pipe_wakeup(pi, READERS(pi));
		} else {
			error = pipe_wait(pi, WRITERS(pi), "pipewr",
			    fp->f_flag);
		}
	}
	pipe_unlock(pi);
	return (error);
}

/* ------------------------------------------------------------ the rest */

static int
pipe_ioctl(struct file *fp, unsigned long com, void *udata)
{
	(void)fp;
	(void)com;
	(void)udata;
	return (ENOTTY);
}

static int
pipe_stat(struct file *fp, struct stat *st)
{
	struct pipe *pi = fp->f_data;

	pipe_lock(pi);
	st->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	st->st_nlink = 1;
	st->st_ino = (ino_t)(uintptr_t)pi >> 4 & 0xffffffff;
	st->st_size = (off_t)pi->pi_count;
	st->st_blksize = PIPE_SIZE;
	st->st_atim = st->st_mtim = st->st_ctim = pi->pi_time;
	pipe_unlock(pi);
	vfs_caller(&st->st_uid, &st->st_gid);
	return (0);
}

static void
pipe_free(struct pipe *pi)
{
	int i;

	for (i = 0; i < PIPE_PAGES; i++)
		kfree(pi->pi_page[i], M_PIPE);
	kfree(pi, M_PIPE);
}

/*
 * Whoever sleeps in the other end holds its file, so the pipe stays while
 * the other end is open.
 */
static void
pipe_close(struct file *fp)
{
	struct pipe *pi = fp->f_data;
	bool last;

	pipe_lock(pi);
	if ((fp->f_flag & FWRITE) != 0)
		pi->pi_writer = false;
	else
		pi->pi_reader = false;
	last = !pi->pi_reader && !pi->pi_writer;
	pipe_wakeup(pi, READERS(pi));
	pipe_wakeup(pi, WRITERS(pi));
	pipe_unlock(pi);
	if (last)
		pipe_free(pi);
}

static int
pipe_wrong_way(struct file *fp, struct uio *uio)
{
	(void)fp;
	(void)uio;
	return (EBADF);
}

static const struct fileops pipe_read_end = {
	.fo_read = pipe_read,
	.fo_write = pipe_wrong_way,
	.fo_ioctl = pipe_ioctl,
	.fo_stat = pipe_stat,
	.fo_close = pipe_close,
};

static const struct fileops pipe_write_end = {
	.fo_read = pipe_wrong_way,
	.fo_write = pipe_write,
	.fo_ioctl = pipe_ioctl,
	.fo_stat = pipe_stat,
	.fo_close = pipe_close,
};

static struct pipe *
pipe_alloc(void)
{
	struct pipe *pi = kmalloc(sizeof(*pi), M_PIPE, M_ZERO);

	if (pi != NULL) {
		lockinit(&pi->pi_lock, "pipe");
		pi->pi_reader = pi->pi_writer = true;
		vfs_now(&pi->pi_time);
	}
	return (pi);
}

static void
make_end(struct file *fp, struct pipe *pi, const struct fileops *ops,
    uint32_t fflag)
{
	fp->f_type = DTYPE_PIPE;
	fp->f_flag = fflag;
	fp->f_ops = ops;
	fp->f_data = pi;
}

int
sys_pipe(struct sysmsg *sysmsg, const struct pipe_args *uap)
{
	struct file *rfp, *wfp;
	struct pipe *pi;
	int rfd, wfd, error;

	(void)uap;
	error = falloc(&rfp);
	if (error != 0)
		return (error);
	error = falloc(&wfp);
	if (error != 0)
		goto fail_rfp;
	error = ENOMEM;
	pi = pipe_alloc();
	if (pi == NULL)
		goto fail_wfp;
	error = fd_reserve(0, &rfd);
	if (error != 0)
		goto fail_pipe;
	error = fd_reserve(0, &wfd);
	if (error != 0)
		goto fail_rfd;
	make_end(rfp, pi, &pipe_read_end, FREAD);
	make_end(wfp, pi, &pipe_write_end, FWRITE);
	fd_install(rfd, rfp, 0);
	fd_install(wfd, wfp, 0);
	sysmsg->sysmsg_fds[0] = rfd;
	sysmsg->sysmsg_fds[1] = wfd;
	return (0);

fail_rfd:
	fd_unreserve(rfd);
fail_pipe:
	kfree(pi, M_PIPE);
fail_wfp:
	fdrop(wfp);
fail_rfp:
	fdrop(rfp);
	return (error);
}
