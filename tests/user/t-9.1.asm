; t-9.1.asm -- a program that reports the registers it was started with.
;
; report_start .. report_end are copied into an ELF file; they write 18
; quadwords to descriptor 1 (see t-9.1.c) and exit.  Position independent.

	default rel
	bits	64
	section .rodata

global report_start, report_end
report_start:
	push	rsp			; 16: as it is before the push
	pushfq				; 15
	push	r15
	push	r14
	push	r13
	push	r12
	push	r11
	push	r10
	push	r9
	push	r8
	push	rbp
	push	rdi
	push	rsi
	push	rdx
	push	rcx
	push	rbx
	push	rax			; 0
	mov	rsi, rsp
	mov	edx, 17 * 8
	mov	edi, 1
	mov	eax, 4			; write(1, registers, size)
	syscall
	xor	edi, edi
	mov	eax, 1			; exit(0)
	syscall
	ud2
report_end:

	section .note.GNU-stack noalloc noexec nowrite progbits
