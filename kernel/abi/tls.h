/*
 * abi/tls.h -- the thread pointer: set_tls_area(2), get_tls_area(2).
 */
#ifndef ABI_TLS_H
#define ABI_TLS_H

/* which */
#define TLS_FS		0		/* what %fs:0 is, the compiler's TLS */
#define TLS_GS		1
#define TLS_AREAS	2

struct tls_info {
	void *base;			/* an address of the user's, or NULL */
	int size;			/* kept and told again; -1: no limit */
};

#endif
