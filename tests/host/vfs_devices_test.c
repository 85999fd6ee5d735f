/*
 * Descriptors, pipes, the terminal and archives on the host.
 *
 * sources: kernel/uio.c kernel/kern_descrip.c kernel/kern_filedesc.c
 * sources: kernel/kern_dup.c kernel/kern_file.c kernel/vfs_lookup.c
 * sources: kernel/vfs_vnops.c
 * sources: kernel/vfs_open.c kernel/vfs_names.c kernel/vfs_attr.c
 * sources: kernel/vfs_dir.c kernel/vfs_init.c kernel/memfs.c
 * sources: kernel/memfs_dir.c kernel/memfs_rw.c kernel/devfs.c
 * sources: kernel/archive.c kernel/sys_pipe.c kernel/tty.c kernel/tty_echo.c
 * sources: kernel/tty_line.c kernel/tty_ioctl.c kernel/tty_session.c
 * sources: vm/vm_object.c vm/vm_page.c vm/vm_commit.c
 * sources: kernel/kern_uidinfo.c
 * sources: tests/host/kern_host.c tests/host/vfs_host.c
 */
#include "tests/host/vfs_host.h"

#include "kernel/abi/ioctl.h"
#include "kernel/abi/termios.h"
#include "kernel/signal.h"
#include "kernel/tty.h"
#include "lib/tar.h"

/* From arch/ in the kernel; here we are the keyboard. */
void cons_input(int c);

static int
boot(void **state)
{
	(void)state;
	vfs_host_boot(1200);
	return (0);
}

static int
done(void **state)
{
	(void)state;
	vfs_host_exit();
	return (0);
}

/* ---------------------------------------------------------- descriptors */

/* T-9.11: many, the lowest free one first, EMFILE at the limit. */
static void
test_lowest(void **state)
{
	uint64_t before = host_kmalloc_inuse();

	(void)state;
	for (int i = 0; i < FD_LIMIT; i++) {
		ok(sys(open, "/dev/null", O_RDONLY, 0));
		assert_int_equal(result, i);
	}
	fails(EMFILE, sys(open, "/dev/null", O_RDONLY, 0));
	fails(EMFILE, sys(dup, 3));
	fails(EMFILE, sys(pipe, 0));
	fails(EMFILE, sys(open, "/not-made", O_RDWR | O_CREAT, 0644));
	fails(ENOENT, sys(access, "/not-made", F_OK));
	for (int i = 0; i < FD_LIMIT - 1; i += 7)
		ok(sys(close, i));
	ok(sys(close, FD_LIMIT - 1));
	ok(sys(fcntl, 1, F_DUPFD, FD_LIMIT - 1));
	fails(EMFILE, sys(fcntl, 1, F_DUPFD, FD_LIMIT - 1));
	for (int i = 0; i < FD_LIMIT - 1; i += 7) {
		ok(sys(dup, 1));
		assert_int_equal(result, i);
	}
	fails(EMFILE, sys(dup, 1));
	/* A table with nothing in it is as small as at the start. */
	for (int i = FD_LIMIT - 1; i >= 0; i -= 2)
		ok(sys(close, i));
	for (int i = 0; i < FD_LIMIT; i += 2)
		ok(sys(close, i));
	assert_int_equal(host_kmalloc_inuse(), before);
	vfs_host_exit();
	host_proc.p_fd = fdinit(NULL);
	assert_int_equal(host_kmalloc_inuse(), before);
}

static void
test_dup(void **state)
{
	char buf[8];

	(void)state;
	put_file("/f", "0123456789");
	fails(EBADF, sys(dup, 0));
	fails(EBADF, sys(dup2, 0, 1));
	ok(sys(open, "/f", O_RDONLY, 0));
	ok(sys(dup2, 0, 0));
	assert_int_equal(result, 0);
	fails(EBADF, sys(dup2, 0, -1));
	fails(EBADF, sys(dup2, 0, FD_LIMIT));
	ok(sys(dup2, 0, 50));
	ok(sys(dup2, 0, 50));
	assert_int_equal(result, 50);
	ok(sys(read, 50, buf, 4));
	ok(sys(read, 0, buf, 4));
	assert_memory_equal(buf, "4567", 4);
	ok(sys(close, 0));
	fails(EBADF, sys(close, 0));
	fails(EBADF, sys(close, -1));
	fails(EBADF, sys(close, 1 << 30));
	ok(sys(read, 50, buf, 4));
	assert_int_equal(result, 2);

	ok(sys(fcntl, 50, F_DUPFD, 40));
	assert_int_equal(result, 40);
	ok(sys(fcntl, 50, F_DUPFD_CLOEXEC, 40));
	assert_int_equal(result, 41);
	ok(sys(fcntl, 41, F_GETFD, 0));
	assert_int_equal(result, FD_CLOEXEC);
	fails(EINVAL, sys(fcntl, 50, F_DUPFD, -1));
	fails(EINVAL, sys(fcntl, 50, F_DUPFD, FD_LIMIT));
	fails(EINVAL, sys(fcntl, 50, 99, 0));
	ok(sys(fcntl, 50, F_GETFL, 0));
	assert_int_equal(result, O_RDONLY);
	ok(sys(fcntl, 50, F_SETFL, O_NONBLOCK | O_RDWR));
	ok(sys(fcntl, 40, F_GETFL, 0));
	assert_int_equal(result, O_NONBLOCK);
}

/* What fork, exec and close-on-fork do to a table. */
static void
test_tables(void **state)
{
	struct filedesc *parent = host_proc.p_fd, *child;
	int fd;

	(void)state;
	for (int i = 0; i < 70; i++)
		ok(sys(open, "/dev/null", O_RDONLY, 0));
	ok(sys(fcntl, 5, F_SETFD, FD_CLOFORK));
	ok(sys(fcntl, 6, F_SETFD, FD_CLOEXEC));
	ok(sys(fcntl, 66, F_SETFD, FD_CLOEXEC | FD_CLOFORK));
	ok(fd_reserve(0, &fd));
	assert_int_equal(fd, 70);
	fails(EBADF, sys(close, 70));
	ok(sys(umask, 077));

	child = fdcopy(&host_proc, FD_CLOFORK);
	host_proc.p_fd = child;
	ok(sys(umask, 0));
	assert_int_equal(result, 077);
	fails(EBADF, sys(close, 5));
	fails(EBADF, sys(close, 66));
	ok(sys(fcntl, 6, F_GETFD, 0));
	assert_int_equal(result, FD_CLOEXEC);
	ok(sys(dup, 0));
	assert_int_equal(result, 5);
	fdcloseexec(&host_proc);
	fails(EBADF, sys(close, 6));
	ok(sys(close, 7));
	assert_ptr_equal(fdshare(&host_proc), child);
	fdfree(&host_proc, child);
	fdfree(&host_proc, parent);
	fd_unreserve(70);
	ok(sys(close, 5));
	ok(sys(close, 7));
}

/* ---------------------------------------------------------------- pipes */

#define RING	16384

static void
test_pipe(void **state)
{
	static char in[3 * RING], out[3 * RING];
	uint64_t seed = 3, written = 0, got = 0, before;
	size_t len;
	int r, w;

	(void)state;
	before = host_kmalloc_inuse();
	ok(sys(pipe, 0));
	r = (int)result;
	w = (int)result2;
	fails(EBADF, sys(write, r, in, 1));
	fails(EBADF, sys(read, w, in, 1));
	fails(ESPIPE, sys(lseek, r, 0, 0, SEEK_SET));
	fails(EINTR, sys(read, r, out, 1));
	ok(sys(read, r, out, 0));
	ok(sys(fcntl, r, F_SETFL, O_NONBLOCK));
	ok(sys(fcntl, w, F_SETFL, O_NONBLOCK));
	fails(EAGAIN, sys(read, r, out, 1));
	for (int round = 0; round < 20000; round++) {
		len = next_random(&seed) % (round % 5 == 0 ? 2 * RING : 700);
		if (next_random(&seed) % 2 == 0) {
			for (size_t i = 0; i < len; i++)
				in[i] = (char)((written + i) * 7 % 251);
			if (sys(write, w, in, len) != 0) {
				/* Small writes go whole or not at all. */
				assert_true(written - got +
				    (len <= 512 ? len : 1) > RING);
				continue;
			}
			assert_true(len > 512 || result == (int64_t)len);
			written += (uint64_t)result;
			assert_true(written - got <= RING);
		} else if (sys(read, r, out, len) == 0) {
			for (int64_t i = 0; i < result; i++, got++)
				assert_int_equal(out[i],
				    (char)(got * 7 % 251));
		} else {
			assert_true(written == got);
		}
	}
	(void)sys(read, r, out, 3 * RING);
	assert_int_equal(result, written - got);
	fails(EFAULT, sys(write, w, NULL, 10));
	ok(sys(write, w, "last", 4));
	ok(sys(close, w));
	fails(EFAULT, sys(read, r, NULL, 10));
	ok(sys(read, r, out, 10));
	assert_int_equal(result, 4);
	ok(sys(read, r, out, 10));
	assert_int_equal(result, 0);
	ok(sys(close, r));
	assert_int_equal(host_kmalloc_inuse(), before);
}

/* T-9.10: the last copy of an end counts. */
static void
test_pipe_ends(void **state)
{
	char buf[4];
	int r, w;

	(void)state;
	ok(sys(pipe, 0));
	r = (int)result;
	w = (int)result2;
	ok(sys(dup, w));
	ok(sys(close, w));
	fails(EINTR, sys(read, r, buf, 1));
	ok(sys(close, 2));
	ok(sys(read, r, buf, 1));
	assert_int_equal(result, 0);
	ok(sys(close, r));

	ok(sys(pipe, 0));
	r = (int)result;
	w = (int)result2;
	ok(sys(close, r));
	assert_int_equal(host_last_signal, 0);
	fails(EPIPE, sys(write, w, "x", 1));
	assert_int_equal(host_last_signal, SIGPIPE);
}

/* ------------------------------------------------------------- terminal */

static int tty;

static void
type(const char *keys)
{
	for (; *keys != '\0'; keys++)
		cons_input((unsigned char)*keys);
}

static char tty_buf[600];

/* What a read of n bytes gives; "EINTR" if it would have to wait. */
static const char *
line(size_t n)
{
	int error = sys(read, tty, tty_buf, n);

	if (error == EINTR)
		return ("EINTR");
	assert_int_equal(error, 0);
	tty_buf[result] = '\0';
	return (tty_buf);
}

static void
shown(const char *text)
{
	assert_string_equal(host_output, text);
	host_outlen = 0;
	host_output[0] = '\0';
}

static void
open_tty(void)
{
	if (host_proc.p_fd->fd_first.fb_used == 0) {
		tty_init();
		ok(sys(open, "/dev/console", O_RDWR, 0));
		tty = (int)result;
	}
	host_outlen = 0;
	host_output[0] = '\0';
}

static void
test_tty_lines(void **state)
{
	char big[400];

	(void)state;
	open_tty();
	assert_string_equal(line(10), "EINTR");
	type("one\rtwo\nthr");
	shown("one\r\ntwo\r\nthr");
	assert_string_equal(line(100), "one\n");
	assert_string_equal(line(2), "tw");
	assert_string_equal(line(100), "o\n");
	assert_string_equal(line(100), "EINTR");
	type("ee\n");
	assert_string_equal(line(100), "three\n");
	host_outlen = 0;

	/* Editing. */
	type("ab\bc\177\177\177\177d\n");
	shown("ab\b \bc\b \b\b \bd\r\n");
	assert_string_equal(line(100), "d\n");
	type("xy\001z\025ok\n");
	shown("xy^Az\b \b\b \b\b \b\b \b\b \bok\r\n");
	assert_string_equal(line(100), "ok\n");
	type("a\t\b\b\n");
	shown("a\t\b\b\b\b\b\b\b\b \b\r\n");
	assert_string_equal(line(100), "\n");

	/* A line that is too long rings, and is still a line. */
	memset(big, 'x', sizeof(big));
	big[300] = '\0';
	type(big);
	assert_int_equal(host_output[host_outlen - 1], '\a');
	type("\n");
	assert_int_equal(strlen(line(600)), 256);

	ok(sys(fcntl, tty, F_SETFL, O_NONBLOCK));
	fails(EAGAIN, sys(read, tty, big, 1));
	ok(sys(fcntl, tty, F_SETFL, 0));
	host_outlen = 0;
	ok(sys(write, tty, "a\nb", 3));
	shown("a\r\nb");
}

static void
test_tty_eof(void **state)
{
	(void)state;
	open_tty();
	type("\004");
	assert_string_equal(line(10), "");
	type("abc\004");
	assert_string_equal(line(3), "abc");
	assert_string_equal(line(3), "EINTR");
	type("abc\004d\n");
	assert_string_equal(line(100), "abc");
	assert_string_equal(line(100), "d\n");
	type("\004x\n");
	assert_string_equal(line(100), "");
	assert_string_equal(line(100), "x\n");
}

static void
test_tty_ahead(void **state)
{
	char expect[16];
	int n = 0, wrong = 0;

	(void)state;
	open_tty();
	for (int i = 0; i < 3000; i++) {
		snprintf(expect, sizeof(expect), "%d\n", i);
		type(expect);
	}
	while (strcmp(line(100), "EINTR") != 0) {
		wrong += atoi(tty_buf) != n;
		n++;
	}
	/* 4096 characters' worth, in order; the last line may be cut. */
	assert_true(wrong <= 1 && (wrong == 0 || atoi(tty_buf) != n - 1));
	assert_true(n > 900 && n < 1100);
	type("\025fresh\n");
	assert_string_equal(line(100), "fresh\n");
}

static void
test_tty_control(void **state)
{
	struct winsize ws;
	int pgid = 0;

	(void)state;
	open_tty();
	type("lost\nalso lost\003kept\n");
	assert_int_equal(host_last_signal, SIGINT);
	shown("lost\r\nalso lost^C\r\nkept\r\n");
	assert_string_equal(line(100), "kept\n");
	type("\034");
	assert_int_equal(host_last_signal, SIGQUIT);
	type("a\024");
	assert_int_equal(host_last_signal, SIGINFO);
	assert_int_equal(host_infos, 1);
	type("\026\024\n");
	assert_string_equal(line(100), "a\024\n");

	ok(sys(ioctl, tty, TIOCGPGRP, &pgid));
	assert_int_equal(pgid, 77);
	ok(sys(ioctl, tty, TIOCSPGRP, &pgid));
	pgid = 78;
	fails(EPERM, sys(ioctl, tty, TIOCSPGRP, &pgid));
	fails(EFAULT, sys(ioctl, tty, TIOCSPGRP, NULL));
	ok(sys(ioctl, tty, TIOCGWINSZ, &ws));
	assert_int_equal(ws.ws_row * 100 + ws.ws_col, 2580);
	ok(sys(ioctl, tty, TIOCSCTTY, NULL));
	fails(ENOTTY, sys(ioctl, tty, 12345, NULL));
}

static struct termios fresh;

/* The terminal with these flags changed. */
static void
settings(tcflag_t lflag_on, tcflag_t lflag_off, tcflag_t oflag)
{
	struct termios t = fresh;

	t.c_lflag = (t.c_lflag | lflag_on) & ~lflag_off;
	t.c_oflag = oflag;
	ok(sys(ioctl, tty, TIOCSETAF, &t));
	host_outlen = 0;
	host_output[0] = '\0';
}

/* T-8.17: what is shown of what is typed. */
static void
test_tty_echo(void **state)
{
	(void)state;
	open_tty();
	ok(sys(ioctl, tty, TIOCGETA, &fresh));
	settings(0, ECHO, fresh.c_oflag);
	type("secret\177\177x\003y\n");
	shown("");
	assert_string_equal(line(100), "y\n");
	settings(ECHONL, ECHO, fresh.c_oflag);
	type("secret\n");
	shown("\r\n");
	assert_string_equal(line(100), "secret\n");

	settings(0, ECHOE, fresh.c_oflag);
	type("ab\177\n");
	shown("ab^?\r\n");
	assert_string_equal(line(100), "a\n");
	settings(ECHOK, ECHOKE, fresh.c_oflag);
	type("ab\025c\n");
	shown("ab^U\r\nc\r\n");
	assert_string_equal(line(100), "c\n");
	settings(0, ECHOCTL, fresh.c_oflag);
	type("a\001\177b\n");
	shown("a\001b\r\n");
	assert_string_equal(line(100), "ab\n");

	settings(0, 0, fresh.c_oflag);
	type("a b\tcd\027\027\027e\n");
	shown("a b\tcd\b \b\b \b\b\b\b\b\b\b \b\b \b\b \be\r\n");
	assert_string_equal(line(100), "e\n");
	type("a\001b\022c\n");
	shown("a^Ab^R\r\na^Abc\r\n");
	assert_string_equal(line(100), "a\001bc\n");
	type("a\026\003\026\177b\177\177c\n");
	shown("a^C^?b\b \b\b \b\b \bc\r\n");
	assert_string_equal(line(100), "a\003c\n");
}

/* T-8.17: what is shown of what is written. */
static void
test_tty_output(void **state)
{
	(void)state;
	open_tty();
	settings(0, 0, 0);
	ok(sys(write, tty, "a\n\tb\r", 5));
	shown("a\n\tb\r");
	settings(0, 0, ONLCR | OCRNL | OXTABS);
	ok(sys(write, tty, "a\n\tb\r", 5));
	shown("a\n\tb\r");
	settings(0, 0, OPOST | ONLCR | OXTABS);
	ok(sys(write, tty, "a\n\tb\tc", 6));
	shown("a\r\n        b       c");
	settings(0, 0, OPOST | OCRNL);
	ok(sys(write, tty, "a\rb\n", 4));
	shown("a\nb\n");
	settings(0, 0, OPOST | ONLCR | ONOCR);
	ok(sys(write, tty, "\n\rx\r\ry", 6));
	shown("\r\nx\ry");
	settings(0, 0, OPOST | ONOEOT);
	ok(sys(write, tty, "a\004b", 3));
	shown("ab");
	settings(0, 0, OPOST | ONLRET | ONOCR);
	ok(sys(write, tty, "a\n\rb", 4));
	shown("a\nb");
	settings(0, 0, fresh.c_oflag);
}

/* T-8.17: a queue that is full, with and without lines. */
static void
test_tty_full(void **state)
{
	struct termios t;
	size_t got = 0;
	int n;

	(void)state;
	open_tty();
	settings(0, ICANON | ECHO, fresh.c_oflag);
	for (int i = 0; i < TTY_QUEUE + 100; i++)
		type("x");
	assert_int_equal(host_output[host_outlen - 1], '\a');
	ok(sys(ioctl, tty, FIONREAD, &n));
	assert_in_range(n, TTY_QUEUE - 1, TTY_QUEUE);
	while (got < (size_t)n)
		got += strlen(line(500));
	assert_int_equal(got, n);
	assert_string_equal(line(1), "EINTR");
	t = fresh;
	t.c_iflag &= ~(tcflag_t)IMAXBEL;
	t.c_lflag &= ~(tcflag_t)ECHO;
	ok(sys(ioctl, tty, TIOCSETAF, &t));
	host_outlen = 0;
	for (int i = 0; i < 300; i++)
		type("x");
	assert_int_equal(host_outlen, 0);	/* and no bell */
	settings(0, 0, fresh.c_oflag);
}

/* -------------------------------------------------------------- archive */

static char tar[64 * TAR_BLOCK];
static size_t tarsize;

static void
octal(char *field, size_t len, uint64_t value)
{
	field[--len] = '\0';
	while (len > 0) {
		field[--len] = (char)('0' + value % 8);
		value /= 8;
	}
}

static void
add(const char *name, char type, unsigned mode, const char *data)
{
	struct tar_header *th = (struct tar_header *)(tar + tarsize);
	size_t len = type == TAR_LINK ? 0 : strlen(data);
	uint64_t sum = 0;

	memset(th, 0, sizeof(*th));
	strcpy(th->th_name, name);
	octal(th->th_mode, 8, mode);
	octal(th->th_uid, 8, 3);
	octal(th->th_gid, 8, 4);
	octal(th->th_size, 12, len);
	octal(th->th_mtime, 12, 12345);
	th->th_typeflag = type;
	memcpy(th->th_magic, "ustar", 6);
	if (type == TAR_LINK)
		strcpy(th->th_linkname, data);
	memset(th->th_chksum, ' ', 8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += (unsigned char)tar[tarsize + i];
	octal(th->th_chksum, 7, sum);
	tarsize += TAR_BLOCK;
	memset(tar + tarsize, 0, TAR_BLOCK);
	if (len > 0) {
		memcpy(tar + tarsize, data, len);
		tarsize += TAR_BLOCK;
	}
}

static void
test_archive(void **state)
{
	struct stat st, st2;

	(void)state;
	tarsize = 0;
	add("./", TAR_DIR, 0755, "");
	add("bin/", TAR_DIR, 0711, "");
	add("bin/sh", TAR_FILE, 04755, "the shell");
	add("deep/in/a/file", TAR_FILE, 0600, "old");
	add("deep/in/a/file", TAR_FILE, 0640, "new");
	add("bin/ksh", TAR_LINK, 0755, "bin/sh");
	add("sym", TAR_SYMLINK, 0777, "");
	add("../evil", TAR_FILE, 0644, "");
	add("deep", TAR_DIR, 0700, "");
	add("last", TAR_FILE, 0644, "z");
	ok(archive_unpack(tar, tarsize));

	assert_string_equal(get_file("/bin/ksh"), "the shell");
	assert_string_equal(get_file("/deep/in/a/file"), "new");
	assert_string_equal(get_file("/last"), "z");
	fails(ENOENT, sys(access, "/sym", F_OK));
	fails(ENOENT, sys(access, "/evil", F_OK));
	ok(sys(stat, "/bin/sh", &st));
	assert_int_equal(st.st_mode, S_IFREG | 04755);
	assert_int_equal(st.st_uid * 10 + st.st_gid, 34);
	assert_int_equal(st.st_mtim.tv_sec, 12345);
	assert_int_equal(st.st_nlink, 2);
	ok(sys(stat, "/bin/ksh", &st2));
	assert_int_equal(st.st_ino, st2.st_ino);
	ok(sys(stat, "/bin", &st));
	assert_int_equal(st.st_mode, S_IFDIR | 0711);
	ok(sys(stat, "/deep", &st));
	assert_int_equal(st.st_mode, S_IFDIR | 0700);
	ok(sys(unlink, "/bin/sh"));
	assert_string_equal(get_file("/bin/ksh"), "the shell");

	tar[2 * TAR_BLOCK + 5] ^= 1;
	fails(EINVAL, archive_unpack(tar, tarsize));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lowest, boot, done),
		cmocka_unit_test_setup_teardown(test_dup, boot, done),
		cmocka_unit_test_setup_teardown(test_tables, boot, done),
		cmocka_unit_test_setup_teardown(test_pipe, boot, done),
		cmocka_unit_test_setup_teardown(test_pipe_ends, boot, done),
		cmocka_unit_test_setup(test_tty_lines, boot),
		cmocka_unit_test(test_tty_eof),
		cmocka_unit_test(test_tty_ahead),
		cmocka_unit_test(test_tty_control),
		cmocka_unit_test(test_tty_echo),
		cmocka_unit_test(test_tty_output),
		cmocka_unit_test(test_tty_full),
		cmocka_unit_test_setup_teardown(test_archive, boot, done),
	};

	return (cmocka_run_group_tests_name("vfs devices", tests, NULL,
	    NULL));
}
