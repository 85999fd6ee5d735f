/*
 * regex.h -- basic regular expressions.
 *
 *   .  any character      x*  any number of x     [a-z]  one of a set
 *   ^  start of line      $   end of line         \x     x itself
 *   [^a-z]  one not of the set
 */
#ifndef GREP_REGEX_H
#define GREP_REGEX_H

/*
 * regex_check: is the pattern a good one?
 *
 * => NULL if it is, else what is wrong
 */
const char *regex_check(const char *pattern);

/*
 * regex_match: does the pattern match anywhere in text?
 *
 * => ignore_case: letters match in both cases
 */
int regex_match(const char *pattern, const char *text, int ignore_case);

#endif
