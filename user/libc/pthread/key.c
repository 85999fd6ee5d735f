/*
 * key.c -- values that each thread has for itself, by key.
 *
 * A key is an index into every thread's pt_values, which is made when the
 * thread stores its first value.  (The compiler's __thread is quicker and
 * simpler; keys have destructors.)
 */
#include <errno.h>
#include <stdlib.h>

#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

struct key {
	int k_used;
	void (*k_destructor)(void *);
};

static volatile int lock;		/* for keys */
static struct key keys[PTHREAD_KEYS_MAX];

int
pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
	int error = EAGAIN;

	__lock(&lock);
	for (pthread_key_t i = 0; i < PTHREAD_KEYS_MAX; i++) {
		if (keys[i].k_used)
			continue;
		keys[i].k_used = 1;
		keys[i].k_destructor = destructor;
		*key = i;
		error = 0;
		break;
	}
	__unlock(&lock);
	return (error);
}

/* A key that is made again must not find old values: all of them go. */
int
pthread_key_delete(pthread_key_t key)
{
	struct pthread *t;

	if (key >= PTHREAD_KEYS_MAX || !keys[key].k_used)
		return (EINVAL);
	__lock(&__threads_lock);
	TAILQ_FOREACH(t, &__threads, pt_link) {
		if (t->pt_values != NULL)
			t->pt_values[key] = NULL;
	}
	__unlock(&__threads_lock);
	if (__self()->pt_values != NULL)	/* alone: not on the list */
		__self()->pt_values[key] = NULL;
	__lock(&lock);
	keys[key].k_used = 0;
	__unlock(&lock);
	return (0);
}

void *
pthread_getspecific(pthread_key_t key)
{
	struct pthread *t = __self();

	if (key >= PTHREAD_KEYS_MAX || t->pt_values == NULL)
		return (NULL);
	return (t->pt_values[key]);
}

int
pthread_setspecific(pthread_key_t key, const void *value)
{
	struct pthread *t = __self();

	if (key >= PTHREAD_KEYS_MAX || !keys[key].k_used)
		return (EINVAL);
	if (t->pt_values == NULL)
		t->pt_values = calloc(PTHREAD_KEYS_MAX, sizeof(void *));
	if (t->pt_values == NULL)
		return (ENOMEM);
	t->pt_values[key] = (void *)(size_t)value;
	return (0);
}

/* One turn over all keys; => how many destructors were called. */
static int
destroy_once(void **values)
{
	void (*destructor)(void *);
	void *value;
	int called = 0;

	for (int i = 0; i < PTHREAD_KEYS_MAX; i++) {
		value = values[i];
		values[i] = NULL;
		destructor = keys[i].k_destructor;
		if (value == NULL || !keys[i].k_used || destructor == NULL)
			continue;
		destructor(value);
		called++;
	}
	return (called);
}

/* A destructor may store values again: a few more turns, then no more. */
void
__key_destroy(struct pthread *t)
{
	void **values = t->pt_values;

	if (values == NULL)
		return;
	for (int i = 0; i < PTHREAD_DESTRUCTOR_ITERATIONS; i++) {
		if (destroy_once(values) == 0)
			break;
	}
	__lock(&__threads_lock);		/* pthread_key_delete looks */
	t->pt_values = NULL;
	__unlock(&__threads_lock);
	free(values);
}
