/*
 * kern_exec.c -- execve: another program in the same process.
 *
 * The complete new address space, with program, stack, strings and charges,
 * is built beside the old one; every damaged file and every shortage is an
 * errno and changes nothing.  Then the two are swapped, and from there on
 * nothing can fail.
 *
 *   sys_execve, kern_execve, exec_init   ways in
 *   exec_open, exec_interpreter          the file, or the one "#!" names
 *   exec_build                           the new address space
 *   exec_swap                            the point of no return
 */
#include "kernel/exec.h"
#include "kernel/file.h"
#include "kernel/pargs.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/vnode.h"
#include "sysproto.h"
#include "vm/vm_glue.h"

/* All of one execve, from the path to the swap. */
struct exec_work {
	struct exec_image ew_image;
	struct exec_strings ew_strings;
	struct exec_private ew_private;
	struct exec_setid ew_setid;
	struct vmspace *ew_vm;
	struct pargs *ew_pargs;
	uintptr_t ew_stack, ew_stringbase;
	char ew_path[EXEC_PATH_MAX];	/* the program, kernel copy */
	char ew_interp[EXEC_LINE_MAX];	/* "#!" line, cut into words */
	const char *ew_interp_arg;	/* into it, or NULL */
	bool ew_script;			/* ew_path is a script */
};

/* Look the file up; nobody may open it for writing from now on. */
static int
exec_open(const char *path, struct exec_image *image)
{
	struct vattr va;
	int error;

	error = vn_exec_open(path, &image->ei_vp);
	if (error != 0)
		return (error);
	vn_getattr(image->ei_vp, &va);
	image->ei_size = (uint64_t)va.va_size;
	image->ei_object = image->ei_vp->v_object;
	return (0);
}

static void
exec_close(struct exec_image *image)
{
	vn_text_drop(image->ei_vp);
	image->ei_vp = NULL;
}

static char *
skip_blanks(char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return (s);
}

/*
 * "#! interpreter [argument]": cut the line into ew_interp and
 * ew_interp_arg.  false: not a script.
 */
static bool
exec_parse_script(struct exec_work *ew, int *errorp)
{
	char *line = ew->ew_interp;
	size_t n = 0;
	char *s, *end;

	*errorp = vn_read_kernel(ew->ew_image.ei_vp, line,
	    sizeof(ew->ew_interp) - 1, 0, &n);
	line[n] = '\0';
	if (*errorp != 0 || line[0] != '#' || line[1] != '!')
		return (false);
	*errorp = ENOEXEC;
	end = strchr(line, '\n');
	if (end == NULL && n == sizeof(ew->ew_interp) - 1)
		return (true);			/* longer than we take */
	if (end != NULL)
		*end = '\0';
	s = skip_blanks(line + 2);
	if (*s == '\0')
		return (true);
	memmove(line, s, strlen(s) + 1);
	for (s = line; *s != '\0' && *s != ' ' && *s != '\t'; s++)
		continue;
	if (*s != '\0') {
		*s = '\0';
		s = skip_blanks(s + 1);
		if (*s != '\0')
			ew->ew_interp_arg = s;
	}
	*errorp = 0;
	return (true);
}

/* A script is replaced by its interpreter, one level deep. */
static int
exec_interpreter(struct exec_work *ew)
{
	int error;

	if (!exec_parse_script(ew, &error) || error != 0)
		return (error);
	ew->ew_script = true;
	exec_close(&ew->ew_image);
	return (exec_open(ew->ew_interp, &ew->ew_image));
}

/* argv as the new program sees it: for a script, the interpreter's first. */
static int
exec_collect(struct exec_work *ew, char *const *uargv, char *const *uenvv)
{
	struct exec_strings *es = &ew->ew_strings;
	int error = 0;

	if (ew->ew_script) {
		error = exec_strings_add_kernel(es, ew->ew_interp,
		    &es->es_argc);
		if (error == 0 && ew->ew_interp_arg != NULL)
			error = exec_strings_add_kernel(es,
			    ew->ew_interp_arg, &es->es_argc);
		if (error == 0)
			error = exec_strings_add_kernel(es, ew->ew_path,
			    &es->es_argc);
	}
	if (error == 0)
		error = exec_strings_add_vector(es, uargv,
		    ew->ew_script ? 1 : 0, &es->es_argc);
	if (error == 0)
		error = exec_strings_add_vector(es, uenvv, 0, &es->es_envc);
	return (error);
}

/* The whole new address space: program, stack, strings, all charged. */
static int
exec_build(struct exec_work *ew)
{
	struct vmspace *vm;
	int error;

	ew->ew_pargs = exec_strings_pargs(&ew->ew_strings);
	if (ew->ew_pargs == NULL)
		return (ENOMEM);
	ew->ew_vm = vm = vmspace_alloc();
	if (vm == NULL)
		return (ENOMEM);
	error = exec_elf_load(&ew->ew_image, vm);
	if (error != 0)
		return (error);
	error = vm_map_insert(vm,
	    USER_STACK_TOP - USER_STACK_INIT * PAGE_SIZE, USER_STACK_TOP,
	    NULL, 0, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE,
	    INHERIT_COPY, VME_STACK);
	if (error != 0)
		return (error);
	vm->vm_ssize = USER_STACK_INIT;
	vm->vm_brk = USER_HEAP_START;
	plimit_set_space(vm);
	return (exec_strings_store(&ew->ew_strings, vm, &ew->ew_stack,
	    &ew->ew_stringbase));
}

/* p_comm: the last component of the path. */
static void
exec_set_comm(struct proc *p, const char *path)
{
	const char *base = strrchr(path, '/');

	strlcpy(p->p_comm, base != NULL ? base + 1 : path,
	    sizeof(p->p_comm));
	lwkt_set_comm(curthread, p->p_comm);
}

/* Nothing in here can fail. */
static void
exec_swap(struct proc *p, struct exec_work *ew)
{
	struct vnode *oldtext = p->p_textvp;

	vm_exec_replace(p, ew->ew_vm);
	ew->ew_vm = NULL;
	exec_unshare_install(p, &ew->ew_private);
	if (p->p_fd != NULL) {
		fdcloseexec(p);
		exec_setid_install(p, &ew->ew_setid);
	}
	exec_set_comm(p, ew->ew_path);
	pargs_drop(p->p_args);
	p->p_args = ew->ew_pargs;
	ew->ew_pargs = NULL;
	p->p_textvp = ew->ew_image.ei_vp;	/* our reference passes on */
	ew->ew_image.ei_vp = NULL;
	vn_text_drop(oldtext);
	sigacts_exec(p);
	p->p_flag |= P_EXEC;
	p->p_acflag &= ~(uint32_t)AFORK;
	cpu_exec_setregs(curlwp, ew->ew_image.ei_entry, ew->ew_stack,
	    ew->ew_stringbase);
	kstat_add(V_EXEC, 1);
	inject_stop();
	/* Last: nothing of a vfork parent's memory is used any more. */
	vfork_release(p);
}

/* Everything between the path, in ew_path, and the swap. */
static int
exec_run(struct exec_work *ew, char *const *uargv, char *const *uenvv)
{
	struct proc *p = curproc;
	int error;

	error = exec_open(ew->ew_path, &ew->ew_image);
	if (error == 0)
		error = exec_interpreter(ew);
	if (error == 0 && uargv != NULL)
		error = exec_collect(ew, uargv, uenvv);
	if (error == 0)
		error = exec_build(ew);
	if (error == 0)
		error = exec_setid_prepare(&ew->ew_image, &ew->ew_setid);
	if (error == 0) {
		lwkt_gettoken(&p->p_token);
		error = exec_unshare_prepare(p, &ew->ew_private);
		/* If another LWP was faster, we die on our way back. */
		if (error == 0 && killalllwps(true) != 0)
			error = EINTR;
		/* ---- point of no return ---- */
		if (error == 0)
			exec_swap(p, ew);
		lwkt_reltoken(&p->p_token);
	}
	if (ew->ew_vm != NULL)
		vmspace_drop(ew->ew_vm);
	exec_unshare_free(&ew->ew_private);
	exec_setid_free(&ew->ew_setid);
	pargs_drop(ew->ew_pargs);
	exec_close(&ew->ew_image);
	exec_strings_free(&ew->ew_strings);
	return (error);
}

int
kern_execve(const char *upath, char *const *uargv, char *const *uenvv)
{
	struct exec_work *ew = kmalloc(sizeof(*ew), M_EXEC, M_ZERO);
	int error;

	if (ew == NULL)
		return (ENOMEM);
	error = uargv == NULL || inject_failure("copy of the path") ? EFAULT :
	    copyinstr(upath, ew->ew_path, sizeof(ew->ew_path), NULL);
	if (error == 0)
		error = exec_run(ew, uargv, uenvv);
	kfree(ew, M_EXEC);
	return (error);
}

int
exec_init(const char *path)
{
	struct exec_work *ew = kmalloc(sizeof(*ew), M_EXEC, M_ZERO);
	int error;

	if (ew == NULL)
		return (ENOMEM);
	strlcpy(ew->ew_path, path, sizeof(ew->ew_path));
	error = exec_strings_add_kernel(&ew->ew_strings, path,
	    &ew->ew_strings.es_argc);
	if (error == 0)
		error = exec_run(ew, NULL, NULL);
	kfree(ew, M_EXEC);
	return (error);
}

int
sys_execve(struct sysmsg *sysmsg, const struct execve_args *uap)
{
	int error = kern_execve(uap->path, uap->argv, uap->envv);

	/* The new program starts with both result registers zero (D-56). */
	if (error == 0)
		sysmsg->sysmsg_fds[0] = sysmsg->sysmsg_fds[1] = 0;
	return (error);
}
