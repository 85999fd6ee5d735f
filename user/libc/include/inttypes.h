/*
 * inttypes.h -- printf and scanf letters for the types of stdint.h.
 */
#ifndef _INTTYPES_H
#define _INTTYPES_H

#include <stdint.h>

#define PRId8	"d"
#define PRId16	"d"
#define PRId32	"d"
#define PRId64	"ld"
#define PRIi8	"i"
#define PRIi16	"i"
#define PRIi32	"i"
#define PRIi64	"li"
#define PRIo8	"o"
#define PRIo16	"o"
#define PRIo32	"o"
#define PRIo64	"lo"
#define PRIu8	"u"
#define PRIu16	"u"
#define PRIu32	"u"
#define PRIu64	"lu"
#define PRIx8	"x"
#define PRIx16	"x"
#define PRIx32	"x"
#define PRIx64	"lx"
#define PRIX8	"X"
#define PRIX16	"X"
#define PRIX32	"X"
#define PRIX64	"lX"
#define PRIdMAX	"jd"
#define PRIiMAX	"ji"
#define PRIuMAX	"ju"
#define PRIoMAX	"jo"
#define PRIxMAX	"jx"
#define PRIXMAX	"jX"
#define PRIdPTR	"ld"
#define PRIiPTR	"li"
#define PRIuPTR	"lu"
#define PRIoPTR	"lo"
#define PRIxPTR	"lx"
#define PRIXPTR	"lX"

#define SCNd32	"d"
#define SCNd64	"ld"
#define SCNi32	"i"
#define SCNi64	"li"
#define SCNu32	"u"
#define SCNu64	"lu"
#define SCNo32	"o"
#define SCNo64	"lo"
#define SCNx32	"x"
#define SCNx64	"lx"
#define SCNdMAX	"jd"
#define SCNuMAX	"ju"
#define SCNxMAX	"jx"

intmax_t strtoimax(const char *restrict s, char **restrict end, int base);
uintmax_t strtoumax(const char *restrict s, char **restrict end, int base);
intmax_t imaxabs(intmax_t n);

#endif
