/*
 * Files on the host: names, permissions and contents through the system
 * calls, with every allocation failing once.
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

#include "vm/vm_commit.h"
#include "vm/vm_object.h"

static int
boot(void **state)
{
	(void)state;
	vfs_host_boot(600);
	return (0);
}

static int
done(void **state)
{
	(void)state;
	vfs_host_exit();
	return (0);
}

static int
open_close(const char *path, int flags)
{
	int error = sys(open, path, flags, 0644);

	if (error == 0)
		ok(sys(close, (int)result));
	return (error);
}

/* ----------------------------------------------------------------- paths */

static void
test_paths(void **state)
{
	char name[300], path[1100];

	(void)state;
	ok(sys(mkdir, "/d", 0755));
	ok(sys(mkdir, "/d/e/", 0755));
	put_file("/d/f", "text");
	ok(sys(chdir, "/d/e"));
	assert_string_equal(get_file("../f"), "text");
	assert_string_equal(get_file("/d/./e//../f"), "text");
	assert_string_equal(get_file("../../../../d/f"), "text");
	ok(sys(__getcwd, path, sizeof(path)));
	assert_string_equal(path, "/d/e");
	assert_int_equal(result, 5);
	fails(ERANGE, sys(__getcwd, path, 4));
	ok(sys(chdir, "/"));
	ok(sys(__getcwd, path, sizeof(path)));
	assert_string_equal(path, "/");

	fails(ENOENT, open_close("", O_RDONLY));
	fails(ENOENT, open_close("/x", O_RDONLY));
	fails(ENOENT, open_close("/x/y", O_RDONLY | O_CREAT));
	fails(ENOTDIR, open_close("/d/f/x", O_RDONLY));
	fails(ENOTDIR, open_close("/d/f/", O_RDONLY));
	fails(ENOTDIR, open_close("/d/f/.", O_RDONLY));
	fails(EISDIR, open_close("/d/new/", O_RDWR | O_CREAT));
	fails(EISDIR, open_close("/d", O_WRONLY));
	fails(EISDIR, open_close("/d/..", O_RDWR));
	fails(EISDIR, open_close("/d", O_RDONLY | O_CREAT));
	fails(EEXIST, open_close("/d", O_RDONLY | O_CREAT | O_EXCL));
	fails(EEXIST, open_close("/d/f", O_RDONLY | O_CREAT | O_EXCL));
	fails(ENOTDIR, open_close("/d/f", O_RDONLY | O_DIRECTORY));
	ok(open_close("/d/", O_RDONLY | O_DIRECTORY));
	fails(EINVAL, open_close("/d/f", O_ACCMODE));
	fails(EINVAL, open_close("/d/f", O_RDONLY | O_TRUNC));
	fails(EFAULT, open_close(NULL, O_RDONLY));
	fails(ENOTDIR, sys(chdir, "/d/f"));

	memset(name, 'n', sizeof(name));
	name[0] = '/';
	name[257] = '\0';
	fails(ENAMETOOLONG, open_close(name, O_RDONLY | O_CREAT));
	name[256] = '\0';
	ok(open_close(name, O_RDONLY | O_CREAT));
	memset(path, '/', sizeof(path));
	path[1024] = '\0';
	fails(ENAMETOOLONG, open_close(path, O_RDONLY));
	path[1023] = '\0';
	ok(open_close(path, O_RDONLY));
	/* No failure above has kept a number. */
	ok(sys(open, "/d/f", O_RDONLY, 0));
	assert_int_equal(result, 0);
}

static void
test_mkdir_rmdir(void **state)
{
	char path[64];
	struct stat st;

	(void)state;
	ok(sys(mkdir, "/a", 0777));
	ok(sys(stat, "/a", &st));
	assert_int_equal(st.st_mode, S_IFDIR | 0755);
	assert_int_equal(st.st_nlink, 2);
	ok(sys(mkdir, "/a/b", 0700));
	ok(sys(stat, "/a", &st));
	assert_int_equal(st.st_nlink, 3);
	fails(EEXIST, sys(mkdir, "/a", 0777));
	fails(EEXIST, sys(mkdir, "/", 0777));
	fails(EEXIST, sys(mkdir, "/a/.", 0777));
	fails(EEXIST, sys(mkdir, "/a/b/..", 0777));
	put_file("/a/f", "");
	fails(EEXIST, sys(mkdir, "/a/f", 0777));
	fails(EEXIST, sys(mkdir, "/a/f/", 0777));
	fails(ENOTEMPTY, sys(rmdir, "/a"));
	fails(ENOTDIR, sys(rmdir, "/a/f"));
	fails(EINVAL, sys(rmdir, "/a/b/."));
	fails(EINVAL, sys(rmdir, "/a/b/.."));
	fails(EBUSY, sys(rmdir, "/"));
	fails(ENOENT, sys(rmdir, "/x"));
	fails(EPERM, sys(unlink, "/a/b"));
	fails(ENOENT, sys(unlink, "/a/x"));
	fails(ENOTDIR, sys(unlink, "/a/f/"));
	ok(sys(unlink, "/a/f"));

	/* A removed directory that is still somebody's. */
	ok(sys(chdir, "/a/b"));
	ok(sys(rmdir, "/a/b"));
	fails(ENOENT, sys(__getcwd, path, sizeof(path)));
	fails(ENOENT, open_close("x", O_RDWR | O_CREAT));
	fails(ENOENT, sys(mkdir, "x", 0777));
	fails(ENOENT, sys(chdir, ".."));
	ok(sys(stat, ".", &st));
	assert_int_equal(st.st_nlink, 0);
	ok(sys(chdir, "/"));
	ok(sys(rmdir, "/a/"));
}

static void
test_rename(void **state)
{
	struct stat st;

	(void)state;
	ok(sys(mkdir, "/d", 0755));
	ok(sys(mkdir, "/d/e", 0755));
	ok(sys(mkdir, "/g", 0755));
	put_file("/f", "f");
	put_file("/h", "h");
	ok(sys(rename, "/f", "/h"));
	assert_string_equal(get_file("/h"), "f");
	fails(ENOENT, sys(stat, "/f", &st));
	ok(sys(rename, "/h", "/h"));
	ok(sys(rename, "/h", "/d/e/i"));
	assert_string_equal(get_file("/d/e/i"), "f");

	fails(EINVAL, sys(rename, "/d", "/d/e/x"));
	fails(EINVAL, sys(rename, "/d", "/d/x"));
	fails(EINVAL, sys(rename, "/d/.", "/x"));
	fails(EINVAL, sys(rename, "/", "/x"));
	fails(EINVAL, sys(rename, "/d", "/g/."));
	fails(ENOTDIR, sys(rename, "/g", "/d/e/i"));
	fails(EISDIR, sys(rename, "/d/e/i", "/g"));
	fails(ENOTEMPTY, sys(rename, "/g", "/d"));
	fails(ENOTDIR, sys(rename, "/d/e/i", "/new/"));
	fails(ENOENT, sys(rename, "/x", "/y"));
	fails(ENOENT, sys(rename, "/g", "/x/y"));

	ok(sys(rename, "/d/e/", "/g/"));
	assert_string_equal(get_file("/g/i"), "f");
	ok(sys(stat, "/d", &st));
	assert_int_equal(st.st_nlink, 2);
	ok(sys(stat, "/", &st));
	assert_int_equal(st.st_nlink, 5);
	ok(sys(chdir, "/g"));
	ok(sys(rename, "/g", "/d/z"));
	ok(sys(stat, "..", &st));
	ok(sys(chdir, ".."));
	fails(ENOENT, sys(chdir, "g"));
	ok(sys(chdir, "z"));
}

static void
test_permissions(void **state)
{
	struct stat st;

	(void)state;
	ok(sys(mkdir, "/t", 0777));
	ok(sys(chmod, "/t", 01777));
	ok(sys(mkdir, "/closed", 0700));
	put_file("/closed/f", "x");
	put_file("/t/root", "x");
	ok(sys(umask, 0027));
	assert_int_equal(result, 022);

	vfs_host_user(10);
	fails(EACCES, open_close("/new", O_RDWR | O_CREAT));
	fails(EACCES, open_close("/closed/f", O_RDONLY));
	fails(EACCES, sys(chdir, "/closed"));
	fails(EACCES, open_close("/t/root", O_RDWR));
	ok(open_close("/t/root", O_RDONLY));
	fails(EPERM, sys(unlink, "/t/root"));
	fails(EPERM, sys(rename, "/t/root", "/t/mine"));
	fails(EPERM, sys(chmod, "/t/root", 0777));
	ok(open_close("/t/mine", O_RDWR | O_CREAT));
	ok(sys(stat, "/t/mine", &st));
	assert_int_equal(st.st_mode, S_IFREG | 0640);
	assert_int_equal(st.st_uid, 10);
	fails(EPERM, sys(rename, "/t/mine", "/t/root"));
	ok(sys(chmod, "/t/mine", 0));
	fails(EACCES, open_close("/t/mine", O_RDONLY));
	ok(sys(access, "/t/mine", F_OK));
	fails(EACCES, sys(access, "/t/mine", R_OK));
	fails(EINVAL, sys(access, "/t/mine", 8));
	fails(EACCES, open_close("/dev/debugcon", O_WRONLY));

	vfs_host_user(11);
	fails(EPERM, sys(unlink, "/t/mine"));
	/* One may create what one may not write. */
	ok(sys(open, "/t/ro", O_RDWR | O_CREAT, 0444));
	ok(sys(write, (int)result, "x", 1));

	vfs_host_user(0);
	ok(open_close("/t/mine", O_RDWR));
	fails(EACCES, sys(access, "/t/mine", X_OK));
	ok(sys(chmod, "/t/mine", 010));
	ok(sys(access, "/t/mine", X_OK));
	ok(sys(unlink, "/t/mine"));
}

/* -------------------------------------------------------------- contents */

#define MODEL	(12 * 4096)

/* A file as it should be, and the descriptor of the real one. */
static struct {
	unsigned char bytes[MODEL];
	size_t size;
	int fd;
	int shortage;			/* operations that got ENOMEM */
} model;
static unsigned char buf[MODEL];

/* The model is at least that long: what is new is zero. */
static void
model_reach(size_t size)
{
	if (size > model.size) {
		memset(model.bytes + model.size, 0, size - model.size);
		model.size = size;
	}
}

static void
random_write(uint64_t *seed, size_t off, size_t len)
{
	int error;

	for (size_t i = 0; i < len; i++)
		buf[i] = (unsigned char)next_random(seed);
	error = sys(write, model.fd, buf, len);
	if (error != 0) {
		assert_int_equal(error, ENOMEM);
		model.shortage++;
		return;
	}
	assert_int_equal(result, len);
	if (len > 0) {
		model_reach(off + len);
		memcpy(model.bytes + off, buf, len);
	}
}

static void
random_cut(size_t size)
{
	if (sys(ftruncate, model.fd, 0, (off_t)size) != 0) {
		model.shortage++;
		return;
	}
	model_reach(size);
	model.size = size;
}

static void
compare_read(size_t off, size_t len)
{
	size_t left = off < model.size ? model.size - off : 0;

	ok(sys(read, model.fd, buf, len));
	assert_int_equal(result, len < left ? len : left);
	assert_memory_equal(buf, model.bytes + off, (size_t)result);
}

/* Random reads, writes and cuts, with little memory, against an array. */
static void
test_contents(void **state)
{
	uint64_t seed = 5, before = vm_page_free_count();
	size_t off, len;

	(void)state;
	put_file("/ballast", "");
	ok(sys(open, "/ballast", O_RDWR, 0));
	ok(sys(ftruncate, (int)result, 0,
	    (off_t)(vm_page_free_count() - 9) * 4096));
	ok(sys(open, "/f", O_RDWR | O_CREAT, 0644));
	model.fd = (int)result;
	for (int round = 0; round < 20000; round++) {
		off = next_random(&seed) % MODEL;
		len = next_random(&seed) % (MODEL - off);
		if (round % 3 != 0)
			len %= 3000;
		ok(sys(lseek, model.fd, 0, (off_t)off, SEEK_SET));
		switch (next_random(&seed) % 4) {
		case 0:
			random_write(&seed, off, len);
			break;
		case 1:
			random_cut(off);
			break;
		default:
			compare_read(off, len);
		}
		ok(sys(lseek, model.fd, 0, 0, SEEK_END));
		assert_int_equal(result, model.size);
	}
	assert_true(model.shortage > 10);
	/* It lives on without a name, and then everything is back. */
	ok(sys(unlink, "/f"));
	ok(sys(lseek, model.fd, 0, 0, SEEK_SET));
	compare_read(0, MODEL);
	ok(sys(close, model.fd));
	ok(sys(unlink, "/ballast"));
	ok(sys(close, 0));
	assert_int_equal(vm_page_free_count(), before);
}

static void
test_read_write(void **state)
{
	char buf[16];
	int fd;

	(void)state;
	put_file("/f", "0123456789");
	ok(sys(open, "/f", O_RDWR | O_APPEND, 0));
	fd = (int)result;
	ok(sys(read, fd, buf, 4));
	ok(sys(write, fd, "ab", 2));
	assert_string_equal(get_file("/f"), "0123456789ab");
	ok(sys(lseek, fd, 0, 0, SEEK_CUR));
	assert_int_equal(result, 12);
	fails(EINVAL, sys(lseek, fd, 0, -1, SEEK_SET));
	fails(EINVAL, sys(lseek, fd, 0, 0, 3));
	fails(EOVERFLOW, sys(lseek, fd, 0, INT64_MAX, SEEK_CUR));
	fails(EFAULT, sys(write, fd, NULL, 5));
	assert_string_equal(get_file("/f"), "0123456789ab");
	fails(EFAULT, sys(read, fd, (sys(lseek, fd, 0, 0, SEEK_SET), NULL),
	    5));
	fails(EINVAL, sys(ftruncate, fd, 0, -1));
	fails(EFBIG, sys(ftruncate, fd, 0, INT64_MAX));
	fails(ENOMEM, sys(ftruncate, fd, 0, (off_t)1 << 40));
	fails(EINVAL, sys(read, fd, buf, SIZE_MAX));
	ok(sys(close, fd));
	fails(EBADF, sys(read, fd, buf, 1));

	ok(sys(open, "/f", O_RDONLY, 0));
	fd = (int)result;
	fails(EBADF, sys(write, fd, buf, 1));
	fails(EINVAL, sys(ftruncate, fd, 0, 0));
	ok(sys(close, fd));
	ok(sys(open, "/f", O_WRONLY, 0));
	fd = (int)result;
	fails(EBADF, sys(read, fd, buf, 1));
	ok(sys(lseek, fd, 0, INT64_MAX - 2, SEEK_SET));
	fails(EFBIG, sys(write, fd, "12345", 5));
	ok(sys(close, fd));
	ok(sys(open, "/", O_RDONLY, 0));
	fd = (int)result;
	fails(EISDIR, sys(read, fd, buf, 1));
	ok(sys(close, fd));
}

/* What a mapping writes behind the end never becomes part of the file. */
static void
test_behind_the_end(void **state)
{
	struct vm_object *obj;
	struct file *fp;
	char buf[8];
	int fd;

	(void)state;
	put_file("/f", "abcd");
	ok(sys(open, "/f", O_RDWR, 0));
	fd = (int)result;
	ok(fget(fd, FREAD, &fp));
	ok(file_object(fp, PROT_READ | PROT_WRITE, true, &obj));
	fdrop(fp);
	memset(vm_page_va(vm_object_lookup(obj, 0)), 'x', PAGE_SIZE);
	ok(sys(ftruncate, fd, 0, 6));
	ok(sys(read, fd, buf, 8));
	assert_int_equal(result, 6);
	assert_memory_equal(buf, "xxxx\0\0", 6);
	ok(sys(ftruncate, fd, 0, 2));
	assert_memory_equal(vm_page_va(vm_object_lookup(obj, 0)),
	    "xx\0\0\0\0", 6);
	vm_object_drop(obj);
	ok(sys(open, "/f", O_RDONLY, 0));
	ok(fget((int)result, 0, &fp));
	fails(EACCES, file_object(fp, PROT_WRITE, true, &obj));
	ok(file_object(fp, PROT_WRITE, false, &obj));
	vm_object_drop(obj);
	fdrop(fp);
	ok(sys(open, "/dev/zero", O_RDWR, 0));
	ok(fget((int)result, 0, &fp));
	fails(ENODEV, file_object(fp, PROT_READ, false, &obj));
	fdrop(fp);
}

static void
test_running(void **state)
{
	struct vnode *vp, *vp2;
	int fd;

	(void)state;
	put_file("/prog", "text");
	fails(EACCES, vn_exec_open("/prog", &vp));
	ok(sys(chmod, "/prog", 0755));
	fails(EACCES, vn_exec_open("/dev", &vp));
	fails(EACCES, vn_exec_open("/dev/null", &vp));
	ok(vn_exec_open("/prog", &vp));
	fails(ETXTBSY, open_close("/prog", O_WRONLY));
	fails(ETXTBSY, open_close("/prog", O_WRONLY | O_TRUNC));
	assert_string_equal(get_file("/prog"), "text");
	vn_text_ref(vp);
	vn_text_drop(vp);
	fails(ETXTBSY, open_close("/prog", O_RDWR));
	vn_text_drop(vp);
	ok(sys(open, "/prog", O_RDWR, 0));
	fd = (int)result;
	fails(ETXTBSY, vn_exec_open("/prog", &vp));
	ok(sys(close, fd));
	ok(vn_exec_open("/prog", &vp));
	ok(sys(unlink, "/prog"));
	put_file("/prog", "other");
	ok(sys(chmod, "/prog", 0755));
	ok(vn_exec_open("/prog", &vp2));
	assert_ptr_not_equal(vp, vp2);
	vn_text_drop(vp);
	vn_text_drop(vp2);
}

/* ------------------------------------------------------------ getdents */

static int
list(int fd, char *names, size_t chunk)
{
	_Alignas(8) char buf[4096];
	int n = 0;

	names[0] = '\0';
	for (;;) {
		ok(sys(getdents, fd, buf, chunk));
		if (result == 0)
			return (n);
		for (int64_t at = 0; at < result; n++) {
			struct dirent *de = (struct dirent *)(buf + at);

			assert_int_equal(strlen(de->d_name), de->d_namlen);
			strcat(strcat(names, de->d_name), " ");
			at += (int64_t)_DIRENT_RECLEN(de->d_namlen);
		}
	}
}

static void
test_getdents(void **state)
{
	_Alignas(8) char buf[sizeof(struct dirent)];
	char names[4096];
	int fd;

	(void)state;
	ok(sys(mkdir, "/d", 0755));
	put_file("/d/one", "");
	ok(sys(mkdir, "/d/two", 0755));
	put_file("/d/three", "");
	ok(sys(open, "/d", O_RDONLY, 0));
	fd = (int)result;
	assert_int_equal(list(fd, names, 4096), 5);
	assert_string_equal(names, ". .. one two three ");
	assert_int_equal(list(fd, names, 4096), 0);
	ok(sys(lseek, fd, 0, 0, SEEK_SET));
	assert_int_equal(list(fd, names, 24), 5);
	assert_string_equal(names, ". .. one two three ");

	/* What goes away while one reads does not disturb the rest. */
	ok(sys(lseek, fd, 0, 0, SEEK_SET));
	ok(sys(getdents, fd, buf, 24));
	ok(sys(getdents, fd, buf, 24));
	ok(sys(getdents, fd, buf, 24));
	assert_string_equal(((struct dirent *)buf)->d_name, "one");
	ok(sys(unlink, "/d/one"));
	ok(sys(rmdir, "/d/two"));
	put_file("/d/four", "");
	assert_int_equal(list(fd, names, 4096), 2);
	assert_string_equal(names, "three four ");

	ok(sys(lseek, fd, 0, 0, SEEK_SET));
	fails(EINVAL, sys(getdents, fd, buf, 8));
	fails(EFAULT, sys(getdents, fd, NULL, 4096));
	ok(sys(close, fd));
	ok(sys(open, "/d/four", O_RDONLY, 0));
	fails(ENOTDIR, sys(getdents, (int)result, buf, 64));
}

static void
test_devices(void **state)
{
	char buf[8] = "xxxxxxx";
	struct stat st;
	int fd;

	(void)state;
	ok(sys(open, "/dev/zero", O_RDWR, 0));
	fd = (int)result;
	ok(sys(read, fd, buf, 4));
	assert_int_equal(result, 4);
	assert_memory_equal(buf, "\0\0\0\0xxx", 8);
	ok(sys(write, fd, buf, 8));
	assert_int_equal(result, 8);
	fails(ESPIPE, sys(lseek, fd, 0, 0, SEEK_SET));
	fails(ENOTTY, sys(ioctl, fd, 1, NULL));
	ok(sys(open, "/dev/null", O_RDWR, 0));
	fd = (int)result;
	ok(sys(read, fd, buf, 4));
	assert_int_equal(result, 0);
	ok(sys(fstat, fd, &st));
	assert_true(S_ISCHR(st.st_mode));
	ok(sys(open, "/dev/debugcon", O_WRONLY, 0));
	ok(sys(write, (int)result, "@pass x\n", 8));
	assert_string_equal(host_output, "@pass x\n");
}

/* --------------------------------------------- every allocation fails once */

static int
story(void)
{
	int fd[2], error;
	struct stat st;

	error = sys(mkdir, "/s", 0755);
	if (error == 0)
		error = sys(open, "/s/f", O_RDWR | O_CREAT, 0644);
	fd[0] = (int)result;
	if (error == 0)
		error = sys(write, fd[0], "hello", 5);
	if (error == 0)
		error = sys(rename, "/s/f", "/s/longer-name-than-before");
	if (error == 0)
		error = sys(pipe, 0);
	fd[0] = (int)result;
	fd[1] = (int)result2;
	if (error == 0)
		error = sys(write, fd[1], "through", 7);
	if (error == 0)
		error = sys(fcntl, fd[0], F_DUPFD, 100);
	if (error == 0)
		error = sys(stat, "/s/longer-name-than-before", &st);
	if (error == 0) {
		struct filedesc *copy = fdcopy(&host_proc, FD_CLOFORK);

		error = copy == NULL ? ENOMEM : 0;
		if (copy != NULL)
			fdfree(&host_proc, copy);
	}
	return (error);
}

static void
test_shortage(void **state)
{
	uint64_t pages, inuse, pieces = host_kmalloc_inuse();
	int n, error = ENOMEM;

	(void)state;
	for (n = 0; error != 0; n++) {
		assert_true(n < 100);
		vfs_host_boot(300);
		inuse = host_kmalloc_inuse();
		pages = vm_page_free_count();
		host_kmalloc_fail(n);
		error = story();
		host_kmalloc_fail(-1);
		if (error != 0)
			assert_int_equal(error, ENOMEM);
		vfs_host_exit();
		host_proc.p_fd = fdinit(NULL);
		(void)sys(unlink, "/s/f");
		(void)sys(unlink, "/s/longer-name-than-before");
		(void)sys(rmdir, "/s");
		assert_int_equal(host_kmalloc_inuse(), inuse);
		assert_int_equal(vm_page_free_count(), pages);
		vfs_host_exit();
	}
	assert_true(n > 12);
	assert_true(host_kmalloc_inuse() >= pieces);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_paths, boot, done),
		cmocka_unit_test_setup_teardown(test_mkdir_rmdir, boot, done),
		cmocka_unit_test_setup_teardown(test_rename, boot, done),
		cmocka_unit_test_setup_teardown(test_permissions, boot, done),
		cmocka_unit_test_setup_teardown(test_contents, boot, done),
		cmocka_unit_test_setup_teardown(test_read_write, boot, done),
		cmocka_unit_test_setup_teardown(test_behind_the_end, boot,
		    done),
		cmocka_unit_test_setup_teardown(test_running, boot, done),
		cmocka_unit_test_setup_teardown(test_getdents, boot, done),
		cmocka_unit_test_setup_teardown(test_devices, boot, done),
		cmocka_unit_test(test_shortage),
	};

	return (cmocka_run_group_tests_name("vfs files", tests, NULL, NULL));
}
