; copyio.asm -- between user and kernel memory.
;
;   copyin, copyout, copyout_zero   a number of bytes
;   copyinstr                       a string
;
; A user address may be anything.  It is checked against the user's half
; first; then pcb_onfault says where to go on should the cpu fault and no
; memory be found (trap.c), and SMAP is told that we mean it.  While pages
; are being found another thread may run: pcb_onfault is this thread's own.

%include "asm_offsets.inc"

extern cpu_has_smap

section .text

; Begin an access; rax = the pcb afterwards.
%macro BEGIN_ACCESS 1			; where to go on after a fault
	mov	rax, [gs:GD_CURTHREAD]
	mov	rax, [rax + TD_PCB]
	lea	r8, [%1]
	mov	[rax + PCB_ONFAULT], r8
	cmp	byte [cpu_has_smap], 0
	je	%%done
	stac
%%done:
%endmacro

%macro END_ACCESS 0
	cmp	byte [cpu_has_smap], 0
	je	%%done
	clac
%%done:
	mov	qword [rax + PCB_ONFAULT], 0
%endmacro

; Leave with EFAULT unless [%1, %1 + rdx) lies in the user's half.
%macro CHECK_RANGE 1
	mov	rax, USER_MAX
	mov	rcx, %1
	add	rcx, rdx
	jc	efault
	cmp	rcx, rax
	ja	efault
%endmacro

; int copyin(const void *uaddr, void *kaddr, size_t len)
;   in    rdi, rsi, rdx
;   out   eax = 0 or EFAULT
global copyin
copyin:
	CHECK_RANGE rdi
	BEGIN_ACCESS access_fault
	xchg	rdi, rsi		; from rsi to rdi, as movs wants it
	jmp	copy_bytes

; int copyout(const void *kaddr, void *uaddr, size_t len)
;   in    rdi, rsi, rdx
;   out   eax = 0 or EFAULT
global copyout
copyout:
	CHECK_RANGE rsi
	BEGIN_ACCESS access_fault
	xchg	rdi, rsi
	; falls through

; Eight bytes at a time, then the rest.
copy_bytes:
	mov	rcx, rdx
	shr	rcx, 3
	rep	movsq
	mov	ecx, edx
	and	ecx, 7
	rep	movsb
access_done:
	END_ACCESS
	xor	eax, eax
	ret

; int copyout_zero(void *uaddr, size_t len)
;   in    rdi, rsi
;   out   eax = 0 or EFAULT
global copyout_zero
copyout_zero:
	mov	rdx, rsi
	CHECK_RANGE rdi
	BEGIN_ACCESS access_fault
	mov	r9, rax
	xor	eax, eax
	mov	rcx, rdx
	shr	rcx, 3
	rep	stosq
	mov	ecx, edx
	and	ecx, 7
	rep	stosb
	mov	rax, r9
	jmp	access_done

; int copyinstr(const void *uaddr, void *kaddr, size_t max, size_t *copied)
;   in    rdi, rsi, rdx, rcx (may be 0)
;   out   eax = 0, EFAULT, or ENAMETOOLONG if there is no NUL in max bytes
;   uses  r9 = bytes copied, r10 = first byte that is not the user's, from
;         uaddr on; r11d = what reaching the limit means
global copyinstr
copyinstr:
	xor	r9d, r9d
	mov	r10, USER_MAX
	cmp	rdi, r10
	jae	efault
	sub	r10, rdi
	mov	r11d, EFAULT
	cmp	rdx, r10
	ja	.limit
	mov	r10, rdx
	mov	r11d, ENAMETOOLONG
.limit:
	BEGIN_ACCESS access_fault
.next:
	cmp	r9, r10
	je	.end
	movzx	edx, byte [rdi + r9]
	mov	[rsi + r9], dl
	inc	r9
	test	edx, edx
	jnz	.next
	xor	r11d, r11d
.end:
	END_ACCESS
	mov	eax, r11d
	test	rcx, rcx
	jz	.out
	mov	[rcx], r9
.out:
	ret

; A fault in one of the above that no memory could serve.
access_fault:
	mov	rax, [gs:GD_CURTHREAD]
	mov	rax, [rax + TD_PCB]
	END_ACCESS
efault:
	mov	eax, EFAULT
	ret

section .note.GNU-stack noalloc noexec nowrite progbits
