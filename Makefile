# Makefile -- everything is built and driven from here.  `make help` lists
# the commands.  One file for the whole tree; products only under $(B).

B	?= build
PROGS	?=
MEM	?= 256
CPU	?= max
UEFI	?=
SCREEN	?=
CMD	?= true
PROG	?= forkdemo 2
GDB	?=

MAKEFLAGS += --no-builtin-rules
JOBS	:= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(JOBS)
endif
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
.PHONY: all
all:

# ---------------------------------------------------------------- one maker

# A grader runs ten commands at once in one build folder: what they need is
# built by one make at a time, and the others find it done.  A command has no
# prerequisites: $(call built,FILES) calls the make that builds them.
LOCK	:= $(if $(shell command -v flock 2>/dev/null),flock -o $(B)/lock)
built	= +@mkdir -p $(B) && \
	$(LOCK) $(MAKE) -s --no-print-directory LOCK= $(1)
COMMANDS := run exec gdb gdb-attach gdb-serve tour tour-print tour-doc \
	debug-doc record replay test mutants bench

# ------------------------------------------------------------------ tools

ifeq ($(origin CC),default)
CC	:= gcc
endif
NASM	?= nasm
HOSTCC	?= cc

# tools/setup.sh finds the tools, installs what is missing where it can, and
# writes down what it found; make reads that and begins anew.  It is asked
# again when one of these tools is no longer there.
GOALS	:= $(or $(MAKECMDGOALS),all)
SETS	:= $(if $(filter-out clean help,$(GOALS)),run) \
	$(if $(filter gdb gdb-attach gdb-serve tour tour-print tour-doc \
	debug-doc record replay,$(GOALS)),gdb) \
	$(if $(GDB),$(if $(filter run,$(GOALS)),gdb)) \
	$(if $(filter test check mutants,$(GOALS)),test)
ifneq ($(strip $(SETS)),)
include $(SETS:%=$(B)/tools-%.mk)
endif
GONE	:= $(foreach t,$(TOOLS),$(if $(wildcard $(t)),,$(t)))
$(B)/tools-%.mk: tools/setup.sh $(if $(strip $(GONE)),FORCE)
	@mkdir -p $(@D)
	@CC='$(CC)' $(LOCK) tools/setup.sh $* $@
# One after another: apt-get can run only once at a time.
$(B)/tools-gdb.mk $(B)/tools-test.mk: $(filter $(B)/tools-run.mk,\
	$(SETS:%=$(B)/tools-%.mk))
.PHONY: FORCE
FORCE:

IS_CLANG := $(findstring clang,$(CC))
# The cross tools if there are some, else the machine's own.
CROSS_COMPILE ?= $(or $(firstword $(foreach p,x86_64-elf- x86_64-linux-gnu-,\
	$(if $(shell command -v $(p)$(if $(IS_CLANG),ld,$(CC)) 2>/dev/null),$(p)))),)
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
	-Wundef -Wwrite-strings -Wvla -Wno-unused-parameter
# The compiler's own limits.h is all there is: none of a system to go on to.
INC	:= -I. -I$(B) -I$(B)/gen -D_LIBC_LIMITS_H_
CCINC	= $(shell $(TCC) -print-file-name=include 2>/dev/null)
# Our own memcpy must not be turned into a call of memcpy.
NOLOOP	:= $(if $(IS_CLANG),,-fno-tree-loop-distribute-patterns)
# A function makes its frame first or not at all: backtraces rely on it.
FRAMES	:= $(if $(IS_CLANG),-mno-omit-leaf-frame-pointer,-fno-shrink-wrap)

# Zeroing and copying by string instructions, without a call.
STRINGS	:= $(if $(IS_CLANG),,-mmemset-strategy=rep_8byte:-1:noalign \
	-mmemcpy-strategy=rep_8byte:-1:noalign)
# The small parts of the machine contract inline, see there.
KCFLAGS	:= -std=gnu11 -O2 -g $(WARN) $(INC) -ffreestanding -nostdinc \
	-include arch/x86_64/machdep_inline.h $(STRINGS) \
	-isystem $(CCINC) -mgeneral-regs-only -mno-red-zone -mcmodel=kernel \
	-fno-pic -fno-pie -fno-omit-frame-pointer -fno-stack-protector \
	-fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-common \
	-fno-optimize-sibling-calls $(NOLOOP) $(FRAMES) \
	'-ffile-prefix-map=$(CURDIR)/=' '-fdebug-prefix-map=$(CURDIR)=.'
# A test kernel says what the compiler thinks can never happen.
TESTFLAGS := -DKERNEL_TEST -fsanitize=undefined -fno-sanitize=function \
	-Itests/kernel
ifeq ($(IS_CLANG),)
TESTFLAGS := $(filter-out -fno-sanitize=function,$(TESTFLAGS))
endif

# -MD below, not -MMD: our own headers are system headers to our programs.
UCFLAGS_COMMON := -std=gnu11 -O2 -g -nostdinc -isystem user/libc/include \
	-isystem $(CCINC) -D_LIBC_LIMITS_H_ -I. -I$(B) -fno-pic -fno-pie \
	-fno-omit-frame-pointer -fno-stack-protector \
	-fno-asynchronous-unwind-tables -U_FORTIFY_SOURCE \
	-ftls-model=local-exec
LIBCFLAGS := $(UCFLAGS_COMMON) -I$(B)/gen $(WARN) -ffreestanding $(NOLOOP)
UCFLAGS	:= $(UCFLAGS_COMMON) $(WARN)
PCFLAGS	:= $(UCFLAGS_COMMON)
ULDFLAGS := -static -nostdlib -T user/user.ld -z max-page-size=4096 \
	-z noexecstack -z norelro --build-id=none
NASMFLAGS := -f elf64 -g -F dwarf -I./ -I$(B)/ -I$(B)/gen/

# What is being built goes to stderr: stdout belongs to the program that
# make exec runs.
say	= @printf '  %-7s %s\n' '$(1)' '$(2)' >&2

# -------------------------------------------------------------- generated

GEN	:= $(addprefix $(B)/gen/,syscall_nr.h sysproto.h syscall_table.c \
	syscall_stubs.asm)
GENINC	:= $(B)/gen/asm_offsets.inc

$(GEN): $(B)/gen/stamp ;
$(B)/gen/stamp: kernel/syscalls.master tools/gensyscalls.py
	@mkdir -p $(B)/gen
	$(call say,GEN,system calls)
	@$(PYTHON) tools/gensyscalls.py --out $(B)/gen
	@touch $(GEN) $@

$(B)/gen/asm_offsets.s: arch/x86_64/asm_offsets.c $(GEN)
	@mkdir -p $(@D)
	@$(TCC) $(filter-out -g,$(KCFLAGS)) -MMD -MP -MT $@ -MF $@.d -S -o $@ $<

$(GENINC): $(B)/gen/asm_offsets.s tools/genoffsets.py
	$(call say,GEN,asm_offsets.inc)
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
	$$(call say,CC,$(1) $$<)
	@$$(TCC) $$(KCFLAGS) $(2) -MMD -MP -c -o $$@ $$<

$(B)/$(1)/gen/%.c.o: $(B)/gen/%.c Makefile | $(GEN)
	@mkdir -p $$(@D)
	$$(call say,CC,$(1) gen/$$*.c)
	@$$(TCC) $$(KCFLAGS) $(2) -MMD -MP -c -o $$@ $$<

$(B)/$(1)/%.asm.o: %.asm $(GENINC) Makefile
	@mkdir -p $$(@D)
	$$(call say,NASM,$(1) $$<)
	@$$(NASM) $$(NASMFLAGS) $(3) -MD $$(@:.o=.d) -MT $$@ -o $$@ $$<

# Linked twice: the second time with the symbol table of the first.
$(B)/$(1).elf: $(4) linker.ld tools/gensymtab.py Makefile
	$$(call say,LD,$$@)
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

LIBCSRC	:= $(wildcard user/libc/*.c user/libc/*/*.c user/libc/*.asm \
	user/libc/*/*.asm lib/*.c)
LIBCOBJ	:= $(patsubst %,$(B)/user/obj/%.o,$(filter-out user/libc/crt0.asm,\
	$(LIBCSRC))) $(B)/user/obj/gen/syscall_stubs.asm.o
CRT0	:= $(B)/user/crt0.o
LIBC	:= $(B)/user/libc.a

# What libc defines is weak, so that a program may have a function of its
# own that is named like one of ours.  (What it needs must stay strong: weak
# references take nothing out of an archive.)
weaken	= @$(NM) -g --defined-only $@ | sed 's/.* //' >$@.names && \
	$(OBJCOPY) --weaken-symbols=$@.names $@ && rm -f $@.names

$(B)/user/obj/user/libc/%.c.o: user/libc/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	@$(TCC) $(LIBCFLAGS) -MD -MP -c -o $@ $<
	$(weaken)

$(B)/user/obj/lib/%.c.o: lib/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,user $<)
	@$(TCC) $(LIBCFLAGS) -MD -MP -c -o $@ $<
	$(weaken)

$(B)/user/obj/%.c.o: %.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	@$(TCC) $(UCFLAGS) -MD -MP -c -o $@ $<

$(B)/user/obj/%.asm.o: %.asm Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,NASM,$<)
	@$(NASM) $(NASMFLAGS) -MD $(@:.o=.d) -MT $@ -o $@ $<

$(B)/user/obj/gen/%.asm.o: $(B)/gen/%.asm Makefile
	@mkdir -p $(@D)
	@$(NASM) $(NASMFLAGS) -o $@ $<

$(CRT0): $(B)/user/obj/user/libc/crt0.asm.o
	@cp $< $@

$(LIBC): $(LIBCOBJ)
	$(call say,AR,$@)
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
$(1): $(2) $(CRT0) $(LIBC) user/user.ld Makefile
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
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

# Programs that the debugger's tests look at.
GPROGS	:= $(patsubst tests/gdb/%.c,$(B)/tests/gdb/%,\
	$(wildcard tests/gdb/*.c))
$(foreach t,$(GPROGS),$(eval $(call link-program,$(t),\
	$(call objs,tests/gdb/$(notdir $(t)).c) $(TESTLIB))))

BENCHSRC := $(filter-out bench/linux_init.c,$(wildcard bench/*.c))
$(eval $(call link-program,$(B)/bench/forkbench,\
	$(BENCHSRC:%=$(B)/user/obj/%.o)))

# ------------------------------------------------------------------ image

# Debug information stays out of the image (tools/mkimage.py) and of the ISO.
ROOTFS	:= $(shell find user/rootfs -type f 2>/dev/null)
MKIMAGE	:= $(PYTHON) tools/mkimage.py

$(B)/rootfs.tar: $(BINS) $(ROOTFS) tools/mkimage.py Makefile
	$(call say,IMAGE,$@)
	@$(MKIMAGE) $@ --folders $(if $(ROOTFS),--tree user/rootfs=/) \
		$(foreach p,$(BINS),--file $(p)=bin/$(notdir $(p)))

$(B)/tests.tar: $(UTESTS) tools/mkimage.py Makefile
	$(call say,IMAGE,$@)
	@$(MKIMAGE) $@ $(foreach p,$(UTESTS),--file $(p)=tests/$(notdir $(p)))

$(B)/gdb.tar: $(GPROGS) tools/mkimage.py
	$(call say,IMAGE,$@)
	@$(MKIMAGE) $@ $(foreach p,$(GPROGS),--file $(p)=tests/$(notdir $(p)))

$(B)/bench.tar: $(B)/bench/forkbench $(B)/rootfs.tar tools/mkimage.py
	$(call say,IMAGE,$@)
	@$(MKIMAGE) $@ --base $(B)/rootfs.tar \
		--file $(B)/bench/forkbench=bin/forkbench

# PROGS=dir: the user's own programs, into /usr/bin.  Their warnings are
# their business: only what the compiler says by itself is shown.
ifneq ($(PROGS),)
PROGDIR	:= $(patsubst %/,%,$(PROGS))
BLANK	:= $() $()
PROGOUT	:= $(B)/progs$(subst $(BLANK),-,$(subst /,-,$(abspath $(PROGDIR))))
PROGSRC	:= $(wildcard $(PROGDIR)/*.c)
ifeq ($(PROGSRC),)
$(error PROGS=$(PROGS): there is no .c file in that folder)
endif
PROGBIN	:= $(PROGSRC:$(PROGDIR)/%.c=$(PROGOUT)/%)

$(PROGOUT)/%.o: $(PROGDIR)/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	@$(TCC) $(PCFLAGS) -I$(PROGDIR) -MD -MP -c -o $@ $<

$(PROGBIN): %: %.o $(CRT0) $(LIBC) user/user.ld
	@$(LD) $(ULDFLAGS) -o $@ $(CRT0) $< $(LIBC)

INITRD	:= $(PROGOUT)/rootfs.tar
$(INITRD): $(PROGBIN) $(B)/rootfs.tar
	@$(MKIMAGE) $@ --base $(B)/rootfs.tar \
		$(foreach p,$(PROGBIN),--file $(p)=usr/bin/$(notdir $(p)))
ISO	:= $(PROGOUT)/damselfly.iso
else
INITRD	:= $(B)/rootfs.tar
ISO	:= $(B)/damselfly.iso
endif

GRUBMODS := multiboot2 normal iso9660 serial terminal all_video boot \
	search search_fs_file search_label configfile part_gpt \
	part_msdos part_apple part_acorn part_amiga part_bsd part_dfly \
	part_dvh part_plan part_sun part_sunpc

$(ISO): $(B)/kernel.elf $(INITRD) boot/grub.cfg
	$(call say,ISO,$@)
	@rm -rf $(ISO:.iso=.d) && mkdir -p $(ISO:.iso=.d)/boot/grub
	@cp boot/grub.cfg $(ISO:.iso=.d)/boot/grub/grub.cfg
	@cp $(INITRD) $(ISO:.iso=.d)/boot/rootfs.tar
	@$(OBJCOPY) --strip-all $< $(ISO:.iso=.d)/boot/kernel.elf
	@$(GRUB_MKRESCUE) -o $@.new --fonts= --locales= --themes= \
		--install-modules="$(GRUBMODS)" $(ISO:.iso=.d) \
		>$(ISO:.iso=.log) 2>&1 || { cat $(ISO:.iso=.log) >&2; exit 1; }
	@mv $@.new $@

# ------------------------------------------------------------- host tests

# A file of tests/host that runs a group of cmocka tests is a program.  It
# is linked with all of lib/ and with what its "sources:" lines name.  What
# is ours, not the test's, is compiled with our string functions renamed:
# see tests/host/rename.h.
ifneq ($(filter hosttests built-for-test,$(GOALS)),)
HOSTSRC	:= $(shell grep -l cmocka_run_group_tests tests/host/*.c)
endif
HOSTTESTS := $(HOSTSRC:tests/host/%.c=$(B)/host/%)
HOSTCFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wno-unused-parameter -I. \
	-I$(B) -I$(B)/gen -fsanitize=address,undefined \
	-fno-sanitize-recover=all

$(B)/host/obj/tests/%.o: tests/%.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)
	@$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

$(B)/host/obj/%.o: %.c Makefile | $(GEN)
	@mkdir -p $(@D)
	$(call say,HOSTCC,$<)
	@$(HOSTCC) $(HOSTCFLAGS) -include tests/host/rename.h \
		-MMD -MP -c -o $@ $<

define host-program
$(B)/host/$(1): $(patsubst %.c,$(B)/host/obj/%.o,tests/host/$(1).c \
	$(wildcard lib/*.c) \
	$(shell sed -n '1,40s/^.*sources://p' tests/host/$(1).c))
	$$(call say,HOSTLD,$$@)
	@$$(HOSTCC) $$(HOSTCFLAGS) -o $$@ $$^ -lcmocka
endef
$(foreach t,$(HOSTSRC),$(eval $(call host-program,$(basename $(notdir $(t))))))

# --------------------------------------------------------------- commands

.PHONY: user utests hosttests iso run exec test check abi-doc clean help
all: $(B)/kernel.elf $(B)/kernel-test.elf $(B)/rootfs.tar
user: $(LIBC) $(CRT0) $(BINS)
utests: $(UTESTS)
iso: $(ISO)

MACHINE	= --mem $(MEM) --cpu $(CPU)

run:
	$(call built,$(ISO))
	@$(PYTHON) tools/run.py shell --iso $(ISO) $(MACHINE) \
		$(if $(UEFI),--uefi) $(if $(SCREEN),--screen) \
		$(if $(GDB),--gdb $(STUB))

# GDB on a machine that waits at the kernel's first instruction; or for the
# machine that make run GDB=1 started in another terminal.
STUB	= $(B)/gdb.sock
DEBUGGER ?= gdb
GDBRUN	= $(PYTHON) tools/gdbrun.py
export PROGRAM := $(value PROG)
.PHONY: gdb gdb-attach gdb-serve tour tour-print tour-doc debug-doc
gdb:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(GDBRUN) gdb --kernel $(B)/kernel.elf --initrd $(INITRD) \
		--gdb $(DEBUGGER) $(MACHINE) --command "$$PROGRAM"
# A guided walk; all of them, printed.
TOUR	?= fork
tour:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(GDBRUN) gdb --kernel $(B)/kernel.elf --initrd $(INITRD) \
		--gdb $(DEBUGGER) $(MACHINE) --command "tourdemo $(TOUR)" \
		-- -ex "tour $(TOUR)"
TOURS	?= fork cow vfork lwp
tour-print:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(GDBRUN) tours --kernel $(B)/kernel.elf --initrd $(INITRD) \
		--gdb $(DEBUGGER) $(MACHINE) --command "$(TOURS)"
TOURDOCS := docs/tour-of-fork.md docs/tours.md
tour-doc:
	@$(MAKE) -s --no-print-directory tour-print >$(B)/tours.txt
	@$(PYTHON) tools/tourdoc.py --write $(TOURDOCS) <$(B)/tours.txt
# The sessions on that page, typed again.
debug-doc:
	$(call built,$(B)/kernel.elf $(B)/kernel-test.elf $(B)/rootfs.tar \
		$(B)/gdb.tar)
	@$(PYTHON) tools/debugdoc.py --write --build $(B) docs/debugging.md
gdb-attach:
	$(call built,$(B)/kernel.elf)
	@$(GDBRUN) attach --kernel $(B)/kernel.elf --socket $(STUB) \
		--gdb $(DEBUGGER)
gdb-serve:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(GDBRUN) serve --kernel $(B)/kernel.elf --initrd $(INITRD) \
		--socket $(STUB) $(MACHINE) --command "$$PROGRAM"

# A run that can be had again, and GDB at its end.  What a run needs besides
# is named in its file.
RUN	?= $(B)/last.run
RUNFILE	= '$(subst ','\'',$(RUN))'
# $(value): a $ in the command is the shell's, not make's.
export COMMAND := $(value CMD)
REPLAY	= $(PYTHON) tools/replay.py
ifneq ($(filter replay,$(MAKECMDGOALS)),)
RUNNEEDS := $(addprefix $(B)/,$(filter kernel-test.elf tests.tar bench.tar \
	gdb.tar,$(shell tr -c 'a-z.\n-' ' ' 2>/dev/null <$(RUNFILE))))
endif
.PHONY: record replay
record:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(REPLAY) record --build $(B) --initrd $(INITRD) --gdb $(DEBUGGER) \
		$(MACHINE) --run $(RUNFILE) \
		$(if $(filter file,$(origin CMD)),,--command "$$COMMAND")
replay:
	$(call built,$(B)/kernel.elf $(INITRD) $(RUNNEEDS))
	@$(REPLAY) replay --build $(B) --initrd $(INITRD) --gdb $(DEBUGGER) \
		--run $(RUNFILE)

# make itself would turn every status into 2: see tools/make_status.c.
ifneq ($(filter exec,$(MAKECMDGOALS)),)
EXEC_STATUS := $(B)/exec-status.$(shell echo $$PPID)
ifneq ($(filter load,$(.FEATURES)),)
-load $(B)/make_status.so
$(B)/make_status.so: tools/make_status.c $(B)/tools-run.mk
	@mkdir -p $(@D)
	@$(HOSTCC) -shared -fPIC -O -o $@.$$$$ $< && mv $@.$$$$ $@
STATUS_FILE := --status-file $(EXEC_STATUS)
endif
endif

exec:
	$(call built,$(B)/kernel.elf $(INITRD))
	@$(PYTHON) tools/run.py exec --kernel $(B)/kernel.elf \
		--initrd $(INITRD) $(MACHINE) $(STATUS_FILE) --command "$$COMMAND"

# TESTS='tests/test_user.py::test_user[NAME]' runs one test.
TESTS	?= tests
export HOSTCC
hosttests: $(HOSTTESTS)

.PHONY: clang-iso
clang-iso:
	+@$(MAKE) CC=clang B=$(B)/clang iso

.PHONY: built-for-test
built-for-test: $(B)/kernel.elf $(B)/kernel-test.elf $(B)/rootfs.tar \
	$(B)/tests.tar $(B)/bench.tar $(B)/gdb.tar $(ISO) $(HOSTTESTS) clang-iso

test:
	$(call built,built-for-test)
	@rm -f $(B)/test-counts
	@DAMSELFLY_BUILD=$(B) $(PYTEST) -q -p no:cacheprovider \
		-n $(JOBS) --dist loadgroup $(TESTS); status=$$?; \
	cat $(B)/test-counts; exit $$status

# Is every test worth something?  See tools/mutants.py; MUTANTS='t-5.4 *vm*'
# picks some.
MUTANTS	?=
.PHONY: mutants
mutants:
	$(call built,all)
	@$(PYTHON) tools/mutants.py run --make '$(MAKE)' --python '$(PYTEST)' \
		--work $(B)/mutants $(foreach m,$(MUTANTS),'$(m)')

# Both compilers, with warnings as errors; then what a program can read.
.PHONY: clang-all
clang-all:
	+@$(MAKE) CC=clang B=$(B)/clang all

check: all clang-all
	@PYTHON='$(PYTHON)' B='$(B)' JOBS=$(JOBS) tools/check.sh

abi-doc: $(GEN)
	@$(PYTHON) tools/gensyscalls.py --abi-doc docs/abi.md

# What fork costs, in guest instructions; PEER=linux puts Debian's kernel
# beside it (tools/peer.sh fetches it).
PEER	?=
PEERFLAGS := $(if $(PEER),--peer-kernel $(B)/peer/vmlinuz \
	--peer-initrd $(B)/peer/initrd)
.PHONY: bench bench-renew
$(B)/peer/vmlinuz: tools/peer.sh bench/linux_init.c $(wildcard bench/*.[ch])
	$(call say,PEER,$(PEER))
	@tools/peer.sh $(B)/peer
bench:
	$(call built,$(B)/kernel.elf $(B)/bench.tar \
		$(if $(PEER),$(B)/peer/vmlinuz))
	@$(PYTHON) tools/bench.py run --kernel $(B)/kernel.elf \
		--initrd $(B)/bench.tar --json $(B)/bench.json \
		--svg $(B)/bench.svg $(PEERFLAGS)
bench-renew: bench
	@$(PYTHON) tools/bench.py renew --json $(B)/bench.json \
		--expected bench/expected.json

# The lines that docs/ names, where the functions are now.
.PHONY: doc-lines
doc-lines:
	@$(PYTHON) tools/doclines.py --write

clean:
	rm -rf $(B)

help:
	@echo 'make run    [PROGS=dir] [UEFI=1] [MEM=mib] [CPU=name] [SCREEN=1]'
	@echo '            boot the ISO in QEMU to a shell; ^A x leaves QEMU'
	@echo "make exec   CMD='command' [PROGS=dir] [MEM=mib] [CPU=name]"
	@echo '            run one command, with its output and its status'
	@echo '            PROGS: every .c of that folder becomes a program'
	@echo "make gdb    [PROG='forkdemo 2'] [PROGS=dir]"
	@echo '            GDB at the first instruction of the kernel;'
	@echo '            help damselfly lists its commands'
	@echo 'make tour   [TOUR=fork|cow|vfork|lwp]  a guided walk in GDB'
	@echo 'make run GDB=1, make gdb-attach   the same for a running one'
	@echo "make record CMD='command' [RUN=file], make replay RUN=file"
	@echo '            keep a run; GDB at its failure or end'
	@echo 'make test   everything that can be tested'
	@echo "make mutants [MUTANTS='t-5.4 ...'] breaks the code on purpose:"
	@echo '            does each test notice?'
	@echo 'make check  warnings, layers, style, static analysis'
	@echo 'make bench  [PEER=linux] what fork costs, in guest instructions'
	@echo 'make iso    build/damselfly.iso, for BIOS and UEFI'
	@echo 'make tour-print, make tour-doc  the tours, printed, and into docs/'
	@echo 'make debug-doc  the sessions in docs/debugging.md, typed again'
	@echo 'make abi-doc  renew the tables in docs/abi.md'
	@echo 'make clean  remove what was built'
	@echo 'CC=clang builds with clang; B=dir builds in another folder'

ifneq ($(filter-out $(COMMANDS),$(GOALS)),)
-include $(shell find $(B) -path $(B)/mutants -prune -o \
	-name '*.d' -type f -print 2>/dev/null)
endif
