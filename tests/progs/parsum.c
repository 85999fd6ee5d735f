/*
 * parsum.c -- the sum of an array in parts; a barrier before the last step.
 *
 * prints:
 *	4 threads: 5000050000
 *	one thread: 5000050000
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define N 100000
#define THREADS 4

static long *numbers;
static long part[THREADS];
static long total;
static pthread_barrier_t barrier;

struct range {
	int index;
	size_t from, to;
};

static void *
sum(void *arg)
{
	const struct range *r = arg;

	for (size_t i = r->from; i < r->to; i++)
		part[r->index] += numbers[i];
	/* Everybody has its part; one adds them up. */
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		for (int i = 0; i < THREADS; i++)
			total += part[i];
	return (NULL);
}

int
main(void)
{
	pthread_t threads[THREADS];
	struct range ranges[THREADS];
	long plain = 0;

	numbers = malloc(N * sizeof(*numbers));
	if (numbers == NULL)
		return (1);
	for (size_t i = 0; i < N; i++)
		numbers[i] = (long)i + 1;
	pthread_barrier_init(&barrier, NULL, THREADS);
	for (int i = 0; i < THREADS; i++) {
		ranges[i].index = i;
		ranges[i].from = (size_t)i * N / THREADS;
		ranges[i].to = (size_t)(i + 1) * N / THREADS;
		pthread_create(&threads[i], NULL, sum, &ranges[i]);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&barrier);
	printf("%d threads: %ld\n", THREADS, total);
	for (size_t i = 0; i < N; i++)
		plain += numbers[i];
	printf("one thread: %ld\n", plain);
	free(numbers);
	return (plain != total);
}
