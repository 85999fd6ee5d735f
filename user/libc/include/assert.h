/*
 * assert.h -- no include guard: each inclusion looks at NDEBUG anew.
 */
#undef assert

#ifdef NDEBUG
#define assert(e)	((void)0)
#else
#define assert(e)	\
	((e) ? (void)0 : __assert_fail(#e, __FILE__, __LINE__, __func__))
#endif

#if !defined(_ASSERT_H) && !defined(__cplusplus)
#define _ASSERT_H
#define static_assert	_Static_assert
__attribute__((noreturn))
void __assert_fail(const char *expr, const char *file, int line,
    const char *func);
#endif
