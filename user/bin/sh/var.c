/*
 * var.c -- the shell's variables, sorted by name.
 */
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

struct var {
	struct var *va_next;
	char *va_name;
	char *va_value;		/* NULL: exported, but not set */
	bool va_export;
};

static struct var *vars;

/* The place of a name: where its variable hangs, or would. */
static struct var **
var_slot(const char *name)
{
	struct var **slot = &vars;

	while (*slot != NULL && strcmp((*slot)->va_name, name) < 0)
		slot = &(*slot)->va_next;
	return (slot);
}

static struct var *
var_find(const char *name)
{
	struct var *v = *var_slot(name);

	return (v != NULL && strcmp(v->va_name, name) == 0 ? v : NULL);
}

static struct var *
var_make(const char *name)
{
	struct var **slot = var_slot(name), *v = *slot;

	if (v != NULL && strcmp(v->va_name, name) == 0)
		return (v);
	v = xmalloc(sizeof(*v));
	v->va_name = xstrdup(name);
	v->va_value = NULL;
	v->va_export = false;
	v->va_next = *slot;
	*slot = v;
	return (v);
}

const char *
var_get(const char *name)
{
	struct var *v = var_find(name);

	return (v == NULL ? NULL : v->va_value);
}

void
var_set(const char *name, const char *value)
{
	struct var *v = var_make(name);
	char *copy = xstrdup(value);	/* value may be part of the old one */

	free(v->va_value);
	v->va_value = copy;
}

void
var_export(const char *name)
{
	var_make(name)->va_export = true;
}

void
var_unset(const char *name)
{
	struct var **slot = var_slot(name), *v = *slot;

	if (v == NULL || strcmp(v->va_name, name) != 0)
		return;
	*slot = v->va_next;
	free(v->va_name);
	free(v->va_value);
	free(v);
}

bool
var_name_ok(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '_' || (s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= 'A' && s[i] <= 'Z'))
			continue;
		if (i == 0 || s[i] < '0' || s[i] > '9')
			return (false);
	}
	return (len > 0);
}

size_t
var_assign_len(const char *s)
{
	size_t len = strcspn(s, "=");

	return (s[len] == '=' && var_name_ok(s, len) ? len : 0);
}

void
var_import(char **envp)
{
	size_t len;
	char *name;

	for (; envp != NULL && *envp != NULL; envp++) {
		len = var_assign_len(*envp);
		if (len == 0)
			continue;
		name = xstrdup(*envp);
		name[len] = '\0';
		var_set(name, name + len + 1);
		var_export(name);
		free(name);
	}
}

char **
var_environ(struct arena *a)
{
	char **env, *s;
	struct var *v;
	size_t n = 0;

	for (v = vars; v != NULL; v = v->va_next)
		n++;
	env = arena_alloc(a, (n + 1) * sizeof(char *));
	n = 0;
	for (v = vars; v != NULL; v = v->va_next) {
		if (!v->va_export || v->va_value == NULL)
			continue;
		s = arena_alloc(a, strlen(v->va_name) +
		    strlen(v->va_value) + 2);
		strcpy(s, v->va_name);
		strcat(s, "=");
		strcat(s, v->va_value);
		env[n++] = s;
	}
	return (env);
}

/* NAME='value', so that the shell could read it again. */
void
var_print(bool exported)
{
	const struct var *v;
	const char *s;

	for (v = vars; v != NULL; v = v->va_next) {
		if (exported ? !v->va_export : v->va_value == NULL)
			continue;
		out("%s%s", exported ? "export " : "", v->va_name);
		if (v->va_value != NULL) {
			out("='");
			for (s = v->va_value; *s != '\0'; s++)
				out_add(*s == '\'' ? "'\\''" : s,
				    *s == '\'' ? 4 : 1);
			out("'");
		}
		out("\n");
	}
}

/* Remember what a name is now, to be put back by var_restore(). */
void
var_save(struct var_saved **list, const char *name)
{
	struct var_saved *vs = xmalloc(sizeof(*vs));
	struct var *v = var_find(name);

	vs->vs_name = xstrdup(name);
	vs->vs_value = v == NULL || v->va_value == NULL ? NULL :
	    xstrdup(v->va_value);
	vs->vs_export = v != NULL && v->va_export;
	vs->vs_next = *list;
	*list = vs;
}

void
var_restore(struct var_saved *list)
{
	struct var_saved *vs;

	while ((vs = list) != NULL) {
		list = vs->vs_next;
		var_unset(vs->vs_name);
		if (vs->vs_value != NULL)
			var_set(vs->vs_name, vs->vs_value);
		if (vs->vs_export)
			var_export(vs->vs_name);
		free(vs->vs_name);
		free(vs->vs_value);
		free(vs);
	}
}
