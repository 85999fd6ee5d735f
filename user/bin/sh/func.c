/*
 * func.c -- the functions a script defines.
 *
 * A function is a piece of the tree of the command that defined it; holding
 * that command's arena keeps it alive.
 */
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

struct func {
	struct func *fn_next;
	char *fn_name;
	struct node *fn_body;
	struct arena *fn_arena;
};

static struct func *funcs;

void
func_unset(const char *name)
{
	struct func **slot, *f;

	for (slot = &funcs; (f = *slot) != NULL; slot = &f->fn_next) {
		if (strcmp(f->fn_name, name) != 0)
			continue;
		*slot = f->fn_next;
		arena_drop(f->fn_arena);
		free(f->fn_name);
		free(f);
		return;
	}
}

void
func_forget_all(void)
{
	while (funcs != NULL)
		func_unset(funcs->fn_name);
}

void
func_define(const char *name, struct node *body, struct arena *a)
{
	struct func *f;

	func_unset(name);
	f = xmalloc(sizeof(*f));
	f->fn_name = xstrdup(name);
	f->fn_body = body;
	f->fn_arena = a;
	arena_hold(a);
	f->fn_next = funcs;
	funcs = f;
}

struct node *
func_find(const char *name, struct arena **a)
{
	struct func *f;

	for (f = funcs; f != NULL; f = f->fn_next) {
		if (strcmp(f->fn_name, name) != 0)
			continue;
		*a = f->fn_arena;
		return (f->fn_body);
	}
	return (NULL);
}
