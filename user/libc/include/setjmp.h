/*
 * setjmp.h -- leaving several functions at once.
 *
 * The signal mask is not part of it: sigsetjmp comes with signal handlers.
 */
#ifndef _SETJMP_H
#define _SETJMP_H

/* rbx, rbp, r12 to r15, rsp, rip; see setjmp.asm. */
typedef long jmp_buf[8];

__attribute__((returns_twice)) int setjmp(jmp_buf env);
__attribute__((noreturn)) void longjmp(jmp_buf env, int value);
#define _setjmp(env)		setjmp(env)
#define _longjmp(env, value)	longjmp(env, value)

#endif
