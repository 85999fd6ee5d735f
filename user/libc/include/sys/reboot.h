/*
 * sys/reboot.h -- the end of the machine.
 */
#ifndef _SYS_REBOOT_H
#define _SYS_REBOOT_H

#include "kernel/abi/reboot.h"

/* reboot: root only; does not return if it can do it. */
int reboot(int howto);

#endif
