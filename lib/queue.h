/*
 * lib/queue.h -- lists whose links lie inside their elements.
 *
 * Names and meanings are those every BSD kernel uses:
 *
 *   LIST    doubly linked, head is one pointer: remove from anywhere
 *   STAILQ  singly linked with a tail: a queue
 *   TAILQ   doubly linked with a tail: a queue to remove from anywhere
 *
 * A "previous" link does not point to the previous element but to the
 * pointer that points to us, be it a "next" of an element or the head.  So
 * nothing needs to know whether an element is the first:
 *
 *   head            a               b
 *   +-------+       +------+        +------+
 *   | first |------>| next |------->| next |---> NULL
 *   +-------+       +------+        +------+
 *       ^-----------|-prev |   ^----|-prev |
 *                   +------+   |    +------+
 *                      a.next -+
 *
 * Removing an element leaves its own links as they were.
 */
#ifndef LIB_QUEUE_H
#define LIB_QUEUE_H

#include <stddef.h>

/* ------------------------------------------------------------- LIST */

#define LIST_HEAD(name, type)						\
struct name {								\
	struct type *lh_first;						\
}
#define LIST_HEAD_INITIALIZER(head)	{ NULL }
#define LIST_ENTRY(type)						\
struct {								\
	struct type *le_next;						\
	struct type **le_prev;		/* what points to us */		\
}

#define LIST_INIT(head)		((void)((head)->lh_first = NULL))
#define LIST_FIRST(head)	((head)->lh_first)
#define LIST_EMPTY(head)	((head)->lh_first == NULL)
#define LIST_NEXT(elm, field)	((elm)->field.le_next)

#define LIST_FOREACH(var, head, field)					\
	for ((var) = LIST_FIRST(head); (var) != NULL;			\
	    (var) = LIST_NEXT(var, field))
/* The body may remove or free var. */
#define LIST_FOREACH_MUTABLE(var, head, field, next)			\
	for ((var) = LIST_FIRST(head);					\
	    (var) != NULL && ((next) = LIST_NEXT(var, field), 1);	\
	    (var) = (next))

#define LIST_INSERT_HEAD(head, elm, field) do {				\
	(elm)->field.le_next = (head)->lh_first;			\
	if ((head)->lh_first != NULL)					\
		(head)->lh_first->field.le_prev = &(elm)->field.le_next; \
	(head)->lh_first = (elm);					\
	(elm)->field.le_prev = &(head)->lh_first;			\
} while (0)

#define LIST_INSERT_AFTER(listelm, elm, field) do {			\
	(elm)->field.le_next = (listelm)->field.le_next;		\
	if ((elm)->field.le_next != NULL)				\
		(elm)->field.le_next->field.le_prev =			\
		    &(elm)->field.le_next;				\
	(listelm)->field.le_next = (elm);				\
	(elm)->field.le_prev = &(listelm)->field.le_next;		\
} while (0)

#define LIST_INSERT_BEFORE(listelm, elm, field) do {			\
	(elm)->field.le_prev = (listelm)->field.le_prev;		\
	(elm)->field.le_next = (listelm);				\
	*(elm)->field.le_prev = (elm);					\
	(listelm)->field.le_prev = &(elm)->field.le_next;		\
} while (0)

#define LIST_REMOVE(elm, field) do {					\
	if ((elm)->field.le_next != NULL)				\
		(elm)->field.le_next->field.le_prev =			\
		    (elm)->field.le_prev;				\
	*(elm)->field.le_prev = (elm)->field.le_next;			\
} while (0)

/* ----------------------------------------------------------- STAILQ */

#define STAILQ_HEAD(name, type)						\
struct name {								\
	struct type *stqh_first;					\
	struct type **stqh_last;	/* the NULL at the end */	\
}
#define STAILQ_HEAD_INITIALIZER(head)	{ NULL, &(head).stqh_first }
#define STAILQ_ENTRY(type)						\
struct {								\
	struct type *stqe_next;						\
}

#define STAILQ_INIT(head) do {						\
	(head)->stqh_first = NULL;					\
	(head)->stqh_last = &(head)->stqh_first;			\
} while (0)
#define STAILQ_FIRST(head)	((head)->stqh_first)
#define STAILQ_EMPTY(head)	((head)->stqh_first == NULL)
#define STAILQ_NEXT(elm, field)	((elm)->field.stqe_next)

#define STAILQ_FOREACH(var, head, field)				\
	for ((var) = STAILQ_FIRST(head); (var) != NULL;			\
	    (var) = STAILQ_NEXT(var, field))
#define STAILQ_FOREACH_MUTABLE(var, head, field, next)			\
	for ((var) = STAILQ_FIRST(head);				\
	    (var) != NULL && ((next) = STAILQ_NEXT(var, field), 1);	\
	    (var) = (next))

#define STAILQ_INSERT_HEAD(head, elm, field) do {			\
	(elm)->field.stqe_next = (head)->stqh_first;			\
	if ((head)->stqh_first == NULL)					\
		(head)->stqh_last = &(elm)->field.stqe_next;		\
	(head)->stqh_first = (elm);					\
} while (0)

#define STAILQ_INSERT_TAIL(head, elm, field) do {			\
	(elm)->field.stqe_next = NULL;					\
	*(head)->stqh_last = (elm);					\
	(head)->stqh_last = &(elm)->field.stqe_next;			\
} while (0)

#define STAILQ_INSERT_AFTER(head, listelm, elm, field) do {		\
	(elm)->field.stqe_next = (listelm)->field.stqe_next;		\
	if ((elm)->field.stqe_next == NULL)				\
		(head)->stqh_last = &(elm)->field.stqe_next;		\
	(listelm)->field.stqe_next = (elm);				\
} while (0)

#define STAILQ_REMOVE_HEAD(head, field) do {				\
	(head)->stqh_first = (head)->stqh_first->field.stqe_next;	\
	if ((head)->stqh_first == NULL)					\
		(head)->stqh_last = &(head)->stqh_first;		\
} while (0)

/* Walks the list: prefer TAILQ where this happens often. */
#define STAILQ_REMOVE(head, elm, type, field) do {			\
	struct type **stq_link = &(head)->stqh_first;			\
									\
	while (*stq_link != (elm))					\
		stq_link = &(*stq_link)->field.stqe_next;		\
	*stq_link = (elm)->field.stqe_next;				\
	if (*stq_link == NULL)						\
		(head)->stqh_last = stq_link;				\
} while (0)

/* All of head2 to the end of head1; head2 is empty then. */
#define STAILQ_CONCAT(head1, head2) do {				\
	if (!STAILQ_EMPTY(head2)) {					\
		*(head1)->stqh_last = (head2)->stqh_first;		\
		(head1)->stqh_last = (head2)->stqh_last;		\
		STAILQ_INIT(head2);					\
	}								\
} while (0)

/* ------------------------------------------------------------ TAILQ */

/*
 * Head and entry look alike: a pointer forward, and right behind it a
 * pointer to a pointer.  TAILQ_BEHIND(link) is the second of such a pair,
 * given the first; it is what lets us go backward.
 */
#define TAILQ_HEAD(name, type)						\
struct name {								\
	struct type *tqh_first;						\
	struct type **tqh_last;		/* the NULL at the end */	\
}
#define TAILQ_HEAD_INITIALIZER(head)	{ NULL, &(head).tqh_first }
#define TAILQ_ENTRY(type)						\
struct {								\
	struct type *tqe_next;						\
	struct type **tqe_prev;		/* what points to us */		\
}
#define TAILQ_BEHIND(link)	(*(__typeof__(link) *)(void *)((link) + 1))

#define TAILQ_INIT(head) do {						\
	(head)->tqh_first = NULL;					\
	(head)->tqh_last = &(head)->tqh_first;				\
} while (0)
#define TAILQ_FIRST(head)	((head)->tqh_first)
#define TAILQ_EMPTY(head)	((head)->tqh_first == NULL)
#define TAILQ_NEXT(elm, field)	((elm)->field.tqe_next)
#define TAILQ_LAST(head, headname)	(*TAILQ_BEHIND((head)->tqh_last))
#define TAILQ_PREV(elm, headname, field) \
	(*TAILQ_BEHIND((elm)->field.tqe_prev))

#define TAILQ_FOREACH(var, head, field)					\
	for ((var) = TAILQ_FIRST(head); (var) != NULL;			\
	    (var) = TAILQ_NEXT(var, field))
/* The body may remove or free var. */
#define TAILQ_FOREACH_MUTABLE(var, head, field, next)			\
	for ((var) = TAILQ_FIRST(head);					\
	    (var) != NULL && ((next) = TAILQ_NEXT(var, field), 1);	\
	    (var) = (next))
#define TAILQ_FOREACH_REVERSE(var, head, headname, field)		\
	for ((var) = TAILQ_LAST(head, headname); (var) != NULL;		\
	    (var) = TAILQ_PREV(var, headname, field))

#define TAILQ_INSERT_HEAD(head, elm, field) do {			\
	(elm)->field.tqe_next = (head)->tqh_first;			\
	if ((head)->tqh_first != NULL)					\
		(head)->tqh_first->field.tqe_prev =			\
		    &(elm)->field.tqe_next;				\
	else								\
		(head)->tqh_last = &(elm)->field.tqe_next;		\
	(head)->tqh_first = (elm);					\
	(elm)->field.tqe_prev = &(head)->tqh_first;			\
} while (0)

#define TAILQ_INSERT_TAIL(head, elm, field) do {			\
	(elm)->field.tqe_next = NULL;					\
	(elm)->field.tqe_prev = (head)->tqh_last;			\
	*(head)->tqh_last = (elm);					\
	(head)->tqh_last = &(elm)->field.tqe_next;			\
} while (0)

#define TAILQ_INSERT_AFTER(head, listelm, elm, field) do {		\
	(elm)->field.tqe_next = (listelm)->field.tqe_next;		\
	if ((elm)->field.tqe_next != NULL)				\
		(elm)->field.tqe_next->field.tqe_prev =			\
		    &(elm)->field.tqe_next;				\
	else								\
		(head)->tqh_last = &(elm)->field.tqe_next;		\
	(listelm)->field.tqe_next = (elm);				\
	(elm)->field.tqe_prev = &(listelm)->field.tqe_next;		\
} while (0)

#define TAILQ_INSERT_BEFORE(listelm, elm, field) do {			\
	(elm)->field.tqe_prev = (listelm)->field.tqe_prev;		\
	(elm)->field.tqe_next = (listelm);				\
	*(elm)->field.tqe_prev = (elm);					\
	(listelm)->field.tqe_prev = &(elm)->field.tqe_next;		\
} while (0)

#define TAILQ_REMOVE(head, elm, field) do {				\
	if ((elm)->field.tqe_next != NULL)				\
		(elm)->field.tqe_next->field.tqe_prev =			\
		    (elm)->field.tqe_prev;				\
	else								\
		(head)->tqh_last = (elm)->field.tqe_prev;		\
	*(elm)->field.tqe_prev = (elm)->field.tqe_next;			\
} while (0)

/* All of head2 to the end of head1; head2 is empty then. */
#define TAILQ_CONCAT(head1, head2, field) do {				\
	if (!TAILQ_EMPTY(head2)) {					\
		*(head1)->tqh_last = (head2)->tqh_first;		\
		(head2)->tqh_first->field.tqe_prev = (head1)->tqh_last;	\
		(head1)->tqh_last = (head2)->tqh_last;			\
		TAILQ_INIT(head2);					\
	}								\
} while (0)

#endif
