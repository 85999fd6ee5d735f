; font_text.asm -- the drawing of the letters, as it is (font.c).

section .rodata
global font_text, font_text_end
font_text:
	incbin	"arch/x86_64/font.txt"
font_text_end:

section .note.GNU-stack noalloc noexec nowrite progbits
