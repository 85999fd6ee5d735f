/*
 * rename.h -- our string functions beside the host's.
 *
 * Host tests link lib/ together with the C library of the machine, which has
 * functions of the same names.  So everything of ours that runs on the host
 * is compiled with `-include tests/host/rename.h`, and our memcpy is called
 * lib_memcpy there.  The tests themselves are not compiled that way; one
 * that wants our function includes this file after the host's headers and
 * before lib/string.h.
 *
 * The rules of this folder:
 *   NAME.c           one test program, with cmocka, linked with all of lib/
 *   its first lines  may hold a comment that names more of our sources it
 *                    needs, as paths from the root: "sources: vm/vm_map.c"
 */
#ifndef HOST_RENAME_H
#define HOST_RENAME_H

#define memcpy	lib_memcpy
#define memmove	lib_memmove
#define memset	lib_memset
#define memcmp	lib_memcmp
#define memchr	lib_memchr
#define strlen	lib_strlen
#define strnlen	lib_strnlen
#define strcmp	lib_strcmp
#define strncmp	lib_strncmp
#define strchr	lib_strchr
#define strrchr	lib_strrchr
#define strstr	lib_strstr
#define strcpy	lib_strcpy
#define strncpy	lib_strncpy
#define strlcpy	lib_strlcpy
#define strlcat	lib_strlcat

#endif
