; crt0.asm -- the first instructions of every program.
;
; The kernel jumps here after exec.
;   in   rdi -> argument block: argc, argv, NULL, environment, NULL, aux vector
;        rsp % 16 == 8, as after a call, but there is nothing to return to
;
; Not here: what a C program expects to be ready (stdlib/start.c).

	default rel
	bits	64
	section .text
	extern	__libc_start

global _start:function
_start:
	xor	ebp, ebp		; a backtrace ends here
	and	rsp, -16		; and the call below is aligned
	call	__libc_start		; rdi is passed on; does not return
	ud2

	section .note.GNU-stack noalloc noexec nowrite progbits
