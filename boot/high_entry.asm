; high_entry.asm -- from the boot loader's addresses to our own.
;
; boot/entry.asm has turned on long mode and the early page tables, which map
; the kernel where it is linked; it jumps here, the first code up there, and
; we call kmain(magic, info) in arch/x86_64/machdep.c.
;
; A file of its own, because nasm tells debuggers the addresses of only one
; section a file.

%include "asm_offsets.inc"

STACK_SIZE	equ 16384

extern kmain, early_tsc

section .text

; In: edi = magic, esi = information.
; The room kept at the top of the stack is where the first thread's pcb and
; trapframe will be, as on every kernel stack (frame.h).
global high_entry
high_entry:
	mov	rsp, boot_stack + STACK_SIZE - PCB_SIZE - TF_SIZE
	xor	ebp, ebp		; backtraces end here
	push	rbp
	push	rbp
	mov	ecx, early_tsc
	mov	rax, [rcx]
	mov	[boot_tsc], rax
	mov	edi, edi		; zero-extends
	mov	esi, esi
	call	kmain
.stop:
	hlt
	jmp	.stop

section .bss alloc noexec write nobits align=4096
global boot_stack_guard, boot_stack, boot_tsc
boot_stack_guard: resb	4096		; machdep.c unmaps it
boot_stack:	resb	STACK_SIZE
boot_tsc:	resb	8		; time-stamp counter at our first steps

section .note.GNU-stack noalloc noexec nowrite progbits
