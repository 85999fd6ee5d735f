/*
 * lib/rbtree.h -- a balanced tree whose links lie inside its elements.
 *
 * A red-black tree: a search tree in which every node is red or black, such
 * that
 *
 *   1  the root is black and has no parent
 *   2  a red node has no red child
 *   3  every way from a node down to a missing child meets the same number
 *      of black nodes
 *   4  a child and its parent agree about each other
 *   5  walking from left to right, keys strictly increase
 *
 * From 2 and 3 follows that the longest way down is at most twice as long as
 * the shortest, so
 *
 *   8  the height is at most 2 * log2(n + 1)
 *
 * and every operation takes O(log n) steps.  (The numbers are those of the
 * LWP tree's invariants; 6 and 7 speak about LWPs.)
 *
 * The LWPs of a process and the entries of an address map live in such
 * trees.  The tree has no lock of its own: its owner's lock serves.  Nothing
 * here blocks or allocates.
 */
#ifndef LIB_RBTREE_H
#define LIB_RBTREE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/queue.h"

enum rb_color { RB_BLACK, RB_RED };

/* Put one of these into the structure; container_of() leads back. */
struct rb_node {
	struct rb_node *rb_left;	/* smaller keys */
	struct rb_node *rb_right;	/* greater keys */
	struct rb_node *rb_parent;	/* NULL at the root */
	enum rb_color rb_color;
};

/* A scan in progress; lives on the stack of rb_scan(). */
struct rb_scan_info {
	struct rb_node *rbs_next;	/* whom it will visit next */
	LIST_ENTRY(rb_scan_info) rbs_link;
};
LIST_HEAD(rb_scan_list, rb_scan_info);

/* Order of two elements, and of a key and an element: < 0, 0 or > 0. */
typedef int (*rb_cmp_t)(const struct rb_node *a, const struct rb_node *b);
typedef int (*rb_keycmp_t)(const void *key, const struct rb_node *node);

struct rb_tree {
	struct rb_node *rbt_root;
	rb_cmp_t rbt_cmp;
	rb_keycmp_t rbt_keycmp;
	struct rb_scan_list rbt_scans;
	size_t rbt_count;		/* elements */
};

void rb_init(struct rb_tree *tree, rb_cmp_t cmp, rb_keycmp_t keycmp);

static inline bool
rb_empty(const struct rb_tree *tree)
{
	return (tree->rbt_root == NULL);
}

static inline struct rb_node *
rb_root(const struct rb_tree *tree)
{
	return (tree->rbt_root);
}

/*
 * rb_insert: put node into the tree.
 *
 * => NULL, or the element that already has this key: nothing changed then
 */
struct rb_node *rb_insert(struct rb_tree *tree, struct rb_node *node);

/*
 * rb_remove: take node, which must be in the tree, out of it.
 *
 * => a scan that was about to visit node goes on with its successor
 */
void rb_remove(struct rb_tree *tree, struct rb_node *node);

/*
 * rb_copy: let `to`, which is empty, become a tree of the same shape and the
 * same colours as `from`; copy(node, arg) makes the element for one of
 * from's, with the same key, and returns its node.
 *
 * => false if copy() returned NULL once: all that was made hangs below to's
 *    root, for its owner to free; it is no valid tree then
 */
typedef struct rb_node *(*rb_copy_t)(const struct rb_node *node, void *arg);
bool rb_copy(struct rb_tree *to, const struct rb_tree *from, rb_copy_t copy,
    void *arg);

/* The element with that key, or with the same key as node, or NULL. */
struct rb_node *rb_lookup(const struct rb_tree *tree, const void *key);
struct rb_node *rb_find(const struct rb_tree *tree,
    const struct rb_node *node);
/* The greatest element whose key is <= key, or NULL. */
struct rb_node *rb_lookup_le(const struct rb_tree *tree, const void *key);

/* Navigation in the order of keys; NULL beyond either end. */
struct rb_node *rb_first(const struct rb_tree *tree);
struct rb_node *rb_last(const struct rb_tree *tree);
struct rb_node *rb_next(const struct rb_node *node);
struct rb_node *rb_prev(const struct rb_node *node);

/* The body may change the element but neither insert nor remove. */
#define RB_FOREACH(node, tree) \
	for ((node) = rb_first(tree); (node) != NULL; (node) = rb_next(node))

/*
 * rb_scan: call back for every element of a range, from left to right.
 *
 * => range says where an element lies: < 0 before the range, 0 in it, > 0
 *    behind it; a NULL range is the whole tree
 * => the callback may remove any element, its own too, and insert; it may
 *    block if the owner's lock then still keeps the tree itself alive
 * => a negative result of the callback ends the scan and is returned;
 *    otherwise the sum of all results
 */
typedef int (*rb_range_t)(const struct rb_node *node, void *data);
typedef int (*rb_callback_t)(struct rb_node *node, void *data);
int rb_scan(struct rb_tree *tree, rb_range_t range, rb_callback_t callback,
    void *data);

/*
 * rb_check: prove the invariants above, and the count.
 *
 * => the number of violations; each is told to report, which may be NULL
 */
typedef void (*rb_report_t)(void *arg, const char *what,
    const struct rb_node *node);
int rb_check(const struct rb_tree *tree, rb_report_t report, void *arg);
/* Nodes on the longest way down. */
int rb_height(const struct rb_tree *tree);

#endif
