/*
 * rtc.c -- the battery clock: what day it is.
 *
 * It is taken to run in UTC, as it does under QEMU.
 *
 *   cpu_boottime
 */
#include "arch/x86_64/clock.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"

#define CMOS_INDEX	0x70
#define CMOS_DATA	0x71
#define RTC_STATUS_A	0x0a
#define RTC_UPDATING	0x80
#define RTC_STATUS_B	0x0b
#define RTC_BINARY	0x04
#define RTC_24H		0x02
#define RTC_PM		0x80		/* in the hours, unless RTC_24H */

struct rtc_time {
	uint8_t rt_sec, rt_min, rt_hour, rt_day, rt_month, rt_year;
};

static uint8_t
cmos_read(uint8_t index)
{
	outb(CMOS_INDEX, index);
	return (inb(CMOS_DATA));
}

static void
rtc_read_once(struct rtc_time *rt)
{
	rt->rt_sec = cmos_read(0);
	rt->rt_min = cmos_read(2);
	rt->rt_hour = cmos_read(4);
	rt->rt_day = cmos_read(7);
	rt->rt_month = cmos_read(8);
	rt->rt_year = cmos_read(9);
}

/* Two readings that agree were not disturbed by an update. */
static void
rtc_read_stable(struct rtc_time *rt)
{
	struct rtc_time again;

	for (int tries = 0; tries < 100; tries++) {
		rtc_read_once(rt);
		rtc_read_once(&again);
		if ((cmos_read(RTC_STATUS_A) & RTC_UPDATING) == 0 &&
		    memcmp(rt, &again, sizeof(again)) == 0)
			return;
	}
}

static uint8_t
from_bcd(uint8_t v)
{
	return ((uint8_t)((v >> 4) * 10 + (v & 15)));
}

static void
rtc_decode(struct rtc_time *rt, uint8_t status)
{
	bool pm = (status & RTC_24H) == 0 && (rt->rt_hour & RTC_PM) != 0;

	if ((status & RTC_24H) == 0)
		rt->rt_hour &= (uint8_t)~RTC_PM;
	if ((status & RTC_BINARY) == 0) {
		rt->rt_sec = from_bcd(rt->rt_sec);
		rt->rt_min = from_bcd(rt->rt_min);
		rt->rt_hour = from_bcd(rt->rt_hour);
		rt->rt_day = from_bcd(rt->rt_day);
		rt->rt_month = from_bcd(rt->rt_month);
		rt->rt_year = from_bcd(rt->rt_year);
	}
	if ((status & RTC_24H) == 0)
		rt->rt_hour = (uint8_t)(rt->rt_hour % 12 + (pm ? 12 : 0));
}

static bool
is_leap(int year)
{
	return ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
}

/* Seconds since 1970 by the battery clock, which is in UTC. */
static time_t
rtc_read(void)
{
	static const uint16_t before[12] = { 0, 31, 59, 90, 120, 151, 181,
	    212, 243, 273, 304, 334 };
	struct rtc_time rt;
	int64_t days = 0;

	rtc_read_stable(&rt);
	rtc_decode(&rt, cmos_read(RTC_STATUS_B));
	if (rt.rt_month < 1 || rt.rt_month > 12 || rt.rt_day < 1 ||
	    rt.rt_day > 31 || rt.rt_hour > 23 || rt.rt_min > 59 ||
	    rt.rt_sec > 60)
		return (0);		/* no clock, or an empty battery */
	for (int year = 1970; year < 2000 + rt.rt_year; year++)
		days += is_leap(year) ? 366 : 365;
	days += before[rt.rt_month - 1] + rt.rt_day - 1;
	if (rt.rt_month > 2 && is_leap(2000 + rt.rt_year))
		days++;
	return (((days * 24 + rt.rt_hour) * 60 + rt.rt_min) * 60 + rt.rt_sec);
}

time_t
cpu_boottime(void)
{
	static time_t boottime;
	static bool known;

	if (!known) {
		boottime = rtc_read() -
		    (time_t)(cpu_nanouptime() / 1000000000);
		known = true;
	}
	return (boottime);
}
