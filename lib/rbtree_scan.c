/*
 * lib/rbtree_scan.c -- walking a tree that changes, and proving it sound.
 *
 *   rb_scan     a walk whose callback may remove anything
 *   rb_check    are the invariants of rbtree.h true?
 *   rb_height
 */
#include "lib/bits.h"
#include "lib/rbtree.h"

/* The leftmost element that is not before the range. */
static struct rb_node *
scan_start(const struct rb_tree *tree, rb_range_t range, void *data)
{
	struct rb_node *node = tree->rbt_root;
	struct rb_node *best = NULL;

	if (range == NULL)
		return (rb_first(tree));
	while (node != NULL) {
		if (range(node, data) < 0) {
			node = node->rb_right;
		} else {
			best = node;
			node = node->rb_left;
		}
	}
	return (best);
}

/*
 * The scan is on the tree's list while it runs, and what it remembers is the
 * element it will visit next; rb_remove() moves that on when it goes away.
 */
int
rb_scan(struct rb_tree *tree, rb_range_t range, rb_callback_t callback,
    void *data)
{
	struct rb_scan_info scan;
	struct rb_node *node;
	int result, sum = 0;

	node = scan_start(tree, range, data);
	LIST_INSERT_HEAD(&tree->rbt_scans, &scan, rbs_link);
	while (node != NULL && (range == NULL || range(node, data) == 0)) {
		scan.rbs_next = rb_next(node);
		result = callback(node, data);
		if (result < 0) {
			sum = result;
			break;
		}
		sum += result;
		node = scan.rbs_next;
	}
	LIST_REMOVE(&scan, rbs_link);
	return (sum);
}

/* ---------------------------------------------------------------- proof */

#define MAXHEIGHT	128		/* no sound tree comes near */

struct checker {
	rb_report_t ck_report;
	void *ck_arg;
	const struct rb_tree *ck_tree;
	const struct rb_node *ck_previous;	/* in the order of keys */
	size_t ck_count;
	int ck_wrong;
};

static void
wrong(struct checker *ck, const char *what, const struct rb_node *node)
{
	ck->ck_wrong++;
	if (ck->ck_report != NULL)
		ck->ck_report(ck->ck_arg, what, node);
}

static void
check_node(struct checker *ck, const struct rb_node *node)
{
	const struct rb_node *l = node->rb_left, *r = node->rb_right;

	if (node->rb_color != RB_RED && node->rb_color != RB_BLACK)
		wrong(ck, "neither red nor black", node);
	if (node->rb_color == RB_RED &&
	    ((l != NULL && l->rb_color == RB_RED) ||
	    (r != NULL && r->rb_color == RB_RED)))
		wrong(ck, "a red node has a red child", node);
	if ((l != NULL && l->rb_parent != node) ||
	    (r != NULL && r->rb_parent != node))
		wrong(ck, "a child has another parent", node);
	if (ck->ck_previous != NULL &&
	    ck->ck_tree->rbt_cmp(ck->ck_previous, node) >= 0)
		wrong(ck, "keys do not increase", node);
	ck->ck_previous = node;
	ck->ck_count++;
}

/* Check a subtree in the order of keys; how many black nodes go down it? */
static int
check_subtree(struct checker *ck, const struct rb_node *node, int depth)
{
	int left, right;

	if (node == NULL)
		return (0);
	if (depth > MAXHEIGHT || ck->ck_count > ck->ck_tree->rbt_count) {
		wrong(ck, "deeper or larger than it can be: a loop?", node);
		return (0);
	}
	left = check_subtree(ck, node->rb_left, depth + 1);
	check_node(ck, node);
	right = check_subtree(ck, node->rb_right, depth + 1);
	if (left != right)
		wrong(ck, "black nodes differ left and right", node);
	return (left + (node->rb_color == RB_BLACK));
}

static int
subtree_height(const struct rb_node *node, int depth)
{
	int left, right;

	if (node == NULL || depth > MAXHEIGHT)
		return (0);
	left = subtree_height(node->rb_left, depth + 1);
	right = subtree_height(node->rb_right, depth + 1);
	return (1 + max(left, right));
}

int
rb_height(const struct rb_tree *tree)
{
	return (subtree_height(tree->rbt_root, 1));
}

int
rb_check(const struct rb_tree *tree, rb_report_t report, void *arg)
{
	struct checker ck = { report, arg, tree, NULL, 0, 0 };
	const struct rb_node *root = tree->rbt_root;
	int height;

	if (root != NULL && root->rb_color != RB_BLACK)
		wrong(&ck, "the root is not black", root);
	if (root != NULL && root->rb_parent != NULL)
		wrong(&ck, "the root has a parent", root);
	check_subtree(&ck, root, 1);
	if (ck.ck_count != tree->rbt_count)
		wrong(&ck, "the count is not the number of elements", NULL);
	/* h <= 2 * log2(n + 1) without a logarithm: 2^h <= (n + 1)^2. */
	height = rb_height(tree);
	if (ck.ck_wrong == 0 && (height > 60 || (uint64_t)1 << height >
	    ((uint64_t)tree->rbt_count + 1) * (tree->rbt_count + 1)))
		wrong(&ck, "higher than 2 * log2(n + 1)", root);
	return (ck.ck_wrong);
}
