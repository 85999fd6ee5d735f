/*
 * lib/rbtree_copy.c -- a red-black tree once more.
 *
 * Inserting n elements into an empty tree takes n searches and as many
 * repairs; but who copies a whole tree knows where each element belongs and
 * what colour it has.
 *
 *   rb_copy   the same shape, the same colours, other elements
 */
#include "lib/rbtree.h"

/*
 * The subtree of `from`, which is not empty, hangs at *link afterwards: from
 * the top along the right edge, and for each left child in the same way.  A
 * node is linked as soon as it is made, so that nothing is lost if a later
 * one cannot be made.
 */
static bool
copy_subtree(struct rb_node **link, struct rb_node *parent,
    const struct rb_node *from, rb_copy_t copy, void *arg)
{
	struct rb_node *node;

	for (; from != NULL; from = from->rb_right) {
		node = copy(from, arg);
		if (node == NULL)
			return (false);
		node->rb_left = node->rb_right = NULL;
		node->rb_parent = parent;
		node->rb_color = from->rb_color;
		*link = node;
		if (from->rb_left != NULL && !copy_subtree(&node->rb_left,
		    node, from->rb_left, copy, arg))
			return (false);
		parent = node;
		link = &node->rb_right;
	}
	return (true);
}

bool
rb_copy(struct rb_tree *to, const struct rb_tree *from, rb_copy_t copy,
    void *arg)
{
	to->rbt_count = from->rbt_count;
	return (copy_subtree(&to->rbt_root, NULL, from->rbt_root, copy, arg));
}
