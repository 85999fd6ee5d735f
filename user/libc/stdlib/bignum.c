/*
 * bignum.c -- large whole numbers, for exact conversion of floating point.
 */
#include <string.h>

#include "user/libc/stdlib/bignum.h"

void
__bignum_set(struct bignum *n, uint64_t value)
{
	n->bn_len = 0;
	for (; value != 0; value >>= 32)
		n->bn_word[n->bn_len++] = (uint32_t)value;
}

void
__bignum_muladd(struct bignum *n, uint32_t factor, uint32_t addend)
{
	uint64_t carry = addend;

	for (int i = 0; i < n->bn_len; i++) {
		carry += (uint64_t)n->bn_word[i] * factor;
		n->bn_word[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry != 0)
		n->bn_word[n->bn_len++] = (uint32_t)carry;
}

uint32_t
__bignum_div(struct bignum *n, uint32_t divisor)
{
	uint64_t rest = 0;

	for (int i = n->bn_len - 1; i >= 0; i--) {
		rest = rest << 32 | n->bn_word[i];
		n->bn_word[i] = (uint32_t)(rest / divisor);
		rest %= divisor;
	}
	while (n->bn_len > 0 && n->bn_word[n->bn_len - 1] == 0)
		n->bn_len--;
	return ((uint32_t)rest);
}

void
__bignum_shift_left(struct bignum *n, int bits)
{
	int words = bits / 32;

	__bignum_muladd(n, 1u << bits % 32, 0);
	if (n->bn_len == 0)
		return;
	memmove(n->bn_word + words, n->bn_word,
	    (size_t)n->bn_len * sizeof(n->bn_word[0]));
	memset(n->bn_word, 0, (size_t)words * sizeof(n->bn_word[0]));
	n->bn_len += words;
}

int
__bignum_bits(const struct bignum *n)
{
	if (n->bn_len == 0)
		return (0);
	return (n->bn_len * 32 - __builtin_clz(n->bn_word[n->bn_len - 1]));
}

/*
 * value = m * 2^e.  For e < 0 that is (m * 5^-e) * 10^e: a whole number
 * again, and a place for the point.
 */
int
__decimal_digits(double value, char *digits, int *point)
{
	struct bignum n;
	uint64_t bits;
	int e, len = 0, shift;

	memcpy(&bits, &value, sizeof(bits));
	e = (int)(bits >> 52 & 0x7ff);
	bits &= (1ull << 52) - 1;
	if (e != 0)
		bits |= 1ull << 52;
	else
		e = 1;
	e -= 1075;
	*point = 0;
	if (bits == 0)
		return (0);
	if (e < 0) {
		shift = __builtin_ctzll(bits);
		shift = shift < -e ? shift : -e;
		bits >>= shift;
		e += shift;
	}
	__bignum_set(&n, bits);
	if (e > 0)
		__bignum_shift_left(&n, e);
	for (int i = e; i < 0; i++)
		__bignum_muladd(&n, 5, 0);

	/* The last digit comes first: fill from the end, then move. */
	while (n.bn_len > 0)
		digits[DECIMAL_DIGITS - ++len] =
		    (char)('0' + __bignum_div(&n, 10));
	memmove(digits, digits + DECIMAL_DIGITS - len, (size_t)len);
	*point = len + (e < 0 ? e : 0);
	return (len);
}
