/*
 * lwkt_token.c -- tokens: who runs may touch.
 *
 * A thread keeps the tokens it holds on a stack of its own (td_toks).  When
 * it gives up the cpu all of them become free for others; before it runs
 * again it has all of them back, or it does not run.  Nobody ever waits for
 * one token while keeping another from someone, so tokens cannot deadlock,
 * in whatever order they are taken.
 *
 *   lwkt_gettoken, lwkt_trytoken   push and take
 *   lwkt_reltoken                  the one taken last
 *   lwkt_relalltokens, _getall     for lwkt_switch(): off the cpu, and back
 *
 * With one cpu nobody who is not running owns a token, so taking one always
 * succeeds at once; the rest is here so that the rules are kept.
 */
#include "kernel/thread.h"

void
lwkt_token_init(struct lwkt_token *tok, const char *name)
{
	memset(tok, 0, sizeof(*tok));
	tok->t_name = name;
}

/* Become its owner, or own it once more; false if another cpu has it. */
static bool
token_take(struct lwkt_token *tok, struct thread *td)
{
	struct thread *owner = NULL;

	if (tok->t_owner != td && !__atomic_compare_exchange_n(&tok->t_owner,
	    &owner, td, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return (false);
	tok->t_count++;
	return (true);
}

/* One hold less; the last one frees it. */
static void
token_drop(struct lwkt_token *tok, struct thread *td)
{
	if (tok->t_owner == td && --tok->t_count == 0)
		__atomic_store_n(&tok->t_owner, NULL, __ATOMIC_RELEASE);
}

static void
token_push(struct lwkt_token *tok, struct thread *td)
{
	KASSERT(td->td_ntoks < LWKT_MAXTOKENS,
	    ("token %s is one too many", tok->t_name));
	KASSERT(mycpu->gd_intr_nesting == 0,
	    ("token %s wanted by an interrupt handler", tok->t_name));
	td->td_toks[td->td_ntoks++] = tok;
}

void
lwkt_gettoken(struct lwkt_token *tok)
{
	struct thread *td = curthread;

	token_push(tok, td);
	if (!token_take(tok, td)) {
		lwkt_switch();		/* back when all can be had */
		return;
	}
	if (tok->t_count == 1 && tok->t_away > 0)
		tok->t_collisions++;
}

bool
lwkt_trytoken(struct lwkt_token *tok)
{
	struct thread *td = curthread;

	if (!token_take(tok, td))
		return (false);
	token_push(tok, td);
	return (true);
}

void
lwkt_reltoken(struct lwkt_token *tok)
{
	struct thread *td = curthread;

	KASSERT(td->td_ntoks > 0 && td->td_toks[td->td_ntoks - 1] == tok,
	    ("token %s is released, but %s was taken last", tok->t_name,
	    td->td_ntoks == 0 ? "none" :
	    td->td_toks[td->td_ntoks - 1]->t_name));
	KASSERT(tok->t_owner == td, ("token %s is released by another than "
	    "its owner", tok->t_name));
	td->td_ntoks--;
	token_drop(tok, td);
}

bool
lwkt_token_held(const struct lwkt_token *tok)
{
	return (tok->t_owner == curthread);
}

void
lwkt_relalltokens(struct thread *td)
{
	for (int i = td->td_ntoks - 1; i >= 0; i--) {
		token_drop(td->td_toks[i], td);
		td->td_toks[i]->t_away++;
	}
}

bool
lwkt_getalltokens(struct thread *td)
{
	for (int i = 0; i < td->td_ntoks; i++) {
		if (!token_take(td->td_toks[i], td)) {
			while (--i >= 0)
				token_drop(td->td_toks[i], td);
			return (false);
		}
	}
	for (int i = 0; i < td->td_ntoks; i++)
		td->td_toks[i]->t_away--;
	return (true);
}
