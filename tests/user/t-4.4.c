/*
 * T-4.4: behind the last tid comes the lowest that is free, from 1 on; a
 * tid in use is passed over (D-08).
 */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.4");

#define TID_MAX	0x3FFFFFFF
#define LWPS	4

static struct thread threads[LWPS];
static volatile int leave;

static void
stay(void *arg)
{
	(void)arg;
	wait_until(&leave, 1);
}

static void
leave_at_once(void *arg)
{
	(void)arg;
}

int
main(void)
{
	static const lwpid_t wanted[LWPS] = { TID_MAX, 2, 3, 5 };
	static struct thread four, brief;
	lwpid_t tids[LWPS + 3];

	check(lwp_gettid() == 1, "the first LWP has tid 1");
	kset("debug.lasttid", 3);
	thread_start(&four, stay, NULL);
	check(four.th_tid1 == 4, "the next one");
	for (lwpid_t tid = 5; tid <= 6; tid++) {
		thread_start(&brief, leave_at_once, NULL);
		check(brief.th_tid1 == tid, "not one that was given before");
		thread_join(&brief);
	}
	kset("debug.lasttid", TID_MAX - 1);
	for (int i = 0; i < LWPS; i++) {
		thread_start(&threads[i], stay, NULL);
		check(threads[i].th_tid1 == wanted[i],
		    "the last, then the lowest free from 1, past 1 and 4");
	}
	check(lwp_list(tids, LWPS + 3) == LWPS + 2, "all are listed");
	check(tids[0] == 1 && tids[LWPS + 1] == TID_MAX, "in their order");
	check(kstat("debug.lwptree_check") == 0, "the tree is sound");
	leave = 1;
	umtx_wakeup(&leave, 0);
	thread_join(&four);
	for (int i = 0; i < LWPS; i++)
		thread_join(&threads[i]);
	check_fails(lwp_kill(getpid(), TID_MAX, 0), ESRCH);
	pass();
}
