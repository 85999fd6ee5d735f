/*
 * philosophers.c -- five of them, five forks; each needs two to eat.  All
 * take the fork with the lower number first, so nobody waits in a circle.
 *
 * prints:
 *	philosopher 0 ate 40 times
 *	philosopher 1 ate 40 times
 *	philosopher 2 ate 40 times
 *	philosopher 3 ate 40 times
 *	philosopher 4 ate 40 times
 *	no fork was in two hands
 */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>

#define N 5
#define MEALS 40

static pthread_mutex_t forks[N];
static volatile int holder[N];
static sem_t table;
static int bad;

static __thread int meals;

static void
take(int fork, int who)
{
	pthread_mutex_lock(&forks[fork]);
	if (holder[fork] != 0)
		bad++;
	holder[fork] = who + 1;
}

static void
drop(int fork, int who)
{
	if (holder[fork] != who + 1)
		bad++;
	holder[fork] = 0;
	pthread_mutex_unlock(&forks[fork]);
}

static void *
philosopher(void *arg)
{
	int who = (int)(long)arg;
	int first = who, second = (who + 1) % N;

	if (second < first) {
		second = first;
		first = 0;
	}
	sem_wait(&table);		/* until all are seated */
	while (meals < MEALS) {
		take(first, who);
		sched_yield();
		take(second, who);
		meals++;
		sched_yield();
		drop(second, who);
		drop(first, who);
	}
	return ((void *)(long)meals);
}

int
main(void)
{
	pthread_t threads[N];
	void *ate;

	sem_init(&table, 0, 0);
	for (int i = 0; i < N; i++)
		pthread_mutex_init(&forks[i], NULL);
	for (long i = 0; i < N; i++)
		pthread_create(&threads[i], NULL, philosopher, (void *)i);
	for (int i = 0; i < N; i++)
		sem_post(&table);
	for (int i = 0; i < N; i++) {
		pthread_join(threads[i], &ate);
		printf("philosopher %d ate %ld times\n", i, (long)ate);
	}
	if (bad == 0 && meals == 0)
		printf("no fork was in two hands\n");
	sem_destroy(&table);
	return (bad);
}
