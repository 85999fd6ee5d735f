; rfork_thread.asm -- a child that shares our memory needs a stack of its own.

	default rel
	bits	64
	section .text
	extern	_exit
	extern	cerror

%define SYS_RFORK	251
%define RFPROC		0x10
%define EINVAL		22

; pid_t rfork_thread(int flags, void *stack_top, int (*func)(void *),
;     void *arg)
;   in   edi = flags, rsi = stack_top, rdx = func, rcx = arg
;   out  eax = the child's pid, or -1 and errno
; Both processes leave the system call on our stack.  The child touches
; nothing of it: what it needs is in registers that the kernel leaves alone.
; Its result 0 is told from a pid; without RFPROC there would be no child.
global rfork_thread:function weak
rfork_thread:
	test	edi, RFPROC
	jz	.noproc
	mov	r8, rdx			; syscall destroys rcx, rdx is a result
	mov	r9, rcx
	mov	eax, SYS_RFORK
	syscall
	jc	cerror
	test	eax, eax
	jz	.child
	ret
.noproc:
	mov	eax, EINVAL
	jmp	cerror
.child:
	mov	rsp, rsi
	and	rsp, -16		; as the ABI wants it at a call
	xor	ebp, ebp		; a backtrace ends here
	mov	rdi, r9
	call	r8
	mov	edi, eax
	call	_exit			; does not return

	section .note.GNU-stack noalloc noexec nowrite progbits
