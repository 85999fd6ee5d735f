/*
 * abi/reboot.h -- how reboot(2) leaves the machine.
 */
#ifndef ABI_REBOOT_H
#define ABI_REBOOT_H

#define RB_AUTOBOOT	0	/* reset the machine */
#define RB_HALT		0x008	/* stop the cpu */
#define RB_POWEROFF	0x4000	/* turn the power off; QEMU ends */

#endif
