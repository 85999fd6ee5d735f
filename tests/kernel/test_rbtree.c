/*
 * test_rbtree.c -- the tree of LWPs, as the kernel's compiler makes it: the
 * same walk as on the host (tests/host/lib_rbtree.c), with fewer keys.
 */
#include "lib/bits.h"
#include "lib/rbtree.h"
#include "tests/kernel/ktest.h"

#define KEYS	200
#define STEPS	10000

struct item {
	struct rb_node i_node;
	int i_key;
	bool i_in;			/* in the tree: what it should be */
};

static struct item items[KEYS];
static struct rb_tree tree;

static int
key_of(const struct rb_node *node)
{
	return (container_of(node, const struct item, i_node)->i_key);
}

static int
cmp(const struct rb_node *a, const struct rb_node *b)
{
	return (key_of(a) - key_of(b));
}

static int
keycmp(const void *key, const struct rb_node *node)
{
	return (*(const int *)key - key_of(node));
}

static void
start(bool full)
{
	rb_init(&tree, cmp, keycmp);
	for (int i = 0; i < KEYS; i++) {
		items[i].i_key = i;
		items[i].i_in = full;
		if (full)
			rb_insert(&tree, &items[i].i_node);
	}
}

/* In order, everything that should be there and nothing else. */
static bool
as_it_should_be(void)
{
	struct rb_node *node = rb_first(&tree);

	for (int i = 0; i < KEYS; i++) {
		if (!items[i].i_in)
			continue;
		if (node != &items[i].i_node)
			return (false);
		node = rb_next(node);
	}
	return (node == NULL && rb_check(&tree, NULL, NULL) == 0);
}

KTEST(rbtree, "T-4.1")
{
	struct item *it;

	start(false);
	for (int step = 0; step < STEPS; step++) {
		it = &items[ktest_random() % KEYS];
		if (it->i_in)
			rb_remove(&tree, &it->i_node);
		else
			KCHECK(rb_insert(&tree, &it->i_node) == NULL,
			    "step %d: %d was there", step, it->i_key);
		it->i_in = !it->i_in;
		if (step % 16 == 0 && !as_it_should_be()) {
			KCHECK(false, "wrong after step %d", step);
			return;
		}
	}
	KCHECK(as_it_should_be(), "wrong at the end");
}

static void
take_out(int key)
{
	if (key < 0 || key >= KEYS || !items[key].i_in)
		return;
	rb_remove(&tree, &items[key].i_node);
	items[key].i_in = false;
}

/* Which elements, relative to the current one, the callback removes. */
struct plan {
	int pl_from, pl_to;
	int pl_last;			/* key seen last */
};

static int
remove_around(struct rb_node *node, void *data)
{
	struct plan *plan = data;
	int key = key_of(node);

	KCHECK(key > plan->pl_last, "%d after %d", key, plan->pl_last);
	plan->pl_last = key;
	for (int k = key + plan->pl_from; k <= key + plan->pl_to; k++)
		take_out(k);
	return (1);
}

/* From, to, and how many elements the scan then meets. */
static const struct {
	int from, to, met;
} plans[] = {
	{ 0, 0, KEYS },			/* the current one */
	{ 1, 1, KEYS / 2 },		/* the next one */
	{ -1, -1, KEYS },		/* the previous one */
	{ -KEYS, KEYS, 1 },		/* all */
};

KTEST(rbtree_scan, "T-4.1")
{
	struct plan plan;
	int met;

	for (size_t i = 0; i < nitems(plans); i++) {
		start(true);
		plan.pl_from = plans[i].from;
		plan.pl_to = plans[i].to;
		plan.pl_last = -1;
		met = rb_scan(&tree, NULL, remove_around, &plan);
		KCHECK(met == plans[i].met, "plan %lu met %d, not %d",
		    (unsigned long)i, met, plans[i].met);
		KCHECK(as_it_should_be(), "plan %lu leaves it wrong",
		    (unsigned long)i);
	}
}
