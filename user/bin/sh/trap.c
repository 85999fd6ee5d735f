/*
 * trap.c -- signals to the shell itself, and the commands to run for them.
 *
 * Three things decide what the shell does with a signal: a trap; if there
 * is none, whether the shell is interactive or has job control; else what
 * it was started with.  disposition() knows the order, update() asks it.
 * A handler only notes the signal; its command runs between two commands.
 *
 *   trap_control    interactive or job control has changed
 *   trap_hold       before a fork: signals wait
 *   trap_release    after it: they come
 *   trap_subshell   in a child: as at first, but ignored stays ignored
 *   trap_run        between commands, when sh_pending says so
 *   trap_exit       the command of EXIT, once
 *   builtin_trap    the builtin
 *
 * A shell without traps and without job control gets here only to hold
 * signals while it forks.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

#define NTRAPS	32		/* signals that have names; 0 is EXIT */

static char *traps[NTRAPS];	/* NULL: none; "": ignored */
static int ntraps;		/* that are commands */
static volatile sig_atomic_t caught[NTRAPS];
sigjmp_buf trap_jump;		/* where a ^C at the prompt leads ... */
volatile sig_atomic_t trap_jumps; /* ... while this is set */
static bool ignored[NTRAPS];	/* ... when the shell was started */
static bool known[NTRAPS];	/* whether we have looked at that */

static void
on_signal(int sig)
{
	caught[sig] = 1;
	sh.sh_pending = 1;
	if (sig == SIGINT && trap_jumps) {
		trap_jumps = 0;
		siglongjmp(trap_jump, 1);
	}
}

static void (*
disposition(int sig))(int)
{
	if (traps[sig] != NULL)
		return (traps[sig][0] == '\0' ? SIG_IGN : on_signal);
	if (sh.sh_interactive && sig == SIGINT)
		return (on_signal);
	if (sh.sh_interactive && (sig == SIGQUIT || sig == SIGTERM))
		return (SIG_IGN);
	if (sh.sh_control &&
	    (sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU))
		return (SIG_IGN);
	return (ignored[sig] ? SIG_IGN : SIG_DFL);
}

/* Not SA_RESTART: a trapped signal ends a wait or a read. */
static void
update(int sig)
{
	struct sigaction sa, old;

	if (!known[sig]) {
		known[sig] = true;
		ignored[sig] = sigaction(sig, NULL, &old) == 0 &&
		    old.sa_handler == SIG_IGN;
	}
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = disposition(sig);
	sigemptyset(&sa.sa_mask);
	(void)sigaction(sig, &sa, NULL);
}

static const int special[] = { SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN,
    SIGTTOU };
#define NSPECIAL	(sizeof(special) / sizeof(special[0]))

void
trap_control(void)
{
	size_t i;

	for (i = 0; i < NSPECIAL; i++)
		update(special[i]);
}

/* A command for sig; NULL: as if there had never been one. */
static void
set_trap(int sig, const char *command)
{
	if (traps[sig] != NULL && traps[sig][0] != '\0')
		ntraps--;
	free(traps[sig]);
	traps[sig] = command == NULL ? NULL : xstrdup(command);
	if (command != NULL && command[0] != '\0')
		ntraps++;
	if (sig != 0)
		update(sig);
}

bool
trap_any(void)
{
	return (ntraps > 0);
}

/*
 * A child may be signalled before it has got round to anything.  It must not
 * do then what the shell would: note a ^C as its own, or ignore a ^Z.  Nor
 * may the kernel do that for it: ours drops what is ignored, blocked or not.
 */
void
trap_hold(sigset_t *before)
{
	sigset_t all;
	size_t i;

	sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, before);
	for (i = 0; (sh.sh_interactive || sh.sh_control) && i < NSPECIAL; i++)
		if (traps[special[i]] == NULL &&
		    disposition(special[i]) == SIG_IGN)
			(void)signal(special[i], SIG_DFL);
}

/* The shell's own ways again; the child has called trap_subshell instead. */
void
trap_release(const sigset_t *before, bool child)
{
	if (!child && (sh.sh_interactive || sh.sh_control))
		trap_control();
	(void)sigprocmask(SIG_SETMASK, before, NULL);
}

/*
 * What the shell ignores for its own sake its children must not, except
 * that $(...), which cannot be continued, is not to be stopped either.
 * Without job control a job in the background is out of reach of ^C.
 */
void
trap_subshell(enum job_kind kind)
{
	bool special_before = sh.sh_interactive || sh.sh_control;
	int sig;

	for (sig = 0; ntraps > 0 && sig < NTRAPS; sig++)
		if (traps[sig] != NULL && traps[sig][0] != '\0')
			set_trap(sig, NULL);
	if (kind == JOB_BACKGROUND && !sh.sh_control) {
		set_trap(SIGINT, "");
		set_trap(SIGQUIT, "");
	}
	if (special_before) {
		sh.sh_interactive = false;
		sh.sh_control = sh.sh_control && kind == JOB_INSIDE;
		trap_control();
	}
	if (sh.sh_pending) {
		sh.sh_pending = 0;
		memset((void *)caught, 0, sizeof(caught));
	}
}

static void
run_command(const char *command)
{
	int status = sh.sh_status;
	char *copy = xstrdup(command);	/* it may change the trap */

	exec_string(copy);
	free(copy);
	if (sh.sh_unwind == U_NONE)
		sh.sh_status = status;
}

void
trap_run(void)
{
	static bool running;
	int sig;

	if (running)
		return;		/* after the command that runs now */
	running = true;
	sh.sh_pending = 0;
	for (sig = 1; sig < NTRAPS; sig++) {
		if (!caught[sig])
			continue;
		caught[sig] = 0;
		if (traps[sig] != NULL && traps[sig][0] != '\0') {
			run_command(traps[sig]);
		} else if (sh.sh_interactive && sig == SIGINT) {
			sh.sh_status = 128 + SIGINT;
			sh.sh_unwind = U_ABORT;
		}
	}
	running = false;
}

/* The signal that waits to be seen, or 0. */
int
trap_pending(void)
{
	int sig;

	for (sig = 1; sh.sh_pending && sig < NTRAPS; sig++)
		if (caught[sig])
			return (sig);
	return (0);
}

void
trap_exit(int status)
{
	char *command = traps[0];

	if (command == NULL)
		return;
	traps[0] = NULL;
	sh.sh_status = status;
	sh.sh_unwind = U_NONE;
	exec_string(command);
	free(command);
}

/* In a form that can be read back: trap -- 'it'\''s' INT */
static void
print_traps(void)
{
	const char *s;
	int sig;

	for (sig = 0; sig < NTRAPS; sig++) {
		if (traps[sig] == NULL)
			continue;
		out("trap -- '");
		for (s = traps[sig]; *s != '\0'; s++) {
			if (*s == '\'')
				out("'\\''");
			else
				out_add(s, 1);
		}
		out("' %s\n", sig == 0 ? "EXIT" : signal_name(sig));
	}
}

/* A signal that was ignored when a script began cannot be trapped. */
static bool
hands_off(int sig)
{
	if (sig == 0 || sh.sh_interactive)
		return (false);
	if (!known[sig])
		update(sig);
	return (ignored[sig]);
}

/* trap; trap COMMAND SIGNAL...; trap - SIGNAL...; trap SIGNAL... */
int
builtin_trap(int argc, char **argv)
{
	int i = 1, sig, status = 0;
	const char *command = NULL;

	if (i < argc && strcmp(argv[i], "--") == 0)
		i++;
	if (i >= argc) {
		print_traps();
		return (0);
	}
	if (signal_number(argv[i]) < 0 || argv[i][0] < '0' ||
	    argv[i][0] > '9') {
		command = strcmp(argv[i], "-") == 0 ? NULL : argv[i];
		i++;
	}
	if (i >= argc) {
		warn("usage: trap [COMMAND | -] SIGNAL ...");
		return (2);
	}
	for (; i < argc; i++) {
		sig = signal_number(argv[i]);
		if (sig < 0 || sig >= NTRAPS || (sig != 0 &&
		    (signal_name(sig) == NULL || sig == SIGKILL ||
		    sig == SIGSTOP))) {
			warn("trap: %s: cannot be trapped", argv[i]);
			status = 1;
		} else if (!hands_off(sig)) {
			set_trap(sig, command);
		}
	}
	return (status);
}
