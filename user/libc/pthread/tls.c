/*
 * tls.c -- thread-local variables.
 *
 * The compiler finds a __thread variable at a fixed distance below %fs.  The
 * linker (user.ld) says how many bytes they are and what they start as; a
 * thread's block ends where its struct pthread begins (impl.h).
 *
 *   __tls_start, __tls_fill, __tls_set, __tls_bytes
 */
#include <string.h>
#include <sys/tls.h>

#include "user/libc/pthread/impl.h"

/* Numbers of user.ld, as addresses. */
extern char __tls_image[], __tls_filesz[], __tls_size[];

struct pthread __first_thread
    __attribute__((section(".bss.first_thread"), aligned(TLS_ALIGN)));

size_t
__tls_bytes(void)
{
	return ((size_t)__tls_size);
}

void
__tls_fill(struct pthread *t)
{
	char *block = (char *)t - (size_t)__tls_size;

	memcpy(block, __tls_image, (size_t)__tls_filesz);
	memset(block + (size_t)__tls_filesz, 0,
	    (size_t)__tls_size - (size_t)__tls_filesz);
}

void
__tls_set(struct pthread *t)
{
	struct tls_info info = { t, -1 };

	t->pt_self = t;
	set_tls_area(TLS_FS, &info, sizeof(info));
}

/* In the bss the zeroes are there already. */
void
__tls_start(void)
{
	if ((size_t)__tls_filesz != 0)
		memcpy((char *)&__first_thread - (size_t)__tls_size,
		    __tls_image, (size_t)__tls_filesz);
	__tls_set(&__first_thread);
}
