/*
 * observe.h -- what two processes have in common, found out by system calls.
 *
 * Nothing here knows what rfork's flags mean.  A pair is made, each of the
 * two changes its memory, its descriptors and its signal actions, and each
 * looks whether the other's change is there.  rforkdemo prints what was
 * seen; a test compares it with a model, for all flags.
 */
#ifndef RFORKDEMO_OBSERVE_H
#define RFORKDEMO_OBSERVE_H

#include <stdbool.h>
#include <sys/types.h>

enum common { SHARED, COPIED, EMPTY };
enum told { NOT_TOLD, BY_SIGCHLD, BY_SIGUSR1 };
enum waits { NEVER, PLAIN, WITH_WLINUXCLONE };

struct row {
	int r_error;			/* errno of rfork; no more is known */
	pid_t r_caller, r_child;
	pid_t r_ppid;			/* getppid() in the child */
	enum common r_memory, r_files, r_actions;
	enum waits r_waits;		/* which wait4 finds the child */
	enum told r_told;		/* how the caller learns of its end */
	bool r_peers;			/* the caller's end ended the child */
	const char *r_trouble;		/* NULL, or what made no sense */
};

/*
 * observe: rfork(flags) in a new process, and what came of it.
 *
 * => with RFPROC the pair is that process and its child.  Without, the
 *    process has a child that shares everything, and then changes itself.
 * => false: no pair could be made; errno
 */
bool observe(int flags, struct row *row);

#endif
