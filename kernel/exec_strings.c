/*
 * exec_strings.c -- the arguments and environment of a new program.
 *
 * They are copied out of the old program before anything of it is given up,
 * and laid out on the new program's stack before it replaces the old one.
 */
#include "kernel/exec.h"
#include "kernel/pargs.h"
#include "vm/vm_write.h"

MALLOC_DEFINE(M_EXEC, "exec");
MALLOC_DEFINE(M_ARGS, "pargs");

#define PARGS_MAX	256		/* bytes of arguments kept for ps */

/* Where the next byte goes, with *roomp bytes in that page; or an errno. */
static int
strings_room(struct exec_strings *es, char **where, size_t *roomp)
{
	size_t page = es->es_used / PAGE_SIZE;
	size_t offset = es->es_used % PAGE_SIZE;

	if (page >= EXEC_ARG_PAGES)
		return (E2BIG);
	if (es->es_page[page] == NULL) {
		es->es_page[page] = kmalloc(PAGE_SIZE, M_EXEC, 0);
		if (es->es_page[page] == NULL)
			return (ENOMEM);
	}
	*where = es->es_page[page] + offset;
	*roomp = PAGE_SIZE - offset;
	return (0);
}

static int
strings_count(const struct exec_strings *es)
{
	return (es->es_argc + es->es_envc >= EXEC_ARGC_MAX ? E2BIG : 0);
}

int
exec_strings_add_kernel(struct exec_strings *es, const char *s, int *count)
{
	size_t left = strlen(s) + 1;
	size_t room, n;
	char *where;
	int error = strings_count(es);

	for (; error == 0 && left > 0; s += n, left -= n) {
		error = strings_room(es, &where, &room);
		if (error != 0)
			break;
		n = left < room ? left : room;
		memcpy(where, s, n);
		es->es_used += n;
	}
	if (error == 0)
		(*count)++;
	return (error);
}

/* One string of the user; it may span pages. */
static int
strings_add_user(struct exec_strings *es, const char *us)
{
	size_t room, copied;
	char *where;
	int error;

	do {
		error = strings_room(es, &where, &room);
		if (error != 0)
			return (error);
		error = inject_failure("copy of a string") ? EFAULT :
		    copyinstr(us, where, room, &copied);
		if (error != 0 && error != ENAMETOOLONG)
			return (error);
		es->es_used += copied;
		us += copied;
	} while (error == ENAMETOOLONG);
	return (0);
}

int
exec_strings_add_vector(struct exec_strings *es, char *const *uvector,
    int skip, int *count)
{
	const char *us;
	int error;

	if (uvector == NULL)
		return (0);
	for (;; uvector++) {
		error = inject_failure("copy of a pointer") ? EFAULT :
		    copyin(uvector, &us, sizeof(us));
		if (error != 0 || us == NULL)
			return (error);
		if (skip > 0) {
			skip--;
			continue;
		}
		error = strings_count(es);
		if (error == 0)
			error = strings_add_user(es, us);
		if (error != 0)
			return (error);
		(*count)++;
	}
}

void
exec_strings_free(struct exec_strings *es)
{
	for (int i = 0; i < EXEC_ARG_PAGES; i++)
		kfree(es->es_page[i], M_EXEC);
}

/* The length of the string at offset, its NUL included. */
static size_t
strings_length(const struct exec_strings *es, size_t offset)
{
	size_t len = 0;

	while (es->es_page[(offset + len) / PAGE_SIZE]
	    [(offset + len) % PAGE_SIZE] != '\0')
		len++;
	return (len + 1);
}

static int
strings_copy(const struct exec_strings *es, struct vmspace *vm,
    uintptr_t base)
{
	size_t n;
	int error = 0;

	for (size_t done = 0; done < es->es_used && error == 0; done += n) {
		n = es->es_used - done;
		if (n > PAGE_SIZE)
			n = PAGE_SIZE;
		error = vmspace_write(vm, base + done,
		    es->es_page[done / PAGE_SIZE], n);
	}
	return (error);
}

/* One word of the argument block. */
static int
put_word(struct vmspace *vm, uintptr_t *where, uint64_t word)
{
	int error = vmspace_write(vm, *where, &word, sizeof(word));

	*where += sizeof(word);
	return (error);
}

/* n pointers to consecutive strings, and the NULL that ends them. */
static int
put_pointers(const struct exec_strings *es, struct vmspace *vm,
    uintptr_t *where, int n, uintptr_t strings, size_t *offset)
{
	int error = 0;

	for (; n > 0 && error == 0; n--) {
		error = put_word(vm, where, strings + *offset);
		*offset += strings_length(es, *offset);
	}
	return (error != 0 ? error : put_word(vm, where, 0));
}

/*
 *   USER_STACK_TOP  +---------------------------+
 *                   | strings: argv, then env   |
 *     *stringsp ->  +---------------------------+
 *                   | 0, 0: end of aux vector   |
 *                   | NULL                      |
 *                   | pointers to env strings   |
 *                   | NULL                      |
 *                   | pointers to argv strings  |
 *                   | argc                      |
 *     *stackp ->    +---------------------------+  16-byte aligned
 */
int
exec_strings_store(const struct exec_strings *es, struct vmspace *vm,
    uintptr_t *stackp, uintptr_t *stringsp)
{
	uintptr_t strings = USER_STACK_TOP - 16 - es->es_used;
	uintptr_t words = (uintptr_t)(1 + es->es_argc + 1 + es->es_envc + 1 +
	    2);
	uintptr_t stack = (strings - words * 8) & ~15ul;
	uintptr_t where = stack;
	size_t offset = 0;
	int error;

	error = strings_copy(es, vm, strings);
	if (error == 0)
		error = put_word(vm, &where, (uint64_t)es->es_argc);
	if (error == 0)
		error = put_pointers(es, vm, &where, es->es_argc, strings,
		    &offset);
	if (error == 0)
		error = put_pointers(es, vm, &where, es->es_envc, strings,
		    &offset);
	if (error == 0)
		error = put_word(vm, &where, 0);
	if (error == 0)
		error = put_word(vm, &where, 0);
	*stackp = stack;
	*stringsp = strings;
	return (error);
}

/* ------------------------------------------------- arguments for ps */

static struct pargs *
pargs_alloc(const char *strings, uint32_t len)
{
	struct pargs *pa = kmalloc(sizeof(*pa) + len, M_ARGS, 0);

	if (pa == NULL)
		return (NULL);
	pa->ar_ref = 1;
	pa->ar_length = len;
	memcpy(pa->ar_args, strings, len);
	return (pa);
}

struct pargs *
pargs_ref(struct pargs *pa)
{
	if (pa != NULL)
		__atomic_add_fetch(&pa->ar_ref, 1, __ATOMIC_SEQ_CST);
	return (pa);
}

void
pargs_drop(struct pargs *pa)
{
	if (pa != NULL &&
	    __atomic_sub_fetch(&pa->ar_ref, 1, __ATOMIC_SEQ_CST) == 0)
		kfree(pa, M_ARGS);
}

struct pargs *
exec_strings_pargs(const struct exec_strings *es)
{
	size_t len = 0;

	for (int i = 0; i < es->es_argc && len < PARGS_MAX; i++)
		len += strings_length(es, len);
	if (len > PARGS_MAX)
		len = PARGS_MAX;
	return (pargs_alloc(es->es_argc > 0 ? es->es_page[0] : "",
	    (uint32_t)len));
}
