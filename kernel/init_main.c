/*
 * init_main.c -- from "the machine runs C" to the first program.
 *
 * arch/ has a console, final page tables and the page array; here the parts
 * of the kernel come up in the order in which they need each other, process
 * 0 is set up by hand, and process 1 is made by the same fork1() that will
 * make all others.
 */
#include "kernel/boot.h"
#include "kernel/census.h"
#include "kernel/file.h"
#include "kernel/hooks.h"
#include "kernel/loadavg.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/tty.h"
#include "kernel/usched.h"
#include "kernel/vnode.h"
#include "vm/vm_map.h"

struct proc proc0;
struct lwp lwp0;
uint64_t boot_cycles;			/* until pid 1 enters user mode */
static struct ucred cred0 = { .cr_ref = 1, .cr_ruidinfo = &uidinfo0 };

/*
 * A process takes about 30 pages when it does something, and half of memory
 * should be enough for the structures of all of them (docs/memory.md).
 */
static void
maxproc_init(void)
{
	const char *option = boot_option("maxproc");
	uint64_t pages = vm_page_total();

	maxproc = (int)(pages / 30);
	if (maxproc < 64)
		maxproc = 64;
	if (maxproc > 20000)
		maxproc = 20000;
	if (option != NULL) {
		maxproc = 0;
		for (; *option >= '0' && *option <= '9'; option++)
			maxproc = maxproc * 10 + (*option - '0');
		if (maxproc < 16 || maxproc > 20000)
			maxproc = 20000;
	}
}

/* Process 0: the running thread, an empty address space, user 0. */
static void
proc0_init(void)
{
	struct thread *td = curthread;

	lwp_init_tree(&proc0);
	LIST_INIT(&proc0.p_children);
	lwkt_token_init(&proc0.p_token, "proc");
	proc0.p_stat = SACTIVE;
	proc0.p_leader = &proc0;
	proc0.p_flag = P_SYSTEM;
	proc0.p_ucred = &cred0;
	proc0.p_limit = &plimit0;
	proc0.p_sigacts = &sigacts0;
	proc0.p_usched = &usched_rr;
	strlcpy(proc0.p_comm, "kernel", sizeof(proc0.p_comm));
	proc0.p_vmspace = vmspace_alloc();
	if (proc0.p_vmspace == NULL)
		panic("no memory for the first address space");
	proc0.p_vmspace->vm_owner_pid = proc0.p_pid;

	lwp0.lwp_proc = &proc0;
	lwp0.lwp_thread = td;
	lwp0.lwp_vmspace = proc0.p_vmspace;
	lwp0.lwp_cpumask = usched_mastermask;
	lwp0.lwp_rtprio.type = RTP_PRIO_NORMAL;
	lwp0.lwp_class = RR_NORMAL;
	lwp0.lwp_stat = LSRUN;
	td->td_proc = &proc0;
	td->td_lwp = &lwp0;
	td->td_ucred = crhold(&cred0);
	lwkt_setpri_self(TDPRI_KERN_USER);	/* as of every LWP */
	pid_hold(0);
	proc_add_allproc(&proc0);
}

/* Pid 1's first steps, in the kernel: become /bin/init. */
static void
start_init(void *arg, struct trapframe *frame)
{
	static const char path[] = "/bin/init";
	int error;

	(void)arg;
	userenter(curthread);
	error = exec_init(path);
	if (error != 0)
		panic("cannot run %s: error %d (is the archive loaded?)",
		    path, error);
	boot_cycles = cpu_cycles_since_boot();
	userreturn(frame);
}

static void
create_init(void)
{
	struct proc *p;
	int error;

	error = fork1(&lwp0, RFFDG | RFPROC, &p);
	if (error != 0)
		panic("cannot make process 1: error %d", error);
	KASSERT(p->p_pid == 1, ("init has pid %d", p->p_pid));
	initproc = p;
	p->p_flag &= ~(uint32_t)P_SYSTEM;
	if (enterpgrp(p, p->p_pid, true) != 0)
		panic("no memory for the first process group");
	cpu_set_fork_handler(only_lwp_in_proc(p), start_init, NULL);
	start_forked_proc(&lwp0, p);
}

/* The root file system: everything in the archives that were loaded. */
static void
root_init(void)
{
	const void *archive;
	size_t size;

	vfs_init();
	devfs_init();
	for (int i = 0; boot_module(i, &archive, &size); i++) {
		if (archive_unpack(archive, size) != 0)
			kprintf("boot: archive %d is not complete\n", i);
		boot_module_free(i);
	}
}

void
kernel_main(void)
{
	static char sleep_for_ever;

	kprintf("Damselfly: %lu MiB of memory\n",
	    (unsigned long)(vm_page_total() >> 8));
	kmalloc_init();
	maxproc_init();
	plimit_init();
	tsleep_init();
	lwkt_start();
	clock_init();
	loadavg_init();
	lwp_reaper_init();
	proc0_init();
	tty_init();
	root_init();
#ifdef KERNEL_TEST
	if (boot_option("selftest") != NULL)
		ktest_run(boot_option("selftest"));
	count_hooks_init();
	plant_init();
#endif
	create_init();

	/* Process 0 has nothing left to do. */
	for (;;)
		tsleep(&sleep_for_ever, 0, "nothing", 0);
}
