; trap.asm -- the doors for exceptions and interrupts.
;
; Each vector has a stub that completes the frame the cpu began and says
; which vector it is.  Then there are two ways:
;
;   alltraps   the normal one, on the thread's own stack
;   anytime    double fault, NMI, machine check: on stacks of their own,
;              because they may come between any two instructions
;
; Both call trap(frame) in trap.c.  Back to a program is always by way of
; return_to_user (entry.asm).

%include "asm_offsets.inc"

extern trap, trap_bad_return, return_to_user, return_to_user_iretq
extern cpu_has_smap

; Save what the cpu did not; rsp -> struct trapframe afterwards.
;   on entry: rsp -> tf_pad is the next word to push
%macro SAVE_REGISTERS 1
	push	0			; tf_pad
	push	0			; tf_flags
	push	0			; tf_addr
	push	%1			; tf_trapno
	push	0			; tf_xflags
	push	r15
	push	r14
	push	r13
	push	r12
	push	r11
	push	r10
	push	rbp
	push	rbx
	push	rax
	push	r9
	push	r8
	push	rcx
	push	rdx
	push	rsi
	push	rdi
%endmacro

; The other way round; rsp -> tf_rip afterwards.
%macro LOAD_REGISTERS 0
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
%endmacro

; No access to user memory unless asked for (SMAP), strings run upwards.
%macro SANE_FLAGS 0
	cld
	cmp	byte [cpu_has_smap], 0
	je	%%done
	clac
%%done:
%endmacro

%macro STUB 3				; vector, pushes an error code?, way
trap_stub_%1:
%if %2 == 0
	push	0			; tf_err
%endif
	SAVE_REGISTERS %1
	jmp	%3
%endmacro

section .text

STUB	0, 0, alltraps			; divide
STUB	1, 0, alltraps			; debug
STUB	2, 0, anytime			; NMI
STUB	3, 0, alltraps			; breakpoint
STUB	4, 0, alltraps			; overflow
STUB	5, 0, alltraps			; bound
STUB	6, 0, alltraps			; invalid opcode
STUB	7, 0, alltraps			; no FPU
STUB	8, 1, anytime			; double fault
STUB	10, 1, alltraps			; invalid TSS
STUB	11, 1, alltraps			; segment not present
STUB	12, 1, alltraps			; stack segment
STUB	13, 1, alltraps			; general protection
STUB	14, 1, alltraps			; page fault
STUB	16, 0, alltraps			; x87
STUB	17, 1, alltraps			; alignment
STUB	18, 0, anytime			; machine check
STUB	19, 0, alltraps			; SSE
%assign i 32
%rep 16
STUB	i, 0, alltraps			; the PIC's lines
%assign i i + 1
%endrep

; In: rsp -> a complete trapframe on the kernel stack of the running thread,
; interrupts off.
alltraps:
	SANE_FLAGS
	test	byte [rsp + TF_CS], 3
	jz	.kernel
	swapgs
	cmp	qword [rsp + TF_TRAPNO], T_PAGEFLT
	jne	.user
	mov	rax, cr2		; before anything else can fault
	mov	[rsp + TF_ADDR], rax
.user:
	xor	ebp, ebp		; backtraces end here
	mov	rdi, rsp
	call	trap
	jmp	return_to_user

.kernel:
	lea	rax, [return_to_user_iretq]
	cmp	[rsp + TF_RIP], rax
	je	.bad_return
	cmp	qword [rsp + TF_TRAPNO], T_PAGEFLT
	jne	.call
	mov	rax, cr2
	mov	[rsp + TF_ADDR], rax
.call:
	; Make it look as if the interrupted code had called us, so that a
	; backtrace goes on there.  One more than rip, because backtraces
	; look one byte before a return address.
	mov	rdi, rsp
	mov	rax, [rsp + TF_RIP]
	inc	rax
	push	rax
	push	rbp
	mov	rbp, rsp
	call	trap
	add	rsp, 16
	LOAD_REGISTERS
	iretq

; The last instruction on the way to user mode refused the frame: what it
; should have loaded was no address for a program.  GS is the user's already.
.bad_return:
	swapgs
	xor	ebp, ebp
	mov	rdi, rsp
	call	trap_bad_return		; the user's frame, with this trap in it
	mov	rsp, rax
	jmp	alltraps.user

; In: rsp -> a complete trapframe on a stack of its own, at whose top the
; globaldata of this cpu is written (segments.c).  GS may be anything: it
; is kept in r12 and r13 while we use our own.
anytime:
	SANE_FLAGS
	mov	ecx, MSR_GSBASE
	rdmsr
	mov	r12d, eax
	mov	r13d, edx
	mov	rax, [rsp + TF_SIZE]
	mov	rdx, rax
	shr	rdx, 32
	wrmsr
	mov	rax, cr2
	mov	[rsp + TF_ADDR], rax
	mov	rdi, rsp
	mov	rax, [rsp + TF_RIP]
	test	byte [rsp + TF_CS], 3
	jz	.kernel
	xor	ebp, ebp
.kernel:
	inc	rax
	push	rax			; as in alltraps
	push	rbp
	mov	rbp, rsp
	call	trap
	add	rsp, 16
	mov	ecx, MSR_GSBASE
	mov	eax, r12d
	mov	edx, r13d
	wrmsr
	LOAD_REGISTERS
	iretq

section .rodata
global trap_stubs
trap_stubs:
%assign i 0
%rep 48
%if i == 9 || i == 15 || (i >= 20 && i < 32)
	dq	0
%else
%xdefine STUBNAME trap_stub_ %+ i
	dq	STUBNAME
%endif
%assign i i + 1
%endrep

section .note.GNU-stack noalloc noexec nowrite progbits
