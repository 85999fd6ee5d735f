/*
 * test_token.c -- tokens: a stack, free while their holder is away.
 */
#include "tests/kernel/ktest.h"

static struct lwkt_token one = LWKT_TOKEN_INITIALIZER("one");
static struct lwkt_token two = LWKT_TOKEN_INITIALIZER("two");

KTEST(token_lifo, "T-5.6")
{
	lwkt_gettoken(&one);
	lwkt_gettoken(&two);
	KCHECK(KASSERT_FIRES(lwkt_reltoken(&one)),
	    "a token was released out of turn and nobody said a word");
	KCHECK(lwkt_token_held(&one) && lwkt_token_held(&two),
	    "the assertion came too late");
	lwkt_reltoken(&two);
	lwkt_reltoken(&one);
	KCHECK(KASSERT_FIRES(lwkt_reltoken(&one)),
	    "a token was released that is not held");
	KCHECK(!KASSERT_FIRES(lwkt_gettoken(&one)), "the catch catches all");
	lwkt_reltoken(&one);
}

KTEST(token_recursive, "T-5.6")
{
	lwkt_gettoken(&one);
	lwkt_gettoken(&one);
	KCHECK(lwkt_trytoken(&one), "not recursive");
	KCHECK(one.t_count == 3, "depth %d", one.t_count);
	lwkt_reltoken(&one);
	lwkt_reltoken(&one);
	KCHECK(lwkt_token_held(&one), "free too early");
	lwkt_reltoken(&one);
	KCHECK(!lwkt_token_held(&one) && one.t_owner == NULL, "not free");
}

KTEST(token_limit, "tokens: 32 deep")
{
	for (int i = 0; i < LWKT_MAXTOKENS; i++)
		lwkt_gettoken(i % 2 != 0 ? &one : &two);
	KCHECK(KASSERT_FIRES(lwkt_gettoken(&one)), "a 33rd token was given");
	for (int i = LWKT_MAXTOKENS - 1; i >= 0; i--)
		lwkt_reltoken(i % 2 != 0 ? &one : &two);
	KCHECK(one.t_owner == NULL && two.t_owner == NULL, "not free");
}

static bool taken_meanwhile;

static void
take_it(void *arg)
{
	taken_meanwhile = lwkt_trytoken(&one);
	if (taken_meanwhile)
		lwkt_reltoken(&one);
	wakeup(arg);
}

KTEST(token_sleep, "T-5.6")
{
	uint64_t collisions = one.t_collisions;
	int ident;

	lwkt_gettoken(&one);
	lwkt_gettoken(&one);
	lwkt_gettoken(&two);
	ktest_spawn(take_it, &ident);
	KCHECK(tsleep(&ident, 0, "token", hz) == 0, "not woken up");
	KCHECK(taken_meanwhile, "a sleeper kept its token from others");
	KCHECK(lwkt_token_held(&one) && one.t_count == 2 &&
	    lwkt_token_held(&two), "it is not held again after the sleep");
	lwkt_reltoken(&two);
	lwkt_reltoken(&one);
	lwkt_reltoken(&one);
	KCHECK(one.t_away == 0 && two.t_away == 0, "somebody is away still");
	ktest_join();
	lwkt_gettoken(&one);
	lwkt_reltoken(&one);
	KCHECK(one.t_collisions == collisions,
	    "trytoken does not collide, nor does a free token");
}

static int contended;

static void
count_up(void *arg)
{
	int seen;

	(void)arg;
	for (int i = 0; i < 100; i++) {
		lwkt_gettoken(&one);
		seen = contended;	/* nobody else between here ... */
		contended = seen + 1;
		lwkt_yield();		/* the token is free meanwhile */
		lwkt_reltoken(&one);
	}
}

KTEST(token_contended, "tokens: taken over while their holder is away")
{
	uint64_t collisions = one.t_collisions;

	contended = 0;
	for (int i = 0; i < 5; i++)
		ktest_spawn(count_up, NULL);
	ktest_join();
	KCHECK(contended == 500, "%d of 500 counted", contended);
	KCHECK(one.t_collisions > collisions, "no collision was counted");
	KCHECK(one.t_away == 0 && one.t_owner == NULL, "not free");
}

static struct lwkt_token many[4];
static int inside[4];

/* Two tokens in any order: with locks this would be a deadlock. */
static void
any_order(void *arg)
{
	unsigned int seed = (unsigned int)(uintptr_t)arg;
	unsigned int a, b;

	for (int i = 0; i < 200; i++) {
		seed = seed * 1103515245 + 12345;
		a = seed >> 16 & 3;
		b = seed >> 20 & 3;
		lwkt_gettoken(&many[a]);
		lwkt_gettoken(&many[b]);
		KCHECK(lwkt_token_held(&many[a]) && lwkt_token_held(&many[b]),
		    "round %d", i);
		inside[a]++;
		lwkt_yield();
		KCHECK(lwkt_token_held(&many[a]) && lwkt_token_held(&many[b]),
		    "round %d after a switch", i);
		lwkt_reltoken(&many[b]);
		lwkt_reltoken(&many[a]);
	}
}

KTEST(token_order, "tokens: any order")
{
	for (int i = 0; i < 4; i++)
		lwkt_token_init(&many[i], "many");
	memset(inside, 0, sizeof(inside));
	for (uintptr_t i = 1; i <= 6; i++)
		ktest_spawn(any_order, (void *)(i * 7919));
	ktest_join();
	KCHECK(inside[0] + inside[1] + inside[2] + inside[3] == 1200,
	    "not all rounds were made");
}
