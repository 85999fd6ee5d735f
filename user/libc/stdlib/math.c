/*
 * math.c -- the functions of math.h that need no approximation.
 */
#include <math.h>
#include <stdint.h>

/* From here on every double is a whole number. */
#define ALL_WHOLE	4503599627370496.0

double
fabs(double x)
{
	return (__builtin_fabs(x));
}

float
fabsf(float x)
{
	return (__builtin_fabsf(x));
}

double
sqrt(double x)
{
	__asm__("sqrtsd %0, %0" : "+x" (x));
	return (x);
}

float
sqrtf(float x)
{
	__asm__("sqrtss %0, %0" : "+x" (x));
	return (x);
}

double
trunc(double x)
{
	if (!(fabs(x) < ALL_WHOLE))
		return (x);
	return (__builtin_copysign((double)(int64_t)x, x));
}

double
floor(double x)
{
	double t = trunc(x);

	return (t > x ? t - 1.0 : t);
}

double
ceil(double x)
{
	double t = trunc(x);

	return (t < x ? __builtin_copysign(t + 1.0, x) : t);
}

double
round(double x)
{
	double t = trunc(x);

	if (fabs(x - t) >= 0.5)
		t += __builtin_copysign(1.0, x);
	return (t);
}

/* The x87 has exactly this; it may need several rounds. */
double
fmod(double x, double y)
{
	long double r = x, d = y;
	uint16_t status;

	do {
		__asm__("fprem\n\tfnstsw %1"
		    : "+t" (r), "=a" (status) : "u" (d));
	} while (status & 0x400);
	return ((double)r);
}
