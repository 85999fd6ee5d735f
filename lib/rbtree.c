/*
 * lib/rbtree.c -- the red-black tree.
 *
 *   rb_insert, insert_fixup    hang a red leaf, then repair rule 2
 *   rb_remove, remove_fixup    unlink a node, then repair rule 3
 *   rotate                     the one step that changes the shape
 *   rb_lookup, rb_first, ...   as in any search tree
 *
 * Both repairs have a left and a right version that mirror each other.  They
 * are written once: child(n, side) is a link of n, !side the other side.
 *
 * Not here: the walk that survives removals and the proof that all is well
 * (rbtree_scan.c).
 */
#include "lib/rbtree.h"

#define LEFT	0
#define RIGHT	1

static struct rb_node **
child(struct rb_node *node, int side)
{
	return (side == LEFT ? &node->rb_left : &node->rb_right);
}

static int
side_of(const struct rb_node *node)
{
	return (node == node->rb_parent->rb_left ? LEFT : RIGHT);
}

/* A missing node counts as black. */
static bool
is_red(const struct rb_node *node)
{
	return (node != NULL && node->rb_color == RB_RED);
}

void
rb_init(struct rb_tree *tree, rb_cmp_t cmp, rb_keycmp_t keycmp)
{
	tree->rbt_root = NULL;
	tree->rbt_cmp = cmp;
	tree->rbt_keycmp = keycmp;
	LIST_INIT(&tree->rbt_scans);
	tree->rbt_count = 0;
}

/* ------------------------------------------------------------ the shape */

/* Where old hangs, let new hang; new may be NULL. */
static void
replace_child(struct rb_tree *tree, struct rb_node *old, struct rb_node *new)
{
	struct rb_node *parent = old->rb_parent;

	if (parent == NULL)
		tree->rbt_root = new;
	else
		*child(parent, side_of(old)) = new;
	if (new != NULL)
		new->rb_parent = parent;
}

/*
 * Turn node down to the given side; its child on the other side comes up.
 * The order of all keys stays: a < node < b < up < c.
 *
 *          node                                  up
 *         /    \       rotate(node, LEFT)       /  \
 *        a      up     ----------------->   node    c
 *              /  \                        /    \
 *             b    c   <-----------------  a     b
 *                      rotate(up, RIGHT)
 */
static void
rotate(struct rb_tree *tree, struct rb_node *node, int side)
{
	struct rb_node *up = *child(node, !side);
	struct rb_node *b = *child(up, side);

	*child(node, !side) = b;
	if (b != NULL)
		b->rb_parent = node;
	replace_child(tree, node, up);
	*child(up, side) = node;
	node->rb_parent = up;
}

/* ------------------------------------------------------------ insertion */

/*
 * node is red and its parent may be red too, which breaks rule 2; nothing
 * else is broken.  Let p be the parent, g its parent (black, for p is red),
 * u the other child of g.  Capitals are black.
 *
 * u is red: paint p and u black and g red.  The black count of every way is
 * the same as before; g may now have a red parent: go on there.
 *
 *            G                  g   <- go on here
 *           / \                / \
 *          p   u     -->      P   U
 *         /                  /
 *       node               node
 *
 * u is black: if node is the inner child, rotate p so that the two red nodes
 * lie on the outside; then rotate g and swap colours: done.
 *
 *          G              G                  P
 *         / \            / \                / \
 *        p   U   -->    n   U     -->    node  g
 *         \            /                        \
 *         node        p (is node now)            U
 */
static void
insert_fixup(struct rb_tree *tree, struct rb_node *node)
{
	struct rb_node *parent, *grand, *uncle;
	int side;

	while ((parent = node->rb_parent) != NULL && is_red(parent)) {
		grand = parent->rb_parent;
		side = side_of(parent);
		uncle = *child(grand, !side);
		if (is_red(uncle)) {
			parent->rb_color = RB_BLACK;
			uncle->rb_color = RB_BLACK;
			grand->rb_color = RB_RED;
			node = grand;
			continue;
		}
		if (side_of(node) != side) {
			rotate(tree, parent, side);
			parent = node;
		}
		parent->rb_color = RB_BLACK;
		grand->rb_color = RB_RED;
		rotate(tree, grand, !side);
		break;
	}
	tree->rbt_root->rb_color = RB_BLACK;
}

struct rb_node *
rb_insert(struct rb_tree *tree, struct rb_node *node)
{
	struct rb_node **link = &tree->rbt_root;
	struct rb_node *parent = NULL;
	int order;

	while (*link != NULL) {
		parent = *link;
		order = tree->rbt_cmp(node, parent);
		if (order == 0)
			return (parent);
		link = child(parent, order < 0 ? LEFT : RIGHT);
	}
	node->rb_left = NULL;
	node->rb_right = NULL;
	node->rb_parent = parent;
	node->rb_color = RB_RED;
	*link = node;
	tree->rbt_count++;
	insert_fixup(tree, node);
	return (NULL);
}

/* -------------------------------------------------------------- removal */

/*
 * Ways through the given side of parent have one black node too few (rule
 * 3).  n is what hangs there, black or missing; s is the sibling, which
 * exists because its side has a black node more.  Capitals are black, x and
 * y have any colour.
 *
 * A. s is red: rotate, so that the sibling is black.
 *
 *        P               S
 *       / \             / \
 *      N   s    -->    p   B
 *         / \         / \
 *        A   B       N   A  <- the new sibling
 *
 * B. both children of s are black: paint s red.  Now both sides lack one: if
 *    the parent is red, paint it black and all is well, else go on above it.
 *
 * C. the outer child of s is black, the inner red: rotate s, then it is D.
 *
 * D. the outer child of s is red: rotate the parent; s takes its colour and
 *    both its children are black.  The lacking side won one: done.
 *
 *        x               x
 *        P               S
 *       / \             / \
 *      N   S    -->    P   B
 *         / \         / \
 *        y   b       N   y
 */
static void
remove_fixup(struct rb_tree *tree, struct rb_node *parent, int side)
{
	struct rb_node *sibling;

	for (;;) {
		sibling = *child(parent, !side);
		if (is_red(sibling)) {				/* A */
			sibling->rb_color = RB_BLACK;
			parent->rb_color = RB_RED;
			rotate(tree, parent, side);
			sibling = *child(parent, !side);
		}
		if (is_red(sibling->rb_left) || is_red(sibling->rb_right))
			break;
		sibling->rb_color = RB_RED;			/* B */
		if (is_red(parent) || parent->rb_parent == NULL) {
			parent->rb_color = RB_BLACK;
			return;
		}
		side = side_of(parent);
		parent = parent->rb_parent;
	}
	if (!is_red(*child(sibling, !side))) {			/* C */
		(*child(sibling, side))->rb_color = RB_BLACK;
		sibling->rb_color = RB_RED;
		rotate(tree, sibling, !side);
		sibling = *child(parent, !side);
	}
	sibling->rb_color = parent->rb_color;			/* D */
	parent->rb_color = RB_BLACK;
	(*child(sibling, !side))->rb_color = RB_BLACK;
	rotate(tree, parent, side);
}

/*
 * A node with two children is not unlinked where it stands: it first swaps
 * places and colours with its successor, the leftmost node of its right
 * subtree, which has no left child.
 *
 *        node                 next
 *       /    \               /    \
 *      a      c      -->    a      c
 *            / \                  / \
 *        next   d             node   d
 *           \                    \
 *            b                    b
 */
static void
swap_with_successor(struct rb_tree *tree, struct rb_node *node)
{
	struct rb_node *next = rb_next(node);
	struct rb_node *right = next->rb_right;
	struct rb_node *parent = next->rb_parent;
	enum rb_color color = next->rb_color;

	replace_child(tree, node, next);
	next->rb_color = node->rb_color;
	next->rb_left = node->rb_left;
	next->rb_left->rb_parent = next;
	if (parent == node) {
		/* next was the right child: node goes right below it. */
		next->rb_right = node;
		node->rb_parent = next;
	} else {
		next->rb_right = node->rb_right;
		next->rb_right->rb_parent = next;
		parent->rb_left = node;
		node->rb_parent = parent;
	}
	node->rb_left = NULL;
	node->rb_right = right;
	if (right != NULL)
		right->rb_parent = node;
	node->rb_color = color;
}

void
rb_remove(struct rb_tree *tree, struct rb_node *node)
{
	struct rb_scan_info *scan;
	struct rb_node *parent, *only;
	int side = LEFT;

	LIST_FOREACH(scan, &tree->rbt_scans, rbs_link) {
		if (scan->rbs_next == node)
			scan->rbs_next = rb_next(node);
	}
	if (node->rb_left != NULL && node->rb_right != NULL)
		swap_with_successor(tree, node);

	only = node->rb_left != NULL ? node->rb_left : node->rb_right;
	parent = node->rb_parent;
	if (parent != NULL)
		side = side_of(node);
	replace_child(tree, node, only);
	tree->rbt_count--;
	/*
	 * A red node is not missed by rule 3.  An only child is red (a black
	 * one would make its side longer) and takes over the black.
	 */
	if (only != NULL)
		only->rb_color = RB_BLACK;
	else if (!is_red(node) && parent != NULL)
		remove_fixup(tree, parent, side);
}

/* -------------------------------------------------------------- finding */

struct rb_node *
rb_lookup(const struct rb_tree *tree, const void *key)
{
	struct rb_node *node = tree->rbt_root;
	int order;

	while (node != NULL) {
		order = tree->rbt_keycmp(key, node);
		if (order == 0)
			break;
		node = order < 0 ? node->rb_left : node->rb_right;
	}
	return (node);
}

struct rb_node *
rb_find(const struct rb_tree *tree, const struct rb_node *like)
{
	struct rb_node *node = tree->rbt_root;
	int order;

	while (node != NULL) {
		order = tree->rbt_cmp(like, node);
		if (order == 0)
			break;
		node = order < 0 ? node->rb_left : node->rb_right;
	}
	return (node);
}

struct rb_node *
rb_lookup_le(const struct rb_tree *tree, const void *key)
{
	struct rb_node *node = tree->rbt_root;
	struct rb_node *best = NULL;
	int order;

	while (node != NULL) {
		order = tree->rbt_keycmp(key, node);
		if (order == 0)
			return (node);
		if (order > 0)
			best = node;
		node = order < 0 ? node->rb_left : node->rb_right;
	}
	return (best);
}

static struct rb_node *
outermost(struct rb_node *node, int side)
{
	while (node != NULL && *child(node, side) != NULL)
		node = *child(node, side);
	return (node);
}

/* The next on one side: down there, or up until we come from the other. */
static struct rb_node *
neighbour(const struct rb_node *node, int side)
{
	struct rb_node *down;

	down = side == LEFT ? node->rb_left : node->rb_right;
	if (down != NULL)
		return (outermost(down, !side));
	while (node->rb_parent != NULL && side_of(node) == side)
		node = node->rb_parent;
	return (node->rb_parent);
}

struct rb_node *
rb_first(const struct rb_tree *tree)
{
	return (outermost(tree->rbt_root, LEFT));
}

struct rb_node *
rb_last(const struct rb_tree *tree)
{
	return (outermost(tree->rbt_root, RIGHT));
}

struct rb_node *
rb_next(const struct rb_node *node)
{
	return (neighbour(node, RIGHT));
}

struct rb_node *
rb_prev(const struct rb_node *node)
{
	return (neighbour(node, LEFT));
}
