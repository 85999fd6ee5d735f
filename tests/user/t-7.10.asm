; t-7.10.asm -- a page of text that holds one small function.
;
; int victim(void)	returns 1, until somebody writes there

	default rel
	bits	64
	section .text align=4096

	align	4096
global victim:function
victim:
	mov	eax, 1			; b8 01 00 00 00
	ret
	align	4096, db 0xcc

	section .note.GNU-stack noalloc noexec nowrite progbits
