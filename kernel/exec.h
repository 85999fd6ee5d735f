/*
 * exec.h -- the parts of execve.
 */
#ifndef KERNEL_EXEC_H
#define KERNEL_EXEC_H

#include "kernel/proc.h"
#include "vm/vm_map.h"

#define EXEC_ARG_MAX	(48 * 1024)	/* bytes of strings, NULs included */
#define EXEC_ARG_PAGES	(EXEC_ARG_MAX / 4096)
#define EXEC_ARGC_MAX	1024		/* argument and environment strings */
#define EXEC_PATH_MAX	MAXPATHLEN
#define EXEC_LINE_MAX	128		/* a "#!" line */

MALLOC_DECLARE(M_EXEC);

/*
 * The strings of a new program, copied from the old one: arguments first,
 * then environment, each with its NUL, over pages of their own.
 */
struct exec_strings {
	char *es_page[EXEC_ARG_PAGES];	/* kmalloc'd as needed */
	size_t es_used;			/* bytes */
	int es_argc, es_envc;
};

/*
 * exec_strings_add_kernel: one argument from the kernel;
 * exec_strings_add_vector: all strings of a user's vector, counted in *count,
 * the first `skip' left out.
 *
 * => E2BIG, EFAULT, ENOMEM; the caller frees in any case
 */
int exec_strings_add_kernel(struct exec_strings *es, const char *s,
    int *count);
int exec_strings_add_vector(struct exec_strings *es,
    char *const *uvector, int skip, int *count);
void exec_strings_free(struct exec_strings *es);
/* For ps: the arguments, cut to what is shown; NULL if memory ran out. */
struct pargs *exec_strings_pargs(const struct exec_strings *es);
/*
 * exec_strings_store: build the initial stack in a new space.
 *
 * => *stackp: the argument block (argc, argv, NULL, env, NULL, aux);
 *    *stringsp: the first string
 */
int exec_strings_store(const struct exec_strings *es, struct vmspace *vm,
    uintptr_t *stackp, uintptr_t *stringsp);

/* The program file as execve sees it. */
struct exec_image {
	struct vnode *ei_vp;		/* held and text-referenced */
	struct vm_object *ei_object;	/* its pages; the vnode's reference */
	uint64_t ei_size;		/* bytes */
	uintptr_t ei_entry;
};

/*
 * exec_elf_load: check a static ELF64 file to the last field and map it.
 *
 * => ENOEXEC for anything that is not exactly right, ENOMEM
 */
int exec_elf_load(struct exec_image *image, struct vmspace *vm);

/* Tables for a program whose process shares its own with others, or NULL. */
struct exec_private {
	struct filedesc *xp_fd;		/* one reference, as the next one */
	struct sigacts *xp_sigacts;
	bool xp_late;			/* other LWPs still ran: copy again */
};
/*
 * exec_unshare_prepare: copies, if they may be needed; 0 or ENOMEM.
 * exec_unshare_install: p shares its tables with nobody; cannot fail.
 * exec_unshare_free: what was not used; in any case.
 *
 * => p_token held; p is the caller's, alone when it comes to _install
 */
int exec_unshare_prepare(struct proc *p, struct exec_private *xp);
void exec_unshare_install(struct proc *p, struct exec_private *xp);
void exec_unshare_free(struct exec_private *xp);

/* ---------------------------------------------- exec_setid.c */

/* Who the new program runs as. */
struct exec_setid {
	bool xs_changes;		/* the file is set-id for the caller */
	struct ucred *xs_cred;		/* new credentials, or NULL: the same */
	struct file *xs_null[3];	/* for descriptors that are closed */
};

/*
 * exec_setid_prepare: look at the file; 0 or an errno (ENOMEM).
 * exec_setid_install: p runs as that, after the last descriptor was closed;
 *    p_token held, cannot fail.
 * exec_setid_free: what was not used; in any case.
 */
int exec_setid_prepare(const struct exec_image *image,
    struct exec_setid *xs);
void exec_setid_install(struct proc *p, struct exec_setid *xs);
void exec_setid_free(struct exec_setid *xs);

#endif
