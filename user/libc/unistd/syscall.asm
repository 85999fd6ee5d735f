; syscall.asm -- the system calls that a generated stub cannot express.
;
;   cerror    where every stub jumps when the call failed
;   fork      the call, or what threads need around it
;   pipe      the call with two results
;   vfork     the call that returns twice on one stack
;   syscall   any call by its number

	default rel
	bits	64
	extern	__fork_hook

; The only thread-local variable that assembly touches, so it is defined here:
; nasm would not know another's to be one.
	section .tbss
	align	4
global errno:data 4
errno:
	resd	1

	section .text

; End of a stub whose call failed.  Reached by a jump, so it returns to the
; stub's caller.
;   in   eax = error number
;   out  rax = rdx = -1, errno set
global cerror:function
cerror:
	mov	rdx, [errno wrt ..gottpoff]	; its place, from fs
	mov	[fs:rdx], eax
	mov	rax, -1
	mov	rdx, -1
	ret

; pid_t fork(void)
;   out  eax = 0 in the child, its pid in the parent, or -1 and errno
global fork:function weak
fork:
	cmp	qword [__fork_hook], 0
	jne	.hooked
	mov	eax, 2
	syscall
	jc	cerror
	ret
.hooked:
	jmp	[__fork_hook]		; pthread/fork.c

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

; pid_t vfork(void)
;   out  eax = 0 in the child, its pid in the parent, or -1 and errno
; Parent and child have one stack until the child execs or exits, and the
; child goes on first: whatever it calls next overwrites our return address.
; So it is taken off the stack, into a register that the kernel leaves alone.
global vfork:function weak
vfork:
	pop	rsi
	mov	eax, 66
	syscall
	jc	.failed
	jmp	rsi
.failed:
	push	rsi
	jmp	cerror

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
