; syscall.asm -- the system calls that a generated stub cannot express.
;
;   cerror    where every stub jumps when the call failed
;   pipe      the call with two results
;   syscall   any call by its number

	default rel
	bits	64
	section .text
	extern	errno

; End of a stub whose call failed.  Reached by a jump, so it returns to the
; stub's caller.
;   in   eax = error number
;   out  rax = rdx = -1, errno set
global cerror:function
cerror:
	mov	[errno], eax
	mov	rax, -1
	mov	rdx, -1
	ret

; int pipe(int fds[2])
;   in   rdi -> fds
;   out  eax = 0, or -1 and errno
; The kernel leaves rdi alone and gives the read end in eax, the write end
; in edx.
global pipe:function weak
pipe:
	mov	eax, 42
	syscall
	jc	cerror
	mov	[rdi], eax
	mov	[rdi + 4], edx
	xor	eax, eax
	ret

; long syscall(long number, ...)
;   in   rdi = number, rsi rdx rcx r8 r9 = the call's arguments
; Call 0 is "the call whose number is the first argument".
global syscall:function weak
syscall:
	xor	eax, eax
	mov	r10, rcx		; syscall destroys rcx
	syscall
	jc	cerror
	ret

	section .note.GNU-stack noalloc noexec nowrite progbits
