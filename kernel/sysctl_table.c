/*
 * sysctl_table.c -- every kernel value a program can ask for by name.
 *
 * docs/abi.md tells how; "sysctl -a" prints them all.
 */
#include "kernel/sysctl.h"
#include "kernel/boot.h"
#include "kernel/census.h"
#include "kernel/file.h"
#include "kernel/hooks.h"
#include "kernel/loadavg.h"
#include "kernel/msgbuf.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/usched.h"
#include "kernel/version.h"
#include "vm/vm_commit.h"
#include "vm/vm_map.h"

static uint64_t
get_physmem(void)
{
	return (ptoa(vm_page_total()));
}

static uint64_t
get_uptime(void)
{
	return (cpu_nanouptime());
}

static uint64_t
get_boottime(void)
{
	return ((uint64_t)cpu_boottime());
}

static uint64_t
get_vm_check(void)
{
	return ((uint64_t)vm_check(kprintf));
}

static uint64_t
get_boot_insns(void)
{
	return (boot_cycles);
}

static int
tree_faults(struct proc *p, void *arg)
{
	*(uint64_t *)arg += (uint64_t)lwp_tree_check(p);
	return (0);
}

static uint64_t
get_lwptree_check(void)
{
	uint64_t faults = 0;

	proc_scan(tree_faults, &faults);
	return (faults);
}

static uint64_t
get_plimit_refs(void)
{
	return (curproc->p_limit->pl_refs);
}

#ifdef KERNEL_TEST
static int *
where_lasttid(void)
{
	return (&curproc->p_lasttid);
}
#endif

static int
tree_height(struct proc *p, void *arg)
{
	uint64_t *highest = arg, height = (uint64_t)rb_height(&p->p_lwp_tree);

	if (height > *highest)
		*highest = height;
	return (0);
}

static uint64_t
get_lwptree_height(void)
{
	uint64_t highest = 0;

	proc_scan(tree_height, &highest);
	return (highest);
}

static int pagesize = (int)PAGE_SIZE;

#define COUNTER(path, id, text) \
	{ .sc_name = path, .sc_kind = SC_U64, .sc_counter = (id) + 1, \
	  .sc_descr = text }
#define VALUE(path, fn, text) \
	{ .sc_name = path, .sc_kind = SC_U64, .sc_get = fn, .sc_descr = text }
#define CHECK(path, fn, text) \
	{ .sc_name = path, .sc_kind = SC_INT, .sc_get = fn, .sc_descr = text }
#define INT_RO(path, var, text) \
	{ .sc_name = path, .sc_kind = SC_INT, .sc_int = &(var), \
	  .sc_descr = text }
#define INT_RW(path, var, lo, hi, text) \
	{ .sc_name = path, .sc_kind = SC_INT, .sc_int = &(var), \
	  .sc_writable = true, .sc_min = lo, .sc_max = hi, .sc_descr = text }

const struct sysctl_row sysctl_table[] = {
	{ .sc_name = "kern.ostype", .sc_kind = SC_STRING,
	  .sc_string = "Damselfly", .sc_descr = "name of the kernel" },
	{ .sc_name = "kern.version", .sc_kind = SC_STRING,
	  .sc_string = DAMSELFLY_VERSION, .sc_descr = "its version" },
	INT_RW("kern.maxproc", maxproc, 16, 20000,
	    "most processes, zombies included"),
	INT_RW("kern.maxprocperuid", maxprocperuid, 1, 20000,
	    "most processes of a user: the end of RLIMIT_NPROC"),
	INT_RW("kern.maxfilesperuser", maxfilesperuser, 1, 1000000,
	    "most open files of a user, root excepted"),
	INT_RW("kern.pid_max", pid_max, 20, 99999, "greatest pid"),
	INT_RO("kern.hz", hz, "clock ticks a second"),
	INT_RW("kern.usched_rr_interval", usched_rr_interval, 1, 50,
	    "quantum of the round-robin scheduler, in 1/50 s"),
	VALUE("kern.boottime", get_boottime, "seconds since 1970 at boot"),
	VALUE("kern.uptime_ns", get_uptime, "nanoseconds since boot"),
	VALUE("hw.physmem", get_physmem, "bytes of memory we manage"),
	INT_RO("hw.pagesize", pagesize, "bytes of a page"),

	INT_RW("vm.overcommit", vm_overcommit, 0, 1,
	    "1: promise more memory than there is"),
	VALUE("vm.commit", vm_commit_now, "pages promised"),
	VALUE("vm.commit_limit", vm_commit_limit, "pages there are to promise"),
	{ .sc_name = "vm.loadavg", .sc_kind = SC_STRING,
	  .sc_text = loadavg_text,
	  .sc_descr = "LWPs that want the cpu: last 1, 5, 15 minutes" },
	VALUE("vm.stats.vm.v_page_count", vm_page_total, "pages of memory"),
	VALUE("vm.stats.vm.v_free_count", vm_page_free_count, "free pages"),
	COUNTER("vm.stats.vm.v_vm_faults", V_VM_FAULTS, "page faults"),
	COUNTER("vm.stats.vm.v_cow_faults", V_COW_FAULTS,
	    "pages copied on a write"),
	COUNTER("vm.stats.vm.v_cow_optim", V_COW_OPTIM,
	    "pages made writable without a copy"),
	COUNTER("vm.stats.vm.v_zfod", V_ZFOD, "pages filled with zeros"),
	COUNTER("vm.stats.vm.v_pt_shared", V_PT_SHARED,
	    "page tables shared by fork"),
	COUNTER("vm.stats.vm.v_pt_copies", V_PT_COPIES,
	    "page tables copied on a write"),
	COUNTER("vm.stats.vm.v_forks", V_FORKS, "forks"),
	COUNTER("vm.stats.vm.v_forkpages", V_FORKPAGES,
	    "data and stack pages of forked processes"),
	COUNTER("vm.stats.vm.v_vforks", V_VFORKS, "vforks"),
	COUNTER("vm.stats.vm.v_vforkpages", V_VFORKPAGES,
	    "data and stack pages of vforked processes"),
	COUNTER("vm.stats.vm.v_rforks", V_RFORKS, "rforks of any other kind"),
	COUNTER("vm.stats.vm.v_rforkpages", V_RFORKPAGES,
	    "data and stack pages of rforked processes"),
	COUNTER("vm.stats.vm.v_kthreads", V_KTHREADS,
	    "processes made by the kernel"),
	COUNTER("vm.stats.vm.v_kthreadpages", V_KTHREADPAGES,
	    "their data and stack pages"),
	COUNTER("vm.stats.vm.v_exec", V_EXEC, "programs executed"),
	COUNTER("vm.stats.sys.v_swtch", V_SWTCH, "thread switches"),
	COUNTER("vm.stats.sys.v_trap", V_TRAP, "traps"),
	COUNTER("vm.stats.sys.v_syscall", V_SYSCALL, "system calls"),
	COUNTER("vm.stats.sys.v_intr", V_INTR, "interrupts"),

	VALUE("debug.plimit_refs", get_plimit_refs,
	    "processes that share the limits of the caller"),
	INT_RO("debug.nprocs", nprocs, "processes, zombies included"),
	VALUE("debug.freepages", vm_page_free_count, "free pages"),
	VALUE("debug.vm_objects", vm_object_count, "memory objects"),
	VALUE("debug.boot_insns", get_boot_insns,
	    "cycles from power-on to the first program"),
	CHECK("debug.vm_check", get_vm_check,
	    "run the memory checker: faults found"),
	VALUE("debug.lwptree_height", get_lwptree_height,
	    "nodes on the longest way down in the LWPs of a process"),
	CHECK("debug.lwptree_check", get_lwptree_check,
	    "check the LWP tree of every process: faults found"),
#ifdef KERNEL_TEST
	INT_RO("debug.atfork_count", atfork_count,
	    "test kernel: calls of a fork hook"),
	INT_RO("debug.atexit_count", atexit_count,
	    "test kernel: calls of an exit hook"),
	INT_RW("debug.atfork_veto", atfork_veto, 0, 1000,
	    "test kernel: let the next fork fail with that errno"),
	INT_RW("debug.atfork_sleep", atfork_sleep, 0, 1000,
	    "test kernel: let the next fork sleep for so many ticks"),
	INT_RW("debug.pause_lwp_create", pause_ticks[PAUSE_LWP_CREATE], 0,
	    1000, "test kernel: let the next lwp_create sleep so many ticks"),
	INT_RW("debug.pause_lwp_exit", pause_ticks[PAUSE_LWP_EXIT], 0,
	    1000, "test kernel: let the next process to end sleep so long"),
	INT_RW("debug.pause_wait", pause_ticks[PAUSE_WAIT], 0, 1000,
	    "test kernel: let the next reaping of a zombie sleep so long"),
	INT_RW("debug.pause_sigsuspend", pause_ticks[PAUSE_SIGSUSPEND], 0,
	    1000, "test kernel: let the next sigsuspend sleep as it ends"),
	INT_RW("debug.plant", planted_bug, 0, 2,
	    "test kernel: let the next fork lose a page, or share too much"),
	INT_RW("debug.fail_allocation", fail_allocation, 0, 1000000,
	    "test kernel: let that allocation from now on fail"),
	{ .sc_name = "debug.lasttid", .sc_kind = SC_INT,
	  .sc_where = where_lasttid, .sc_writable = true,
	  .sc_max = 0x3FFFFFFF,
	  .sc_descr = "test kernel: the last tid of the caller's process" },
	{ .sc_name = "debug.fail_nth", .sc_kind = SC_INT,
	  .sc_where = inject_count, .sc_writable = true, .sc_max = 1000000,
	  .sc_descr = "test kernel: let that step of the caller fail" },
	{ .sc_name = "debug.fail_last", .sc_kind = SC_STRING,
	  .sc_text = inject_text,
	  .sc_descr = "test kernel: the step that failed last" },
	{ .sc_name = "debug.fail_where", .sc_kind = SC_STRING,
	  .sc_text = inject_road,
	  .sc_descr = "test kernel: who called whom to get to that step" },
#endif
	{ .sc_name = "kern.msgbuf", .sc_kind = SC_STRING,
	  .sc_text = msgbuf_text, .sc_descr = "what the kernel said last" },
	{ .sc_name = "debug.proccnt", .sc_kind = SC_STRING,
	  .sc_text = proccnt_text, .sc_descr = "processes of each real user" },
	{ .sc_name = "debug.openfiles", .sc_kind = SC_STRING,
	  .sc_text = openfiles_text,
	  .sc_descr = "open files of each real user" },
	{ .sc_name = "debug.census", .sc_kind = SC_STRING,
	  .sc_text = census_text, .sc_descr = "who holds how much" },
};
const int sysctl_table_size =
    (int)(sizeof(sysctl_table) / sizeof(sysctl_table[0]));
