; setjmp.asm -- setjmp and longjmp.
;
; A jmp_buf holds what a function call must preserve, low address first:
; rbx, rbp, r12, r13, r14, r15, rsp as it is after setjmp returns, rip.

	bits	64
	section .text

; int setjmp(jmp_buf env)
;   in   rdi -> env
;   out  eax = 0
global setjmp:function
setjmp:
	mov	[rdi], rbx
	mov	[rdi + 8], rbp
	mov	[rdi + 16], r12
	mov	[rdi + 24], r13
	mov	[rdi + 32], r14
	mov	[rdi + 40], r15
	lea	rdx, [rsp + 8]		; rsp without our return address
	mov	[rdi + 48], rdx
	mov	rdx, [rsp]
	mov	[rdi + 56], rdx
	xor	eax, eax
	ret

; void longjmp(jmp_buf env, int value)
;   in   rdi -> env, esi = value
;   out  returns from setjmp again, eax = value, or 1 if value is 0
global longjmp:function
longjmp:
	mov	eax, esi
	cmp	eax, 1
	adc	eax, 0			; 0 becomes 1
	mov	rbx, [rdi]
	mov	rbp, [rdi + 8]
	mov	r12, [rdi + 16]
	mov	r13, [rdi + 24]
	mov	r14, [rdi + 32]
	mov	r15, [rdi + 40]
	mov	rsp, [rdi + 48]
	jmp	[rdi + 56]

	section .note.GNU-stack noalloc noexec nowrite progbits
