; sigtramp.asm -- the way back from a signal handler.
;
; The kernel made the handler's return address lead here; rsp then points to
; the ucontext.  sigreturn does not return; if it does, there is no way on.

	bits	64
	section .text

global __sigtramp:function
__sigtramp:
	mov	rdi, rsp
	mov	eax, 344
	syscall
	ud2

	section .note.GNU-stack noalloc noexec nowrite progbits
