; fpu.asm -- everything the floating-point unit holds.
;
; struct fpu_state (tests/user/fpu.h): xmm0..15, three doubles for the x87
; stack, MXCSR, the x87 control word.

	default rel
	bits	64
	section .text

; void fpu_load(const struct fpu_state *)	in rdi
%macro FPU_LOAD 0
%assign i 0
%rep 16
	movdqu	xmm %+ i, [rdi + i * 16]
%assign i i + 1
%endrep
	fninit
	fld	qword [rdi + 256]
	fld	qword [rdi + 264]
	fld	qword [rdi + 272]
	ldmxcsr	[rdi + 280]
	fldcw	[rdi + 284]
%endmacro

; the same, the other way, to [rsi]
%macro FPU_STORE 0
%assign i 0
%rep 16
	movdqu	[rsi + i * 16], xmm %+ i
%assign i i + 1
%endrep
	fnstcw	[rsi + 284]
	stmxcsr	[rsi + 280]
	fstp	qword [rsi + 272]
	fstp	qword [rsi + 264]
	fstp	qword [rsi + 256]
%endmacro

; the state a C function expects
%macro FPU_RESET 0
	fninit
	push	0x1f80
	ldmxcsr	[rsp]
	pop	rcx
%endmacro

; long fpu_fork(const struct fpu_state *in, struct fpu_state *out)
;   fork with the unit full; each side stores what it finds
;   out  rax = 0 in the child, the pid or -1 in the parent
global fpu_fork:function
fpu_fork:
	FPU_LOAD
	mov	eax, 2
	syscall
	jnc	.stored
	mov	rax, -1
.stored:
	FPU_STORE
	FPU_RESET
	ret

; void fpu_hold(const struct fpu_state *in, struct fpu_state *out, long turns)
;   keep the unit full for a while
global fpu_hold:function
fpu_hold:
	FPU_LOAD
.turn:
	dec	rdx
	jnz	.turn
	FPU_STORE
	FPU_RESET
	ret

	section .note.GNU-stack noalloc noexec nowrite progbits
