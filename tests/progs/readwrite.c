/*
 * readwrite.c -- readers see both halves of a pair change together.
 *
 * prints:
 *	2 writers wrote 200
 *	4 readers saw no torn pair
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#define READERS 4
#define WRITERS 2
#define ROUNDS 100

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct {
	volatile int a, b;
} pair;

static void *
reader(void *arg)
{
	long torn = 0;

	(void)arg;
	for (int i = 0; i < ROUNDS; i++) {
		pthread_rwlock_rdlock(&lock);
		int a = pair.a;
		sched_yield();
		if (a != pair.b)
			torn++;
		pthread_rwlock_unlock(&lock);
	}
	return ((void *)torn);
}

static void *
writer(void *arg)
{
	(void)arg;
	for (int i = 0; i < ROUNDS; i++) {
		pthread_rwlock_wrlock(&lock);
		pair.a++;
		sched_yield();
		pair.b++;
		pthread_rwlock_unlock(&lock);
		usleep(100);
	}
	return (NULL);
}

int
main(void)
{
	pthread_t r[READERS], w[WRITERS];
	long torn = 0;
	void *result;

	for (int i = 0; i < READERS; i++)
		pthread_create(&r[i], NULL, reader, NULL);
	for (int i = 0; i < WRITERS; i++)
		pthread_create(&w[i], NULL, writer, NULL);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(w[i], NULL);
	for (int i = 0; i < READERS; i++) {
		pthread_join(r[i], &result);
		torn += (long)result;
	}
	printf("%d writers wrote %d\n", WRITERS, pair.b);
	if (torn == 0)
		printf("%d readers saw no torn pair\n", READERS);
	return (torn != 0);
}
