/*
 * abi.h -- everything a program and the kernel must agree on.
 *
 * The only header of kernel/ that user/ may include.  The parts lie in
 * kernel/abi/, so that user/libc can give each to the standard header that
 * a C programmer expects it in.  System call numbers are generated from
 * kernel/syscalls.master into build/gen/syscall_nr.h.
 */
#ifndef KERNEL_ABI_H
#define KERNEL_ABI_H

#include "kernel/abi/errno.h"
#include "kernel/abi/fcntl.h"
#include "kernel/abi/ioctl.h"
#include "kernel/abi/lwp.h"
#include "kernel/abi/mman.h"
#include "kernel/abi/reboot.h"
#include "kernel/abi/resource.h"
#include "kernel/abi/rfork.h"
#include "kernel/abi/rtprio.h"
#include "kernel/abi/signal.h"
#include "kernel/abi/stat.h"
#include "kernel/abi/sysctl.h"
#include "kernel/abi/termios.h"
#include "kernel/abi/time.h"
#include "kernel/abi/tls.h"
#include "kernel/abi/tls.h"
#include "kernel/abi/types.h"
#include "kernel/abi/utsname.h"
#include "kernel/abi/wait.h"

#endif
