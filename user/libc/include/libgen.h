/*
 * libgen.h -- the two ends of a path.  Both may change what they are given.
 */
#ifndef _LIBGEN_H
#define _LIBGEN_H

char *basename(char *path);
char *dirname(char *path);

#endif
