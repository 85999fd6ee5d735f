/*
 * T-4.1 on the host: the tree against a sorted array, and scans whose
 * callback removes elements.
 */
#include "tests/host/libtest.h"

#include "lib/bits.h"
#include "lib/rbtree.h"

#define MAXKEY	512

struct item {
	struct rb_node i_node;
	int i_key;
	bool i_in;			/* in the tree: the model */
};
static struct item items[MAXKEY];
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
report(void *arg, const char *what, const struct rb_node *node)
{
	(void)arg;
	print_error("%s at %d\n", what, node == NULL ? -1 : key_of(node));
}

static void
start(int n)
{
	rb_init(&tree, cmp, keycmp);
	for (int i = 0; i < MAXKEY; i++) {
		items[i].i_key = i;
		items[i].i_in = i < n;
		if (i < n)
			assert_null(rb_insert(&tree, &items[i].i_node));
	}
}

/* The tree holds exactly what the model says, in order, both ways. */
static void
compare_with_model(void)
{
	struct rb_node *node = rb_first(&tree);
	struct rb_node *back = rb_last(&tree);
	size_t count = 0;

	assert_int_equal(rb_check(&tree, report, NULL), 0);
	for (int i = 0; i < MAXKEY; i++) {
		if (!items[i].i_in)
			continue;
		assert_ptr_equal(node, &items[i].i_node);
		node = rb_next(node);
		count++;
	}
	assert_null(node);
	for (int i = MAXKEY - 1; i >= 0; i--) {
		if (!items[i].i_in)
			continue;
		assert_ptr_equal(back, &items[i].i_node);
		back = rb_prev(back);
	}
	assert_null(back);
	assert_int_equal(tree.rbt_count, count);
	assert_int_equal(rb_empty(&tree), count == 0);
}

static void
check_lookups(int key)
{
	struct item like = { .i_key = key };
	struct rb_node *node;
	int le;

	node = items[key].i_in ? &items[key].i_node : NULL;
	assert_ptr_equal(rb_lookup(&tree, &key), node);
	assert_ptr_equal(rb_find(&tree, &like.i_node), node);
	for (le = key; le >= 0 && !items[le].i_in; le--)
		continue;
	node = le >= 0 ? &items[le].i_node : NULL;
	assert_ptr_equal(rb_lookup_le(&tree, &key), node);
}

static void
test_random(void **state)
{
	uint64_t seed = 41;
	struct item twin;

	(void)state;
	start(0);
	for (int round = 0; round < 10000; round++) {
		struct item *it = &items[next_random(&seed) % MAXKEY];

		if (it->i_in) {
			twin.i_key = it->i_key;
			assert_ptr_equal(rb_insert(&tree, &twin.i_node),
			    &it->i_node);
			rb_remove(&tree, &it->i_node);
		} else {
			assert_null(rb_insert(&tree, &it->i_node));
		}
		it->i_in = !it->i_in;
		assert_int_equal(rb_check(&tree, report, NULL), 0);
		check_lookups((int)(next_random(&seed) % MAXKEY));
		if (round % 64 == 0)
			compare_with_model();
	}
	compare_with_model();
}

/* Ascending, descending, emptied from either end. */
static void
test_sorted(void **state)
{
	(void)state;
	start(MAXKEY);
	compare_with_model();
	assert_true(rb_height(&tree) <= 18);
	for (int i = 0; i < MAXKEY; i++) {
		rb_remove(&tree, &items[i].i_node);
		items[i].i_in = false;
		assert_int_equal(rb_check(&tree, report, NULL), 0);
	}
	compare_with_model();
	for (int i = MAXKEY - 1; i >= 0; i--) {
		assert_null(rb_insert(&tree, &items[i].i_node));
		items[i].i_in = true;
		assert_int_equal(rb_check(&tree, report, NULL), 0);
	}
	compare_with_model();
	while (!rb_empty(&tree))
		rb_remove(&tree, rb_root(&tree));
	assert_int_equal(rb_check(&tree, report, NULL), 0);
}

/* ---------------------------------------------------------------- scans */

enum victim { V_NONE, V_SELF, V_NEXT, V_PREV, V_ALL, V_LOOKAHEAD };

struct scan {
	enum victim s_victim;
	int s_last;			/* key visited last */
	int s_visits;
	int s_from, s_to;		/* the range */
	int s_stop_at;			/* key that ends the scan, or -1 */
};

static void
take(int key)
{
	if (key >= 0 && key < MAXKEY && items[key].i_in) {
		rb_remove(&tree, &items[key].i_node);
		items[key].i_in = false;
		assert_int_equal(rb_check(&tree, report, NULL), 0);
	}
}

static int
visit(struct rb_node *node, void *data)
{
	struct scan *s = data;
	int key = key_of(node);

	assert_true(items[key].i_in);
	assert_true(key > s->s_last);
	s->s_last = key;
	s->s_visits++;
	switch (s->s_victim) {
	case V_NONE:
		break;
	case V_SELF:
		take(key);
		break;
	case V_NEXT:
		take(key + 1);
		break;
	case V_PREV:
		take(key - 1);
		break;
	case V_LOOKAHEAD:
		for (int i = 0; i < 10; i++)
			take(key + i);
		break;
	case V_ALL:
		for (int i = 0; i < MAXKEY; i++)
			take(i);
		break;
	}
	return (key == s->s_stop_at ? -7 : 1);
}

static int
range(const struct rb_node *node, void *data)
{
	struct scan *s = data;
	int key = key_of(node);

	return (key < s->s_from ? -1 : key > s->s_to ? 1 : 0);
}

static void
scan_with(enum victim victim, int visits, int left)
{
	struct scan s = { victim, -1, 0, 0, 0, -1 };

	start(100);
	assert_int_equal(rb_scan(&tree, NULL, visit, &s), visits);
	assert_int_equal(s.s_visits, visits);
	assert_int_equal(tree.rbt_count, left);
	assert_true(LIST_EMPTY(&tree.rbt_scans));
	compare_with_model();
}

static void
test_scan(void **state)
{
	(void)state;
	scan_with(V_NONE, 100, 100);
	scan_with(V_SELF, 100, 0);
	scan_with(V_NEXT, 50, 50);
	scan_with(V_PREV, 100, 1);
	scan_with(V_LOOKAHEAD, 10, 0);
	scan_with(V_ALL, 1, 0);
}

static void
test_scan_range(void **state)
{
	struct scan s = { V_SELF, -1, 0, 20, 39, -1 };

	(void)state;
	start(100);
	assert_int_equal(rb_scan(&tree, range, visit, &s), 20);
	assert_int_equal(tree.rbt_count, 80);
	assert_int_equal(s.s_last, 39);

	s = (struct scan){ V_NONE, -1, 0, 200, 300, -1 };
	assert_int_equal(rb_scan(&tree, range, visit, &s), 0);

	s = (struct scan){ V_NONE, -1, 0, 0, 99, 50 };
	assert_int_equal(rb_scan(&tree, range, visit, &s), -7);
	assert_int_equal(s.s_last, 50);
	assert_true(LIST_EMPTY(&tree.rbt_scans));
}

/* Every scan in progress is moved on, not only the innermost. */
static int
nested(struct rb_node *node, void *data)
{
	struct scan inner = { V_SELF, -1, 0, 0, 0, -1 };
	int *outer_visits = data;

	(void)node;
	++*outer_visits;
	rb_scan(&tree, NULL, visit, &inner);
	return (0);
}

static void
test_scan_nested(void **state)
{
	int visits = 0;

	(void)state;
	start(100);
	rb_scan(&tree, NULL, nested, &visits);
	assert_int_equal(visits, 1);
	assert_true(rb_empty(&tree));
}

/* ------------------------------------- the checker finds what is broken */

static void
test_check_sees(void **state)
{
	struct rb_node *node;
	enum rb_color color;

	(void)state;
	start(64);
	rb_root(&tree)->rb_color = RB_RED;
	assert_true(rb_check(&tree, NULL, NULL) > 0);
	rb_root(&tree)->rb_color = RB_BLACK;
	assert_int_equal(rb_check(&tree, report, NULL), 0);

	for (node = rb_first(&tree); node != NULL; node = rb_next(node)) {
		color = node->rb_color;
		node->rb_color = color == RB_RED ? RB_BLACK : RB_RED;
		assert_true(rb_check(&tree, NULL, NULL) > 0);
		node->rb_color = color;
	}
	items[10].i_key = 30;
	assert_true(rb_check(&tree, NULL, NULL) > 0);
	items[10].i_key = 10;

	node = rb_first(&tree);
	items[63].i_node.rb_left = rb_root(&tree);
	assert_true(rb_check(&tree, NULL, NULL) > 0);
	items[63].i_node.rb_left = NULL;
	tree.rbt_count++;
	assert_true(rb_check(&tree, NULL, NULL) > 0);
	tree.rbt_count--;
	node->rb_parent = rb_root(&tree);
	assert_true(rb_check(&tree, NULL, NULL) > 0);
}

/* ---------------------------------------------------------------- copying */

static struct item twins[64];
static int made, make_at_most;

static struct rb_node *
make_twin(const struct rb_node *node, void *arg)
{
	struct item *it = &twins[made];

	assert_ptr_equal(arg, &made);
	if (made == make_at_most)
		return (NULL);
	made++;
	it->i_key = container_of(node, struct item, i_node)->i_key;
	return (&it->i_node);
}

static int
count_nodes(const struct rb_node *node)
{
	return (node == NULL ? 0 : 1 + count_nodes(node->rb_left) +
	    count_nodes(node->rb_right));
}

/* The copy is sound and equal; one that fails loses no element. */
static void
test_copy(void **state)
{
	struct rb_tree from, to;
	struct rb_node *a, *b;
	int n, i;

	(void)state;
	for (n = 0; n <= 64; n++) {
		rb_init(&from, cmp, keycmp);
		for (i = 0; i < n; i++) {
			items[i].i_key = (i * 37) % 64;
			assert_null(rb_insert(&from, &items[i].i_node));
		}
		for (make_at_most = 0; make_at_most <= n; make_at_most++) {
			made = 0;
			rb_init(&to, cmp, keycmp);
			assert_int_equal(rb_copy(&to, &from, make_twin,
			    &made), make_at_most == n);
			assert_int_equal(count_nodes(rb_root(&to)),
			    make_at_most);
		}
		assert_int_equal(rb_check(&to, report, NULL), 0);
		for (a = rb_first(&from), b = rb_first(&to); a != NULL;
		    a = rb_next(a), b = rb_next(b)) {
			assert_int_equal(cmp(a, b), 0);
			assert_int_equal(a->rb_color, b->rb_color);
		}
		assert_null(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_sorted),
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_scan_range),
		cmocka_unit_test(test_scan_nested),
		cmocka_unit_test(test_check_sees),
		cmocka_unit_test(test_copy),
	};

	return (cmocka_run_group_tests_name("T-4.1 rbtree", tests, NULL,
	    NULL));
}
