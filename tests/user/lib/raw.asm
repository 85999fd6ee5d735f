; raw.asm -- a system call with every register under control.
;
; void raw_syscall(struct raw *r)
;   in   rdi -> struct raw (tests/user/test.h)
;   out  every field as the registers were right after the instruction
;
; After fork two processes leave this routine, each with its own *r.

	default rel
	bits	64
	section .text

global raw_syscall:function
raw_syscall:
	push	rbx
	push	rbp
	push	r12
	push	r13
	push	r14
	push	r15
	push	qword [rdi + 16 * 8]	; argument 7, at 8(rsp) for the call
	push	rdi
	mov	rax, [rdi + 0 * 8]
	mov	rbx, [rdi + 1 * 8]
	mov	rcx, [rdi + 2 * 8]
	mov	rdx, [rdi + 3 * 8]
	mov	rsi, [rdi + 4 * 8]
	mov	rbp, [rdi + 6 * 8]
	mov	r8, [rdi + 7 * 8]
	mov	r9, [rdi + 8 * 8]
	mov	r10, [rdi + 9 * 8]
	mov	r11, [rdi + 10 * 8]
	mov	r12, [rdi + 11 * 8]
	mov	r13, [rdi + 12 * 8]
	mov	r14, [rdi + 13 * 8]
	mov	r15, [rdi + 14 * 8]
	mov	rdi, [rdi + 5 * 8]
	stc				; a call that succeeds must clear it
	syscall
	pushfq
	push	rax
	mov	rax, [rsp + 16]		; r
	mov	[rax + 1 * 8], rbx
	mov	[rax + 2 * 8], rcx
	mov	[rax + 3 * 8], rdx
	mov	[rax + 4 * 8], rsi
	mov	[rax + 5 * 8], rdi
	mov	[rax + 6 * 8], rbp
	mov	[rax + 7 * 8], r8
	mov	[rax + 8 * 8], r9
	mov	[rax + 9 * 8], r10
	mov	[rax + 10 * 8], r11
	mov	[rax + 11 * 8], r12
	mov	[rax + 12 * 8], r13
	mov	[rax + 13 * 8], r14
	mov	[rax + 14 * 8], r15
	pop	rbx
	mov	[rax + 0 * 8], rbx
	pop	rbx
	mov	[rax + 15 * 8], rbx	; rflags
	cld
	add	rsp, 16
	pop	r15
	pop	r14
	pop	r13
	pop	r12
	pop	rbp
	pop	rbx
	ret

	section .note.GNU-stack noalloc noexec nowrite progbits
