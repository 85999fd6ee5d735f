# Makefile -- everything is built and driven from here.  `make help` lists
# the commands.  One file for the whole tree; products only under $(B).

B	?= build
PROGS	?=
MEM	?= 256
CPU	?= max
UEFI	?=
SCREEN	?=
CMD	?= true

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all
all:

# ------------------------------------------------------------------ tools

ifeq ($(origin CC),default)
CC	:= gcc
endif
PYTHON	?= $(if $(wildcard /usr/bin/python3),/usr/bin/python3,python3)
NASM	?= nasm
HOSTCC	?= gcc

# The cross tools if there are some, else the machine's own.
CROSS_COMPILE ?= $(or $(firstword $(foreach p,x86_64-elf- x86_64-linux-gnu-,\
	$(if $(shell command -v $(p)ld 2>/dev/null),$(p)))),)
IS_CLANG := $(findstring clang,$(CC))
ifneq ($(IS_CLANG),)
TCC	:= $(CC) --target=x86_64-linux-gnu
else
TCC	:= $(CROSS_COMPILE)$(CC)
endif
LD	:= $(CROSS_COMPILE)ld
AR	:= $(CROSS_COMPILE)ar
NM	:= $(CROSS_COMPILE)nm
OBJCOPY	:= $(CROSS_COMPILE)objcopy

# ------------------------------------------------------------------ flags

WARN	:= -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes \
	-Wshadow -Wundef -Wwrite-strings -Wvla -Wno-unused-parameter
# The compiler's own limits.h is all there is: none of a system to go on to.
INC	:= -I. -I$(B) -I$(B)/gen -D_LIBC_LIMITS_H_
CCINC	= $(shell $(TCC) -print-file-name=include)
# Our own memcpy must not be turned into a call of memcpy.
NOLOOP	:= $(if $(IS_CLANG),,-fno-tree-loop-distribute-patterns)

KCFLAGS	:= -std=gnu11 -O2 -g $(WARN) $(INC) -ffreestanding -nostdinc \
	-isystem $(CCINC) -mgeneral-regs-only -mno-red-zone -mcmodel=kernel \
	-fno-pic -fno-pie -fno-omit-frame-pointer -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-common \
	-fno-optimize-sibling-calls $(NOLOOP) \
	-ffile-prefix-map=$(CURDIR)/= -fdebug-prefix-map=$(CURDIR)=.
# A test kernel says what the compiler thinks can never happen.
TESTFLAGS := -DKERNEL_TEST -fsanitize=undefined -fno-sanitize=function \
	-Itests/kernel
ifeq ($(IS_CLANG),)
TESTFLAGS := $(filter-out -fno-sanitize=function,$(TESTFLAGS))
endif

UCFLAGS_COMMON := -std=gnu11 -O2 -g -nostdinc -isystem user/libc/include \
	-isystem $(CCINC) -D_LIBC_LIMITS_H_ -I. -I$(B) -fno-pic -fno-pie \
	-fno-omit-frame-pointer -fno-stack-protector \
	-fno-asynchronous-unwind-tables -U_FORTIFY_SOURCE
LIBCFLAGS := $(UCFLAGS_COMMON) -I$(B)/gen $(WARN) -ffreestanding $(NOLOOP)
UCFLAGS	:= $(UCFLAGS_COMMON) $(WARN)
PCFLAGS	:= $(UCFLAGS_COMMON)
ULDFLAGS := -static -nostdlib -z separate-code -z max-page-size=4096 \
	-z noexecstack -z norelro --build-id=none
NASMFLAGS := -f elf64 -g -F dwarf -I./ -I$(B)/ -I$(B)/gen/

# -------------------------------------------------------------- generated

GEN	:= $(addprefix $(B)/gen/,syscall_nr.h sysproto.h syscall_table.c \
	syscall_stubs.asm)
GENINC	:= $(B)/gen/asm_offsets.inc

$(GEN): $(B)/gen/stamp ;
$(B)/gen/stamp: kernel/syscalls.master tools/gensyscalls.py
	@mkdir -p $(B)/gen
	@echo "  GEN     system calls"
	@$(PYTHON) tools/gensyscalls.py $(B)/gen
	@touch $@

$(B)/gen/asm_offsets.s: arch/x86_64/asm_offsets.c $(GEN)
	@mkdir -p $(@D)
	@$(TCC) $(filter-out -g,$(KCFLAGS)) -MMD -MP -MT $@ -MF $@.d -S -o $@ $<

$(GENINC): $(B)/gen/asm_offsets.s tools/genoffsets.py
	@echo "  GEN     asm_offsets.inc"
	@$(PYTHON) tools/genoffsets.py $< $@

# ----------------------------------------------------------------- kernel

KSRC	:= $(filter-out arch/x86_64/asm_offsets.c,$(wildcard boot/*.c \
	boot/*.asm arch/x86_64/*.c arch/x86_64/*.asm kernel/*.c vm/*.c \
	lib/*.c))
KTSRC	:= $(wildcard tests/kernel/*.c)
KOBJ	:= $(KSRC:%=$(B)/kernel/%.o) $(B)/kernel/gen/syscall_table.c.o
KTOBJ	:= $(KSRC:%=$(B)/kernel-test/%.o) $(KTSRC:%=$(B)/kernel-test/%.o) \
	$(B)/kernel-test/gen/syscall_table.c.o
KLDFLAGS := -nostdlib -static -z max-page-size=4096 -z noexecstack \
	--build-id=none -T linker.ld

define kernel-rules
$(B)/$(1)/%.c.o: %.c Makefile | $(GEN)
	@mkdir -p $$(@D)
	@echo "  CC      $(1) $$<"
	@$$(TCC) $$(KCFLAGS) $(2) -MMD -MP -c -o $$@ $$<

$(B)/$(1)/gen/%.c.o: $(B)/gen/%.c Makefile | $(GEN)
	@mkdir -p $$(@D)
	@echo "  CC      $(1) gen/$$*.c"
	@$$(TCC) $$(KCFLAGS) $(2) -MMD -MP -c -o $$@ $$<

$(B)/$(1)/%.asm.o: %.asm $(GENINC) Makefile
	@mkdir -p $$(@D)
	@echo "  NASM    $(1) $$<"
	@$$(NASM) $$(NASMFLAGS) $(3) -MD $$(@:.o=.d) -MT $$@ -o $$@ $$<

# Linked twice: the second time with the symbol table of the first.
$(B)/$(1).elf: $(4) linker.ld tools/gensymtab.py Makefile
	@echo "  LD      $$@"
	@$$(LD) $$(KLDFLAGS) -o $$@.1 $(4)
	@$$(PYTHON) tools/gensymtab.py $$@.1 $(B)/$(1)/symtab.asm
	@$$(NASM) -f elf64 -o $(B)/$(1)/symtab.o $(B)/$(1)/symtab.asm
	@$$(LD) $$(KLDFLAGS) -o $$@.2 $(4) $(B)/$(1)/symtab.o
	@$$(PYTHON) tools/gensymtab.py --check $$@.1 $$@.2
	@mv $$@.2 $$@
endef

$(eval $(call kernel-rules,kernel,,,$(KOBJ)))
$(eval $(call kernel-rules,kernel-test,$(TESTFLAGS),-DKERNEL_TEST,$(KTOBJ)))

# ------------------------------------------------------------------- user

LIBCSRC	:= $(wildcard user/libc/*.c user/libc/*/*.c user/libc/*.asm lib/*.c)
LIBCOBJ	:= $(patsubst %,$(B)/user/obj/%.o,$(filter-out user/libc/crt0.asm,\
	$(LIBCSRC))) $(B)/user/obj/gen/syscall_stubs.asm.o
CRT0	:= $(B)/user/crt0.o
LIBC	:= $(B)/user/libc.a

$(B)/user/obj/user/libc/%.c.o: user/libc/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(TCC) $(LIBCFLAGS) -MMD -MP -c -o $@ $<

$(B)/user/obj/lib/%.c.o: lib/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC      user $<"
	@$(TCC) $(LIBCFLAGS) -MMD -MP -c -o $@ $<

$(B)/user/obj/%.c.o: %.c Makefile | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC      $<"
	@$(TCC) $(UCFLAGS) -MMD -MP -c -o $@ $<

$(B)/user/obj/%.asm.o: %.asm Makefile | $(GEN)
	@mkdir -p $(@D)
	@echo "  NASM    $<"
	@$(NASM) $(NASMFLAGS) -MD $(@:.o=.d) -MT $@ -o $@ $<

$(B)/user/obj/gen/%.asm.o: $(B)/gen/%.asm Makefile
	@mkdir -p $(@D)
	@$(NASM) $(NASMFLAGS) -o $@ $<

$(CRT0): $(B)/user/obj/user/libc/crt0.asm.o
	@cp $< $@

$(LIBC): $(LIBCOBJ)
	@echo "  AR      $@"
	@rm -f $@
	@$(AR) rcsD $@ $^

# One program a file, or one program a folder.
BINFILES := $(patsubst user/bin/%.c,%,$(wildcard user/bin/*.c))
BINDIRS	:= $(sort $(foreach f,$(wildcard user/bin/*/*.c),\
	$(patsubst user/bin/%/,%,$(dir $(f)))))
BINS	:= $(addprefix $(B)/user/bin/,$(BINFILES) $(BINDIRS))
TESTLIB	:= $(patsubst %,$(B)/user/obj/%.o,$(wildcard tests/user/lib/*.c \
	tests/user/lib/*.asm))
UTESTS	:= $(patsubst tests/user/%.c,$(B)/tests/user/%,\
	$(wildcard tests/user/*.c))

define link-program
$(1): $(2) $(CRT0) $(LIBC) Makefile
	@mkdir -p $$(@D)
	@echo "  LD      $$@"
	@$$(LD) $$(ULDFLAGS) -o $$@ $(CRT0) $(2) $(LIBC)
endef

objs	= $(patsubst %,$(B)/user/obj/%.o,$(wildcard $(1)))
$(foreach p,$(BINFILES),$(eval $(call link-program,$(B)/user/bin/$(p),\
	$(call objs,user/bin/$(p).c))))
$(foreach p,$(BINDIRS),$(eval $(call link-program,$(B)/user/bin/$(p),\
	$(call objs,user/bin/$(p)/*.c user/bin/$(p)/*.asm))))
$(foreach t,$(UTESTS),$(eval $(call link-program,$(t),\
	$(call objs,tests/user/$(notdir $(t)).c tests/user/$(notdir $(t)).asm) \
	$(TESTLIB))))

# --------------------------------------------------------------- commands

all: $(B)/kernel.elf $(B)/kernel-test.elf $(BINS)

.PHONY: user utests clean
user: $(LIBC) $(CRT0) $(BINS)
utests: $(UTESTS)
clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
