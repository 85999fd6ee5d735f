/*
 * stdlib.h -- memory, numbers, sorting, the end of a program.
 */
#ifndef _STDLIB_H
#define _STDLIB_H

#include <stddef.h>

#define EXIT_SUCCESS	0
#define EXIT_FAILURE	1
#define RAND_MAX	0x7fffffff
#define MB_CUR_MAX	1

/* ---- memory ---- */
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t size);
/* reallocarray: ENOMEM if n * size overflows. */
void *reallocarray(void *p, size_t n, size_t size);
void free(void *p);
void *aligned_alloc(size_t align, size_t size);
/* posix_memalign: => an error number; errno is not used */
int posix_memalign(void **pp, size_t align, size_t size);

/* ---- numbers ---- */
int atoi(const char *s);
long atol(const char *s);
long long atoll(const char *s);
double atof(const char *s);
long strtol(const char *restrict s, char **restrict end, int base);
long long strtoll(const char *restrict s, char **restrict end, int base);
unsigned long strtoul(const char *restrict s, char **restrict end, int base);
unsigned long long strtoull(const char *restrict s, char **restrict end,
    int base);
/* strtonum: within min and max, else 0 and *errstr says what is wrong. */
long long strtonum(const char *s, long long min, long long max,
    const char **errstr);
double strtod(const char *restrict s, char **restrict end);
float strtof(const char *restrict s, char **restrict end);
long double strtold(const char *restrict s, char **restrict end);

typedef struct { int quot, rem; } div_t;
typedef struct { long quot, rem; } ldiv_t;
typedef struct { long long quot, rem; } lldiv_t;

int abs(int n);
long labs(long n);
long long llabs(long long n);
div_t div(int num, int den);
ldiv_t ldiv(long num, long den);
lldiv_t lldiv(long long num, long long den);

int rand(void);
int rand_r(unsigned int *seed);
void srand(unsigned int seed);
long random(void);
void srandom(unsigned int seed);

/* ---- sorting ---- */
/* qsort: in place, not stable, n log n even in the worst case. */
void qsort(void *base, size_t n, size_t size,
    int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t n, size_t size,
    int (*compare)(const void *, const void *));

/* ---- environment ---- */
char *getenv(const char *name);
int setenv(const char *name, const char *value, int overwrite);
int unsetenv(const char *name);
int putenv(char *string);

/* ---- the end, and other programs ---- */
__attribute__((noreturn)) void exit(int status);
__attribute__((noreturn)) void _Exit(int status);
__attribute__((noreturn)) void abort(void);
int atexit(void (*func)(void));
int system(const char *command);

/* mkstemp: template ends in XXXXXX; => an open, new file */
int mkstemp(char *template);

const char *getprogname(void);

#endif
