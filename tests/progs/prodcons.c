/*
 * prodcons.c -- producers and consumers around a small buffer.
 *
 * prints:
 *	producer 0 made 250
 *	producer 1 made 250
 *	producer 2 made 250
 *	producer 3 made 250
 *	consumed 1000, sum 499500
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define PRODUCERS 4
#define CONSUMERS 3
#define EACH 250
#define SLOTS 8

static int buffer[SLOTS];
static int in, out, count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;

static void
put(int value)
{
	pthread_mutex_lock(&lock);
	while (count == SLOTS)
		pthread_cond_wait(&not_full, &lock);
	buffer[in] = value;
	in = (in + 1) % SLOTS;
	count++;
	pthread_cond_signal(&not_empty);
	pthread_mutex_unlock(&lock);
}

static int
get(void)
{
	int value;

	pthread_mutex_lock(&lock);
	while (count == 0)
		pthread_cond_wait(&not_empty, &lock);
	value = buffer[out];
	out = (out + 1) % SLOTS;
	count--;
	pthread_cond_signal(&not_full);
	pthread_mutex_unlock(&lock);
	return (value);
}

static void *
producer(void *arg)
{
	int id = *(int *)arg;

	for (int i = 0; i < EACH; i++)
		put(id * EACH + i);
	return (NULL);
}

/* A negative number says that there is no more; => what it got: n, sum */
static void *
consumer(void *arg)
{
	long *result = calloc(2, sizeof(long));
	int value;

	(void)arg;
	while ((value = get()) >= 0) {
		result[0]++;
		result[1] += value;
	}
	return (result);
}

int
main(void)
{
	pthread_t p[PRODUCERS], c[CONSUMERS];
	int ids[PRODUCERS];
	long n = 0, sum = 0;

	for (int i = 0; i < CONSUMERS; i++)
		pthread_create(&c[i], NULL, consumer, NULL);
	for (int i = 0; i < PRODUCERS; i++) {
		ids[i] = i;
		if (pthread_create(&p[i], NULL, producer, &ids[i]) != 0) {
			perror("pthread_create");
			return (1);
		}
	}
	for (int i = 0; i < PRODUCERS; i++) {
		pthread_join(p[i], NULL);
		printf("producer %d made %d\n", i, EACH);
	}
	for (int i = 0; i < CONSUMERS; i++)
		put(-1);
	for (int i = 0; i < CONSUMERS; i++) {
		void *result;

		pthread_join(c[i], &result);
		n += ((long *)result)[0];
		sum += ((long *)result)[1];
		free(result);
	}
	printf("consumed %ld, sum %ld\n", n, sum);
	return (0);
}
