/*
 * calendar.c -- seconds since 1970 to dates and back.
 *
 * Days are counted in years that begin on March 1: then the leap day is the
 * last of its year, and the lengths of the months before it form a pattern,
 * so that (153 * m + 2) / 5 is the number of days before month m.
 *
 *   days_from_date, date_from_days   the arithmetic
 *   gmtime localtime timegm mktime   the standard functions
 */
#include <time.h>

#define DAY		86400
#define YEARS_400	146097L		/* days in 400 years, always */
#define MARCH_1_0000	719468L		/* days from there to 1970-01-01 */

static long
floor_div(long a, long b)
{
	return (a / b - (a % b < 0));
}

/* Days from March 1 of year 0 to March 1 of year y, 0 to 400. */
static long
days_before_year(long y)
{
	return (y * 365 + y / 4 - y / 100 + y / 400);
}

/* month 0 is January; any day. */
static long
days_from_date(long year, long month, long day)
{
	long era, y, m;

	year += floor_div(month, 12);
	month -= floor_div(month, 12) * 12;
	m = (month + 10) % 12;			/* 0 is March */
	if (month < 2)
		year--;
	era = floor_div(year, 400);
	y = year - era * 400;
	return (era * YEARS_400 + days_before_year(y) +
	    (153 * m + 2) / 5 + day - 1 - MARCH_1_0000);
}

static void
date_from_days(long days, struct tm *tm)
{
	long era, d, y, m, year;

	days += MARCH_1_0000;
	era = floor_div(days, YEARS_400);
	d = days - era * YEARS_400;
	y = d / 365;			/* right, or one too many */
	if (days_before_year(y) > d)
		y--;
	d -= days_before_year(y);	/* day of the March year */
	m = (5 * d + 2) / 153;
	year = era * 400 + y + (m >= 10);
	tm->tm_mday = (int)(d - (153 * m + 2) / 5 + 1);
	tm->tm_mon = (int)((m + 2) % 12);
	tm->tm_year = (int)(year - 1900);
	tm->tm_yday = (int)(days - MARCH_1_0000 - days_from_date(year, 0, 1));
}

struct tm *
gmtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	long days = floor_div(*t, DAY);
	long rest = *t - days * DAY;

	date_from_days(days, tm);
	tm->tm_hour = (int)(rest / 3600);
	tm->tm_min = (int)(rest / 60 % 60);
	tm->tm_sec = (int)(rest % 60);
	tm->tm_wday = (int)((days % 7 + 11) % 7);	/* day 0: Thursday */
	tm->tm_isdst = 0;
	tm->tm_gmtoff = 0;
	tm->tm_zone = "UTC";
	return (tm);
}

struct tm *
localtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	return (gmtime_r(t, tm));
}

static struct tm the_tm;

struct tm *
gmtime(const time_t *t)
{
	return (gmtime_r(t, &the_tm));
}

struct tm *
localtime(const time_t *t)
{
	return (gmtime_r(t, &the_tm));
}

time_t
timegm(struct tm *tm)
{
	time_t t;

	t = days_from_date(1900L + tm->tm_year, tm->tm_mon, tm->tm_mday) * DAY +
	    tm->tm_hour * 3600L + tm->tm_min * 60L + tm->tm_sec;
	gmtime_r(&t, tm);
	return (t);
}

time_t
mktime(struct tm *tm)
{
	return (timegm(tm));
}
