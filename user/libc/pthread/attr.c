/*
 * attr.c -- how a thread shall be.  All zero is the usual kind.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "user/libc/pthread/impl.h"

int
pthread_attr_init(pthread_attr_t *attr)
{
	memset(attr, 0, sizeof(*attr));
	return (0);
}

int
pthread_attr_destroy(pthread_attr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE &&
	    state != PTHREAD_CREATE_DETACHED)
		return (EINVAL);
	attr->a_detached = state;
	return (0);
}

int
pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state)
{
	*state = attr->a_detached;
	return (0);
}

int
pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	if (size < PTHREAD_STACK_MIN || size > SIZE_MAX / 4)
		return (EINVAL);
	attr->a_stacksize = size;
	return (0);
}

int
pthread_attr_getstacksize(const pthread_attr_t *attr, size_t *size)
{
	*size = attr->a_stacksize != 0 ? attr->a_stacksize : STACK_DEFAULT;
	return (0);
}

int
pthread_attr_setguardsize(pthread_attr_t *attr, size_t size)
{
	if (size > SIZE_MAX / 4)
		return (EINVAL);
	attr->a_guardsize = size;
	attr->a_noguard = size == 0;
	return (0);
}

int
pthread_attr_getguardsize(const pthread_attr_t *attr, size_t *size)
{
	*size = attr->a_guardsize != 0 || attr->a_noguard ?
	    attr->a_guardsize : GUARD_DEFAULT;
	return (0);
}

/* The caller's own memory; it sees to a guard itself. */
int
pthread_attr_setstack(pthread_attr_t *attr, void *stack, size_t size)
{
	if (stack == NULL || size < PTHREAD_STACK_MIN || size > SIZE_MAX / 4)
		return (EINVAL);
	attr->a_stack = stack;
	attr->a_stacksize = size;
	return (0);
}

int
pthread_attr_getstack(const pthread_attr_t *attr, void **stack, size_t *size)
{
	*stack = attr->a_stack;
	return (pthread_attr_getstacksize(attr, size));
}
