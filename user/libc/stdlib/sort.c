/*
 * sort.c -- qsort and bsearch.
 *
 * Heapsort: no recursion, no memory, and no input that makes it slow.
 *
 *       0          The array is seen as a tree: the children of i are
 *      / \         2i+1 and 2i+2.  In a heap no child is larger than its
 *     1   2        parent, so the largest is at 0; it changes places with
 *    / \ / \       the last, the heap gets shorter by one and sift_down
 *   3  4 5  6      puts the new root where it belongs.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef int (*compare_t)(const void *, const void *);

static void
swap(char *a, char *b, size_t size)
{
	char c;

	for (; size > 0; size--) {
		c = *a;
		*a++ = *b;
		*b++ = c;
	}
}

static void
sift_down(char *base, size_t root, size_t n, size_t size, compare_t compare)
{
	size_t child;

	while ((child = root * 2 + 1) < n) {
		if (child + 1 < n && compare(base + child * size,
		    base + (child + 1) * size) < 0)
			child++;
		if (compare(base + root * size, base + child * size) >= 0)
			return;
		swap(base + root * size, base + child * size, size);
		root = child;
	}
}

void
qsort(void *basep, size_t n, size_t size, compare_t compare)
{
	char *base = basep;

	if (size == 0)
		return;
	for (size_t i = n / 2; i > 0; i--)
		sift_down(base, i - 1, n, size, compare);
	for (; n > 1; n--) {
		swap(base, base + (n - 1) * size, size);
		sift_down(base, 0, n - 1, size, compare);
	}
}

void *
bsearch(const void *key, const void *base, size_t n, size_t size,
    compare_t compare)
{
	const char *low = base, *middle;
	int result;

	while (n > 0) {
		middle = low + n / 2 * size;
		result = compare(key, middle);
		if (result == 0)
			return ((void *)(uintptr_t)middle);
		if (result > 0) {
			low = middle + size;
			n--;
		}
		n /= 2;
	}
	return (NULL);
}
