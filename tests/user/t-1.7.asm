; t-1.7.asm -- mmap with a stack pointer that is good for nothing.
;
; long mmap_with_stack(uint64_t sp, int fd)
;   out  rax = errno, or the address of the mapping

	default rel
	bits	64
	section .text

global mmap_with_stack:function
mmap_with_stack:
	push	r15
	mov	r15, rsp		; the kernel preserves it
	mov	rsp, rdi
	mov	r8d, esi		; fd
	mov	eax, 197
	xor	edi, edi		; addr
	mov	esi, 4096		; len
	mov	edx, 1			; PROT_READ
	mov	r10d, 2			; MAP_PRIVATE
	xor	r9d, r9d		; pad
	syscall
	mov	rsp, r15
	pop	r15
	ret

	section .note.GNU-stack noalloc noexec nowrite progbits
