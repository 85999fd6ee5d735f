/*
 * devfs.h -- devices as files: the nodes in /dev.
 */
#ifndef KERNEL_DEVFS_H
#define KERNEL_DEVFS_H

#include "kernel/abi.h"
#include "kernel/kern.h"
#include "kernel/uio.h"

/*
 * A character device.  fflags are FREAD, FWRITE, O_NONBLOCK, O_NOCTTY;
 * d_open and d_ioctl may be NULL.  All may block.
 */
struct cdev {
	const char *d_name;		/* in /dev */
	dev_t d_rdev;			/* st_rdev */
	mode_t d_mode;
	int (*d_open)(uint32_t fflags);
	int (*d_read)(struct uio *uio, uint32_t fflags);
	int (*d_write)(struct uio *uio, uint32_t fflags);
	int (*d_ioctl)(unsigned long com, void *udata);
};

/* The device with that number, or NULL. */
const struct cdev *cdev_find(dev_t rdev);

#endif
