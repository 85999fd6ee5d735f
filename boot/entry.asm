; entry.asm -- from the boot loader to C.
;
; Two doors lead in, both in 32-bit protected mode without paging:
;
;   boot_entry   multiboot2 (GRUB): eax = magic, ebx = boot information
;   pvh_entry    PVH (qemu -kernel): ebx = start information
;
; Both go to long mode with early page tables:
;
;   0                       4 GiB of physical memory as it is
;   0xffff800000000000      the same: the start of the direct map
;   0xffffffff80000000      the first 2 GiB: where the kernel is linked
;
; and then to high_entry (boot/high_entry.asm).  Everything here
; is writable and executable; pmap_bootstrap() replaces these tables.

%include "asm_offsets.inc"

PVH_MAGIC	equ 0x336ec578		; also in boot/bootinfo.h
MB2_MAGIC	equ 0xe85250d6
PTE_RW		equ 0x003		; present, writable
PTE_2M		equ 0x083		; the same, a page of 2 MiB
COM1		equ 0x3f8

; ------------------------------------------------ for the boot loaders

section .multiboot2 alloc noexec nowrite progbits align=8
header:
	dd	MB2_MAGIC, 0, header_end - header
	dd	0x100000000 - (MB2_MAGIC + 0 + (header_end - header))
	align	8
	dw	1, 1			; information request, optional
	dd	.framebuffer - $ + 4
	dd	1, 3, 6, 8		; command line, modules, memory map,
					; framebuffer
	align	8
.framebuffer:
	dw	5, 1			; a framebuffer would be nice
	dd	20, 1024, 768, 32
	align	8
	dw	0, 0			; the end
	dd	8
header_end:

section .note.pvh alloc noexec nowrite progbits align=4
	dd	4, 8, 18		; sizes of name and entry, type PHYS32
	db	"Xen", 0
	dq	pvh_entry

; ------------------------------------------------------- 32-bit code

section .boot.text alloc exec nowrite progbits align=16
bits 32

global pvh_entry
pvh_entry:
	mov	eax, PVH_MAGIC

; In: eax = magic, ebx = information.  From here on the same for both:
; edi = magic, esi = information, kept to the end.
global boot_entry
boot_entry:
	cli
	cld
	mov	edi, eax
	mov	esi, ebx
	mov	esp, early_stack_top
	rdtsc				; how long start-up takes: see boot_tsc
	mov	[early_tsc], eax
	mov	[early_tsc + 4], edx
	call	check_cpu
	call	build_tables

	mov	eax, cr4
	or	eax, 1 << 5		; PAE
	mov	cr4, eax
	mov	eax, early_pml4
	mov	cr3, eax
	mov	ecx, 0xc0000080		; EFER
	rdmsr
	or	eax, 1 << 8 | 1 << 11	; long mode, no-execute pages
	wrmsr
	mov	eax, cr0
	or	eax, 1 << 31 | 1 << 16 | 1 ; paging, write protection
	mov	cr0, eax
	lgdt	[early_gdtr]
	jmp	0x08:long_mode

; Is it a cpu with long mode and no-execute pages?  Does not return if not.
check_cpu:
	pushfd
	pop	eax
	mov	ecx, eax
	xor	eax, 1 << 21		; can the ID flag be changed?
	push	eax
	popfd
	pushfd
	pop	eax
	cmp	eax, ecx
	je	.no_long_mode
	mov	eax, 0x80000000
	cpuid
	cmp	eax, 0x80000001
	jb	.no_long_mode
	mov	eax, 0x80000001
	cpuid
	bt	edx, 29
	jnc	.no_long_mode
	bt	edx, 20
	jnc	.no_nx
	ret
.no_long_mode:
	mov	ebp, text_no_long_mode
	jmp	die
.no_nx:
	mov	ebp, text_no_nx
	jmp	die

; Print the text at ebp on the serial line and on the VGA screen, and stop.
die:
	mov	ecx, 0xb8000
	mov	ebx, ebp
.next:
	mov	dx, COM1 + 5
	mov	ebp, 100000		; no serial port: don't wait for ever
.wait:
	in	al, dx
	test	al, 0x20
	jnz	.ready
	dec	ebp
	jnz	.wait
.ready:
	mov	al, [ebx]
	test	al, al
	jz	.stop
	mov	dx, COM1
	out	dx, al
	mov	ah, 0x0f
	mov	[ecx], ax
	add	ecx, 2
	inc	ebx
	jmp	.next
.stop:
	hlt
	jmp	.stop

; The tables of the picture above; they lie in zeroed memory.
build_tables:
	mov	dword [early_pml4], early_pdpt_low + PTE_RW
	mov	dword [early_pml4 + 256 * 8], early_pdpt_low + PTE_RW
	mov	dword [early_pml4 + 511 * 8], early_pdpt_high + PTE_RW
	mov	dword [early_pdpt_high + 510 * 8], early_pd + PTE_RW
	mov	dword [early_pdpt_high + 511 * 8], early_pd + 4096 + PTE_RW
	mov	ecx, 0
	mov	eax, early_pd + PTE_RW
.pdpt:
	mov	[early_pdpt_low + ecx * 8], eax
	add	eax, 4096
	inc	ecx
	cmp	ecx, 4
	jne	.pdpt
	mov	ecx, 0
	mov	eax, PTE_2M
.pd:
	mov	[early_pd + ecx * 8], eax
	add	eax, 2 << 20
	inc	ecx
	cmp	ecx, 4 * 512
	jne	.pd
	ret

bits 64
extern high_entry
long_mode:
	mov	ax, 0x10
	mov	ds, ax
	mov	es, ax
	mov	ss, ax
	mov	fs, ax
	mov	gs, ax
	mov	rax, high_entry
	jmp	rax

section .boot.rodata alloc noexec nowrite progbits align=16
early_gdt:
	dq	0
	dq	0x00af9b000000ffff	; 0x08: 64-bit code
	dq	0x00cf93000000ffff	; 0x10: data
early_gdtr:
	dw	$ - early_gdt - 1
	dd	early_gdt
text_no_long_mode:
	db	"Damselfly needs a 64-bit cpu (x86_64); this one is not.", 0
text_no_nx:
	db	"Damselfly needs a cpu with no-execute pages (NX); this one "
	db	"has none, or they are switched off in the firmware.", 0

section .boot.bss alloc noexec write nobits align=4096
early_pml4:	resb	4096
early_pdpt_low:	resb	4096
early_pdpt_high: resb	4096
early_pd:	resb	4 * 4096
early_stack:	resb	256
early_stack_top:
global early_tsc
early_tsc:	resb	8

section .note.GNU-stack noalloc noexec nowrite progbits
