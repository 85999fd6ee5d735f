/*
 * devfs.c -- devices as files.
 *
 *   /dev/console    the terminal (tty.c)
 *   /dev/tty        the same, for who has it as controlling terminal
 *   /dev/null       swallows all, gives nothing
 *   /dev/zero       swallows all, gives zeros
 *   /dev/debugcon   write only: records for whoever drives the machine
 *
 * The nodes are ordinary ones of memfs that carry a struct cdev.
 */
#include "kernel/devfs.h"
#include "kernel/file.h"
#include "kernel/machdep.h"
#include "kernel/tty.h"
#include "kernel/vfs.h"
#include "lib/bits.h"

static int
read_nothing(struct uio *uio, uint32_t fflags)
{
	(void)uio;
	(void)fflags;
	return (0);
}

static int
read_zeros(struct uio *uio, uint32_t fflags)
{
	(void)fflags;
	return (uiozero(uio->uio_resid, uio));
}

static int
write_nowhere(struct uio *uio, uint32_t fflags)
{
	(void)fflags;
	uio->uio_resid = 0;
	return (0);
}

static int
write_debugcon(struct uio *uio, uint32_t fflags)
{
	char buf[256];
	size_t i, n;
	int error = 0;

	(void)fflags;
	while (uio->uio_resid > 0 && error == 0) {
		n = min(uio->uio_resid, sizeof(buf));
		error = uiomove(buf, n, uio);
		for (i = 0; error == 0 && i < n; i++)
			debugcon_putc(buf[i]);
	}
	return (error);
}

static const struct cdev devices[] = {
	{
		.d_name = "console", .d_rdev = 0x0000, .d_mode = 0666,
		.d_open = ttyopen, .d_read = ttyread, .d_write = ttywrite,
		.d_ioctl = ttyioctl,
	}, {
		.d_name = "tty", .d_rdev = 0x0100, .d_mode = 0666,
		.d_open = ctty_open, .d_read = ttyread, .d_write = ttywrite,
		.d_ioctl = ttyioctl,
	}, {
		.d_name = "null", .d_rdev = 0x0202, .d_mode = 0666,
		.d_read = read_nothing, .d_write = write_nowhere,
	}, {
		.d_name = "zero", .d_rdev = 0x020c, .d_mode = 0666,
		.d_read = read_zeros, .d_write = write_nowhere,
	}, {
		.d_name = "debugcon", .d_rdev = 0x0300, .d_mode = 0200,
		.d_read = read_nothing, .d_write = write_debugcon,
	},
};

const struct cdev *
cdev_find(dev_t rdev)
{
	size_t i;

	for (i = 0; i < nitems(devices); i++) {
		if (devices[i].d_rdev == rdev)
			return (&devices[i]);
	}
	return (NULL);
}

void
devfs_init(void)
{
	struct vattr dir = { .va_type = VDIR, .va_mode = 0755 };
	struct vattr va = { .va_type = VCHR };
	struct vnode *dev, *vp;
	size_t i;
	int error;

	vfs_lock();
	error = rootvnode->v_ops->vop_create(rootvnode, "dev", &dir, &dev);
	for (i = 0; error == 0 && i < nitems(devices); i++) {
		va.va_mode = devices[i].d_mode;
		va.va_rdev = devices[i].d_rdev;
		error = dev->v_ops->vop_create(dev, devices[i].d_name, &va,
		    &vp);
		if (error == 0)
			vrele(vp);
	}
	if (error != 0)
		panic("no memory for /dev");
	vrele(dev);
	vfs_unlock();
}
