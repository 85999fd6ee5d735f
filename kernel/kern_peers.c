/*
 * kern_peers.c -- peers: processes that end with their leader.
 *
 * Every process leads itself until rfork(RFPROC | RFTHREAD) makes it a peer
 * of its parent: then both have the same leader.  Peers are what threads
 * were made of before there were LWPs.  When the leader ends it kills all of
 * them and waits until the last one is gone; a peer that ends leaves the
 * others alone.
 *
 *   leader          peer            peer
 *   +---------+     +---------+     +---------+
 *   | p_peers |---->| p_peers |---->| p_peers |----> NULL
 *   | p_leader|     | p_leader|     | p_leader|
 *   +-|-------+     +-|-------+     +-|-------+
 *     ^ itself        +--> leader     +--> leader
 *
 *   peers_join    a newborn enters the chain
 *   peers_end     the leader ends
 *   peers_leave   a peer has ended
 */
#include "kernel/fork.h"
#include "kernel/signal.h"

/*
 * The leader cannot be gone: it waits for p1, who is in the chain or is the
 * leader.  But it may be on its way, and have killed those it found.
 */
void
peers_join(struct proc *p1, struct proc *p2)
{
	struct proc *leader = p1->p_leader;

	lwkt_gettoken(&leader->p_token);
	p2->p_leader = leader;
	p2->p_peers = p1->p_peers;
	p1->p_peers = p2;
	if (leader->p_flag & P_LEADEXIT)
		ksignal(p2, SIGKILL);
	lwkt_reltoken(&leader->p_token);
}

/*
 * No permission is asked (D-51), and no pid is used (D-13): these processes
 * are ours, whoever they have become.
 */
void
peers_end(struct proc *leader)
{
	ASSERT_LWKT_TOKEN_HELD(&leader->p_token);
	leader->p_flag |= P_LEADEXIT;
	for (struct proc *p = leader->p_peers; p != NULL; p = p->p_peers)
		ksignal(p, SIGKILL);
	while (leader->p_peers != NULL) {
		tsleep_interlock(&leader->p_peers, 0);
		if (leader->p_peers != NULL)
			tsleep(&leader->p_peers, PINTERLOCKED, "peers", 0);
	}
}

/* Our hold keeps the leader, which may only have waited for this. */
void
peers_leave(struct proc *p)
{
	struct proc *leader = p->p_leader;
	struct proc *before;

	PHOLD(leader);
	lwkt_gettoken(&leader->p_token);
	before = leader;
	while (before->p_peers != p)
		before = before->p_peers;
	before->p_peers = p->p_peers;
	p->p_peers = NULL;
	p->p_leader = p;
	wakeup(&leader->p_peers);
	lwkt_reltoken(&leader->p_token);
	PRELE(leader);
}
