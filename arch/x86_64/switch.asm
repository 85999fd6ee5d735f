; switch.asm -- from one thread to another.
;
; Stop 7 of the tour of fork.  A thread that gives up the cpu leaves a
; struct switchframe (frame.h) at the end of its stack and the address of it
; in td_sp; whoever switches to it later takes the frame off again and
; "returns" to where the thread was.
;
;   cpu_heavy_switch     leave a user LWP: its FPU registers are kept too
;   cpu_lwkt_switch      leave a kernel thread
;   cpu_exit_switch      leave a thread for ever: nothing is kept
;   kthread_trampoline   first code of a new kernel thread
;
; The order below makes exit safe: the old thread stops being TDF_RUNNING
; only when its stack and its page table are in use no more, and whoever
; frees those waits for that (lwkt_thread_done).

%include "asm_offsets.inc"

extern cpu_tss, crit_exit, kthread_exit

section .text

; Push the registers a C function may expect to find unchanged; with the
; return address that is a switchframe.
%macro LEAVE_FRAME 0
	push	rbp
	push	rbx
	push	r12
	push	r13
	push	r14
	push	r15
	mov	rax, [gs:GD_CURTHREAD]
	mov	[rax + TD_SP], rsp
%endmacro

; void cpu_heavy_switch(struct thread *ntd)
;   in    rdi = ntd, interrupts off, inside a critical section
global cpu_heavy_switch
cpu_heavy_switch:
	LEAVE_FRAME
	mov	rdx, [rax + TD_PCB]
	fxsave64 [rdx + PCB_SAVE]
	jmp	switch_to

; void cpu_lwkt_switch(struct thread *ntd)
;   in    as above
global cpu_lwkt_switch
cpu_lwkt_switch:
	LEAVE_FRAME
	jmp	switch_to

; void cpu_exit_switch(struct thread *ntd), never returns
;   in    as above
global cpu_exit_switch
cpu_exit_switch:
	mov	rax, [gs:GD_CURTHREAD]

; The other half, the same for all three.
;   in    rax = old thread, rdi = new thread
switch_to:
	mov	[gs:GD_CURTHREAD], rdi
	mov	rsp, [rdi + TD_SP]	; from here on its stack

	mov	r8, [rdi + TD_PCB]
	mov	rdx, [r8 + PCB_CR3]
	mov	rcx, cr3
	cmp	rcx, rdx
	je	.same_space		; spare the cached translations
	mov	cr3, rdx		; from here on its page table
.same_space:
	mov	[cpu_tss + TSS_RSP0], r8
	mov	[gs:GD_KSTACK], r8
	cmp	qword [rdi + TD_LWP], 0
	je	cpu_switch_running	; the rest is for programs only
	fxrstor64 [r8 + PCB_SAVE]
	mov	rsi, [r8 + PCB_FSBASE]
	cmp	rsi, [gs:GD_FSBASE]
	jne	load_bases
	mov	rsi, [r8 + PCB_GSBASE]
	cmp	rsi, [gs:GD_GSBASE]
	jne	load_bases
global cpu_switch_running
cpu_switch_running:
	and	dword [rax + TD_FLAGS], ~TDF_RUNNING
	or	dword [rdi + TD_FLAGS], TDF_RUNNING
	pop	r15
	pop	r14
	pop	r13
	pop	r12
	pop	rbx
	pop	rbp
	ret

; The new thread has other TLS bases than the program that ran last.
;   in    rax, rdi, r8 as above
load_bases:
	mov	r9, rax
	mov	ecx, MSR_FSBASE
	mov	rax, [r8 + PCB_FSBASE]
	mov	[gs:GD_FSBASE], rax
	mov	rdx, rax
	shr	rdx, 32
	wrmsr
	mov	ecx, MSR_KGSBASE
	mov	rax, [r8 + PCB_GSBASE]
	mov	[gs:GD_GSBASE], rax
	mov	rdx, rax
	shr	rdx, 32
	wrmsr
	mov	rax, r9
	jmp	cpu_switch_running

; First code of a new kernel thread (cpu_set_thread_handler), as
; fork_trampoline (entry.asm) is that of a new LWP.
;   in    rbx = function, r12 = its argument, rsp -> pcb, rbp = 0
global kthread_trampoline
kthread_trampoline:
	sti
	call	crit_exit
	push	0
	push	0
	mov	rdi, r12
	call	rbx
	call	kthread_exit		; never returns

section .note.GNU-stack noalloc noexec nowrite progbits
