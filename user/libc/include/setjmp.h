/*
 * setjmp.h -- leaving several functions at once.
 *
 * The signal mask is part of it only with sigsetjmp.
 */
#ifndef _SETJMP_H
#define _SETJMP_H

/* rbx, rbp, r12 to r15, rsp, rip; see setjmp.asm. */
typedef long jmp_buf[8];

__attribute__((returns_twice)) int setjmp(jmp_buf env);
__attribute__((noreturn)) void longjmp(jmp_buf env, int value);
/* Registers, whether there is a mask, the mask. */
typedef long sigjmp_buf[11];
int __sigjmp_mask(sigjmp_buf env, int save);
__attribute__((noreturn)) void siglongjmp(sigjmp_buf env, int value);
#define sigsetjmp(env, save)	(__sigjmp_mask(env, save), setjmp(env))
#define _setjmp(env)		setjmp(env)
#define _longjmp(env, value)	longjmp(env, value)

#endif
