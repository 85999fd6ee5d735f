; entry.asm -- the door for system calls, and the one way out.
;
; Stops 1, 7 and 8 of the tour of fork.
;
;   fork_trampoline  first code of a new LWP
;   syscall_entry    a program executed the syscall instruction
;   return_to_user   system calls, traps and newborn children leave here

%include "asm_offsets.inc"

extern ast, crit_exit, syscall

section .text

; First kernel code of a new LWP.  Nobody calls it: cpu_fork put its address
; in sf_ret, and the first switch to this stack "returns" here.
;   in    rbx = function, r12 = its argument, rsp -> trapframe, rbp = 0
;         one critical section is held: every switch ends inside one
global fork_trampoline
fork_trampoline:
	sti
	call	crit_exit		; runs what was put off meanwhile
	mov	rdi, r12		; lp2
	mov	rsi, rsp		; its user registers
	push	0			; a backtrace ends here
	push	0			; and the call is aligned
	call	rbx			; fork_return(lp2, frame)
	add	rsp, 16			; rsp -> trapframe again
	jmp	return_to_user		; the one way out, as for the parent

; The syscall instruction of a program.
;   in    rax = number, rdi rsi rdx r10 r8 r9 = arguments,
;         rcx = where to return to, r11 = its rflags; rsp is still the
;         user's; interrupts are off (SFMASK)
; Every word of the frame is written, so that nothing of what the stack held
; before can reach the program (D-50).
global syscall_entry
syscall_entry:
	swapgs
	mov	[gs:GD_SCRATCH], rsp
	mov	rsp, [gs:GD_KSTACK]	; top of the stack, below the pcb
	push	SEL_UDATA		; tf_ss
	push	qword [gs:GD_SCRATCH]	; tf_rsp
	push	r11			; tf_rflags
	push	SEL_UCODE		; tf_cs
	push	rcx			; tf_rip
	push	2			; tf_err: length of the instruction
	push	0			; tf_pad
	push	0			; tf_flags
	push	0			; tf_addr
	push	T_FAST_SYSCALL		; tf_trapno
	push	0			; tf_xflags
	push	r15
	push	r14
	push	r13
	push	r12
	push	0			; tf_r11: the instruction used it up
	push	r10
	push	rbp
	push	rbx
	push	rax
	push	r9
	push	r8
	push	r10			; tf_rcx: the fourth argument
	push	rdx
	push	rsi
	push	rdi
	xor	ebp, ebp		; backtraces end here
	sti
	mov	rdi, rsp
	call	syscall			; syscall(frame)
	; falls through

; The one way out.
;   in    rsp -> trapframe, the last thing below the thread's pcb
; The look for attention and the return are one step as far as interrupts
; are concerned: none can ask for attention in between.
global return_to_user
return_to_user:
	cli
	test	dword [gs:GD_REQFLAGS], RQF_AST_MASK
	jz	.leave
	sti
	xor	ebp, ebp
	mov	rdi, rsp
	call	ast			; ast(frame)
	jmp	return_to_user
.leave:
	pop	rdi
	pop	rsi
	pop	rdx
	pop	rcx
	pop	r8
	pop	r9
	pop	rax
	pop	rbx
	pop	rbp
	pop	r10
	pop	r11
	pop	r12
	pop	r13
	pop	r14
	pop	r15
	add	rsp, TF_RIP - TF_XFLAGS
	swapgs
global return_to_user_iretq
return_to_user_iretq:
	iretq				; may fault: trap.asm, .bad_return

section .note.GNU-stack noalloc noexec nowrite progbits
