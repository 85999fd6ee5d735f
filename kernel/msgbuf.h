/*
 * msgbuf.h -- what the kernel has said.
 */
#ifndef KERNEL_MSGBUF_H
#define KERNEL_MSGBUF_H

#include <stddef.h>

/*
 * msgbuf_text: the end of the kernel's messages, at most size - 1
 * characters and a NUL; returns their number.
 */
size_t msgbuf_text(char *buf, size_t size);

#endif
