/*
 * lock.c -- the locks of the library: what happens when somebody must wait.
 *
 * In a file of its own: every program has these, few have threads.
 */
#include "user/libc/lock.h"

#include <errno.h>
#include <sys/lwp.h>

int __libc_threaded;
pid_t (*__fork_hook)(void);

/*
 * Who sleeps leaves 2 behind, also when it takes the lock: it cannot know
 * whether another sleeps too.  The price is one wakeup for nobody.
 */
void
__lock_wait(volatile int *word)
{
	int saved = errno;

	while (__atomic_exchange_n(word, 2, __ATOMIC_ACQUIRE) != 0)
		umtx_sleep(word, 2, 0);
	errno = saved;
}

/* Who locked may have unmapped the word by now: no error matters. */
void
__lock_wake(volatile int *word)
{
	int saved = errno;

	umtx_wakeup(word, 1);
	errno = saved;
}
