/*
 * lib/queue.h, lib/bits.h and lib/refcount.h.
 */
#include "tests/host/libtest.h"

#include "lib/bits.h"
#include "lib/queue.h"
#include "lib/refcount.h"

struct item {
	int i_key;
	LIST_ENTRY(item) i_list;
	STAILQ_ENTRY(item) i_stailq;
	TAILQ_ENTRY(item) i_tailq;
};
LIST_HEAD(list, item);
STAILQ_HEAD(stailq, item);
TAILQ_HEAD(tailq, item);

static struct item it[8];

/* What a list holds, as a number: 1 2 3 is 123. */
#define KEYS(KIND, head, field) ({					\
	struct item *k_i;						\
	int k_sum = 0;							\
	KIND##_FOREACH(k_i, head, field)				\
		k_sum = k_sum * 10 + k_i->i_key;			\
	k_sum;								\
})

static int
backward(struct tailq *q)
{
	struct item *i;
	int sum = 0;

	TAILQ_FOREACH_REVERSE(i, q, tailq, i_tailq)
		sum = sum * 10 + i->i_key;
	return (sum);
}

static int
setup(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		it[i].i_key = i;
	return (0);
}

static void
test_list(void **state)
{
	struct list head = LIST_HEAD_INITIALIZER(head);
	struct item *i, *next;

	(void)state;
	assert_true(LIST_EMPTY(&head));
	LIST_INSERT_HEAD(&head, &it[2], i_list);
	LIST_INSERT_HEAD(&head, &it[1], i_list);
	LIST_INSERT_AFTER(&it[2], &it[4], i_list);
	LIST_INSERT_AFTER(&it[2], &it[3], i_list);
	LIST_INSERT_BEFORE(&it[1], &it[5], i_list);
	LIST_INSERT_BEFORE(&it[4], &it[6], i_list);
	assert_int_equal(KEYS(LIST, &head, i_list), 512364);
	LIST_REMOVE(&it[5], i_list);
	LIST_REMOVE(&it[4], i_list);
	LIST_REMOVE(&it[2], i_list);
	assert_int_equal(KEYS(LIST, &head, i_list), 136);
	LIST_FOREACH_MUTABLE(i, &head, i_list, next)
		LIST_REMOVE(i, i_list);
	assert_true(LIST_EMPTY(&head));
}

static void
test_stailq(void **state)
{
	struct stailq head = STAILQ_HEAD_INITIALIZER(head);
	struct stailq other;
	struct item *i, *next;

	(void)state;
	STAILQ_INIT(&other);
	STAILQ_INSERT_TAIL(&head, &it[1], i_stailq);
	STAILQ_INSERT_TAIL(&head, &it[2], i_stailq);
	STAILQ_INSERT_HEAD(&head, &it[3], i_stailq);
	STAILQ_INSERT_AFTER(&head, &it[2], &it[4], i_stailq);
	assert_int_equal(KEYS(STAILQ, &head, i_stailq), 3124);
	STAILQ_REMOVE(&head, &it[4], item, i_stailq);
	STAILQ_INSERT_TAIL(&head, &it[5], i_stailq);
	STAILQ_REMOVE(&head, &it[1], item, i_stailq);
	STAILQ_REMOVE_HEAD(&head, i_stailq);
	assert_int_equal(KEYS(STAILQ, &head, i_stailq), 25);
	STAILQ_CONCAT(&head, &other);
	STAILQ_INSERT_HEAD(&other, &it[6], i_stailq);
	STAILQ_CONCAT(&head, &other);
	assert_true(STAILQ_EMPTY(&other));
	STAILQ_INSERT_TAIL(&head, &it[7], i_stailq);
	assert_int_equal(KEYS(STAILQ, &head, i_stailq), 2567);
	STAILQ_FOREACH_MUTABLE(i, &head, i_stailq, next)
		STAILQ_REMOVE_HEAD(&head, i_stailq);
	assert_true(STAILQ_EMPTY(&head));
	STAILQ_INSERT_TAIL(&head, &it[1], i_stailq);
	assert_ptr_equal(STAILQ_FIRST(&head), &it[1]);
}

static void
test_tailq(void **state)
{
	struct tailq head = TAILQ_HEAD_INITIALIZER(head);
	struct tailq other;
	struct item *i, *next;

	(void)state;
	TAILQ_INIT(&other);
	assert_null(TAILQ_LAST(&head, tailq));
	TAILQ_INSERT_TAIL(&head, &it[2], i_tailq);
	assert_ptr_equal(TAILQ_LAST(&head, tailq), &it[2]);
	assert_null(TAILQ_PREV(&it[2], tailq, i_tailq));
	TAILQ_INSERT_HEAD(&head, &it[1], i_tailq);
	TAILQ_INSERT_AFTER(&head, &it[2], &it[4], i_tailq);
	TAILQ_INSERT_BEFORE(&it[4], &it[3], i_tailq);
	TAILQ_INSERT_BEFORE(&it[1], &it[5], i_tailq);
	assert_int_equal(KEYS(TAILQ, &head, i_tailq), 51234);
	assert_int_equal(backward(&head), 43215);
	TAILQ_REMOVE(&head, &it[4], i_tailq);
	TAILQ_REMOVE(&head, &it[5], i_tailq);
	TAILQ_REMOVE(&head, &it[2], i_tailq);
	assert_int_equal(KEYS(TAILQ, &head, i_tailq), 13);
	TAILQ_CONCAT(&head, &other, i_tailq);
	TAILQ_INSERT_TAIL(&other, &it[6], i_tailq);
	TAILQ_INSERT_TAIL(&other, &it[7], i_tailq);
	TAILQ_CONCAT(&head, &other, i_tailq);
	assert_true(TAILQ_EMPTY(&other));
	assert_int_equal(KEYS(TAILQ, &head, i_tailq), 1367);
	assert_int_equal(backward(&head), 7631);
	TAILQ_FOREACH_MUTABLE(i, &head, i_tailq, next)
		TAILQ_REMOVE(&head, i, i_tailq);
	assert_true(TAILQ_EMPTY(&head));
	assert_null(TAILQ_LAST(&head, tailq));
}

static void
test_bits(void **state)
{
	uint64_t x = 13;

	(void)state;
	assert_int_equal(howmany(x, 4), 4);
	assert_int_equal(roundup(x, 5), 15);
	assert_int_equal(roundup2(x, (uint64_t)8), 16);
	assert_int_equal(rounddown2(x, (uint64_t)8), 8);
	assert_int_equal(min(x, (uint64_t)4), 4);
	assert_int_equal(max(x, (uint64_t)4), 13);
	assert_int_equal(bit_ffs64(0), 0);
	assert_int_equal(bit_ffs64(0x8000000000000000u), 64);
	assert_int_equal(bit_ffs64(12), 3);
	assert_int_equal(bit_fls64(0), 0);
	assert_int_equal(bit_fls64(12), 4);
	assert_ptr_equal(container_of(&it[3].i_tailq, struct item, i_tailq),
	    &it[3]);
}

static void
test_refcount(void **state)
{
	refcount_t rc;

	(void)state;
	refcount_init(&rc, 1);
	refcount_acquire(&rc);
	assert_int_equal(refcount_value(&rc), 2);
	assert_false(refcount_release(&rc));
	assert_true(refcount_release(&rc));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_list, setup),
		cmocka_unit_test_setup(test_stailq, setup),
		cmocka_unit_test_setup(test_tailq, setup),
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_refcount),
	};

	return (cmocka_run_group_tests_name("queue", tests, NULL, NULL));
}
