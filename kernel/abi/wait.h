/*
 * abi/wait.h -- wait4 options and the status word.
 */
#ifndef ABI_WAIT_H
#define ABI_WAIT_H

#define WNOHANG		1
#define WUNTRACED	2
#define WCONTINUED	4
#define WLINUXCLONE	((int)0x80000000)

#define W_EXITCODE(code, sig)	(((code) & 0xff) << 8 | (sig))
#define W_STOPCODE(sig)		((sig) << 8 | 0x7f)

#define WCOREFLAG	0x80
#define _WSTATUS(x)	((x) & 0x7f)
#define WIFEXITED(x)	(_WSTATUS(x) == 0)
#define WEXITSTATUS(x)	(((x) >> 8) & 0xff)
#define WIFSTOPPED(x)	(((x) & 0xff) == 0x7f)
#define WSTOPSIG(x)	(((x) >> 8) & 0xff)
#define WIFCONTINUED(x)	((x) == 19)
#define WIFSIGNALED(x)	\
	(_WSTATUS(x) != 0x7f && _WSTATUS(x) != 0 && (x) != 19)
#define WTERMSIG(x)	_WSTATUS(x)
#define WCOREDUMP(x)	((x) & WCOREFLAG)

#endif
