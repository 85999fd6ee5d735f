/*
 * strftime.c -- dates as text.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const day_names[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday",
};
static const char *const month_names[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};

/* Conversions that stand for others. */
static const char *
expansion(char c)
{
	switch (c) {
	case 'c': return ("%a %b %e %H:%M:%S %Y");
	case 'D': return ("%m/%d/%y");
	case 'x': return ("%m/%d/%y");
	case 'F': return ("%Y-%m-%d");
	case 'R': return ("%H:%M");
	case 'T': return ("%H:%M:%S");
	case 'X': return ("%H:%M:%S");
	case 'r': return ("%I:%M:%S %p");
	case '+': return ("%a %b %e %H:%M:%S %Z %Y");
	default: return (NULL);
	}
}

/* Days since the last week began, on Sunday or on Monday. */
static int
week_number(const struct tm *tm, int monday)
{
	int day_of_week = (tm->tm_wday + 7 - monday) % 7;

	return ((tm->tm_yday + 7 - day_of_week) / 7);
}

/* Numbers: value and how it is printed; NULL if c is none of these. */
static const char *
number(char c, const struct tm *tm, long *value)
{
	struct tm copy = *tm;
	int hour12 = tm->tm_hour % 12 == 0 ? 12 : tm->tm_hour % 12;

	switch (c) {
	case 'Y': *value = 1900L + tm->tm_year; return ("%ld");
	case 'C': *value = (1900L + tm->tm_year) / 100; return ("%02ld");
	case 'y': *value = (1900L + tm->tm_year) % 100; return ("%02ld");
	case 'm': *value = tm->tm_mon + 1; return ("%02ld");
	case 'd': *value = tm->tm_mday; return ("%02ld");
	case 'e': *value = tm->tm_mday; return ("%2ld");
	case 'j': *value = tm->tm_yday + 1; return ("%03ld");
	case 'H': *value = tm->tm_hour; return ("%02ld");
	case 'k': *value = tm->tm_hour; return ("%2ld");
	case 'I': *value = hour12; return ("%02ld");
	case 'l': *value = hour12; return ("%2ld");
	case 'M': *value = tm->tm_min; return ("%02ld");
	case 'S': *value = tm->tm_sec; return ("%02ld");
	case 'u': *value = tm->tm_wday == 0 ? 7 : tm->tm_wday; return ("%ld");
	case 'w': *value = tm->tm_wday; return ("%ld");
	case 'U': *value = week_number(tm, 0); return ("%02ld");
	case 'W': *value = week_number(tm, 1); return ("%02ld");
	case 's': *value = timegm(&copy); return ("%ld");
	default: return (NULL);
	}
}

/* Words; at most 9 letters of them, or 3. */
static const char *
word(char c, const struct tm *tm)
{
	switch (c) {
	case 'a': case 'A':
		return (tm->tm_wday >= 0 && tm->tm_wday < 7 ?
		    day_names[tm->tm_wday] : "?");
	case 'b': case 'B': case 'h':
		return (tm->tm_mon >= 0 && tm->tm_mon < 12 ?
		    month_names[tm->tm_mon] : "?");
	case 'p': return (tm->tm_hour < 12 ? "AM" : "PM");
	case 'Z': return ("UTC");
	case 'z': return ("+0000");
	case 'n': return ("\n");
	case 't': return ("\t");
	case '%': return ("%");
	default: return (NULL);
	}
}

/* One conversion as text; 0 and an empty text for an unknown one. */
static size_t
convert(char *buf, size_t size, char c, const struct tm *tm)
{
	const char *text = expansion(c), *how;
	int shortened = c == 'a' || c == 'b' || c == 'h';
	long value;

	if (text != NULL)
		return (strftime(buf, size, text, tm));
	how = number(c, tm, &value);
	if (how != NULL)
		return ((size_t)snprintf(buf, size, how, value));
	text = word(c, tm);
	return ((size_t)snprintf(buf, size, shortened ? "%.3s" : "%s",
	    text != NULL ? text : ""));
}

size_t
strftime(char *restrict buf, size_t size, const char *restrict fmt,
    const struct tm *restrict tm)
{
	char text[64];
	size_t len = 0, n;

	for (; *fmt != '\0'; fmt++) {
		text[0] = *fmt;
		text[1] = '\0';
		n = 1;
		if (*fmt == '%' && fmt[1] != '\0') {
			fmt++;
			if ((*fmt == 'E' || *fmt == 'O') && fmt[1] != '\0')
				fmt++;
			n = convert(text, sizeof(text), *fmt, tm);
		}
		if (len + n >= size)
			return (0);
		memcpy(buf + len, text, n);
		len += n;
	}
	if (size == 0)
		return (0);
	buf[len] = '\0';
	return (len);
}

char *
asctime_r(const struct tm *restrict tm, char *restrict buf)
{
	strftime(buf, 26, "%a %b %e %H:%M:%S %Y\n", tm);
	return (buf);
}

char *
asctime(const struct tm *tm)
{
	static char buf[26];

	return (asctime_r(tm, buf));
}

char *
ctime(const time_t *t)
{
	return (asctime(gmtime(t)));
}
