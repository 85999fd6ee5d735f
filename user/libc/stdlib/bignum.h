/*
 * bignum.h -- whole numbers of any size that a double can need.
 *
 * A double is m * 2^e; a decimal number is d * 10^k.  With whole numbers of
 * a few thousand bits both can be written down exactly, so that conversion
 * between them is nothing but multiplication, division and one rounding.
 */
#ifndef LIBC_BIGNUM_H
#define LIBC_BIGNUM_H

#include <stdint.h>

#define BIGNUM_WORDS	400

struct bignum {
	int bn_len;			/* words in use; 0 is the number 0 */
	uint32_t bn_word[BIGNUM_WORDS];	/* lowest first */
};

void __bignum_set(struct bignum *n, uint64_t value);
/* n = n * factor + addend.  The caller sees to it that n fits. */
void __bignum_muladd(struct bignum *n, uint32_t factor, uint32_t addend);
/* n = n / divisor; => the remainder */
uint32_t __bignum_div(struct bignum *n, uint32_t divisor);
void __bignum_shift_left(struct bignum *n, int bits);
/* The number of bits of n without leading zeros. */
int __bignum_bits(const struct bignum *n);

/*
 * __decimal_digits: the decimal digits of a finite value >= 0, all of them.
 *
 * => the number of digits stored, without leading zeros; 0 for value 0;
 *    size 800 is enough
 * => *point: how many digits lie before the decimal point; may be negative
 */
#define DECIMAL_DIGITS	800
int __decimal_digits(double value, char *digits, int *point);

#endif
