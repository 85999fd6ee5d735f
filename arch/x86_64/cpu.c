/*
 * cpu.c -- is this cpu good enough, and which of its guards are used.
 *
 *   cpu_init              features on, system calls wired up
 *   cpu_disable_intr ...  the small things of machdep.h
 */
#include "arch/x86_64/cpu.h"

#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "kernel/globaldata.h"
#include "kernel/machdep.h"
#include "kernel/thread.h"

#define CPUID1_EDX_FXSR		(1u << 24)
#define CPUID1_EDX_SSE2		(1u << 26)
#define CPUID1_EDX_PGE		(1u << 13)
#define CPUID7_EBX_SMEP		(1u << 7)
#define CPUID7_EBX_SMAP		(1u << 20)
#define CPUID7_ECX_UMIP		(1u << 2)
#define CPUIDX_EDX_SYSCALL	(1u << 11)
#define CPUIDX_EDX_NX		(1u << 20)

bool cpu_has_smap;
bool cpu_has_pge;
static char features[64] = "NX";

void syscall_entry(void);

static void
use_feature(uint64_t *cr4, uint64_t bit, bool present, const char *name)
{
	if (!present)
		return;
	*cr4 |= bit;
	strlcat(features, " ", sizeof(features));
	strlcat(features, name, sizeof(features));
}

/* Where the syscall instruction goes, and which flags it takes away. */
static void
syscall_init(void)
{
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE | EFER_NXE);
	wrmsr(MSR_STAR, (uint64_t)SEL_KCODE << 32 |
	    (uint64_t)(SEL_KDATA | SEL_RPL) << 48);
	wrmsr(MSR_LSTAR, (uint64_t)syscall_entry);
	wrmsr(MSR_SFMASK, RFLAGS_IF | RFLAGS_TF | RFLAGS_DF | RFLAGS_NT |
	    RFLAGS_CF | RFLAGS_AC | RFLAGS_IOPL);
}

void
cpu_init(void)
{
	struct cpuid_regs one = cpuid(1, 0), ext = cpuid(0x80000001, 0);
	struct cpuid_regs seven = { 0, 0, 0, 0 };
	uint64_t cr4 = CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT;

	if (cpuid(0, 0).eax >= 7)
		seven = cpuid(7, 0);
	if ((one.edx & CPUID1_EDX_FXSR) == 0 ||
	    (one.edx & CPUID1_EDX_SSE2) == 0 ||
	    (ext.edx & CPUIDX_EDX_SYSCALL) == 0 ||
	    (ext.edx & CPUIDX_EDX_NX) == 0)
		panic("this cpu lacks FXSAVE, SSE2, SYSCALL or NX");
	cpu_has_pge = (one.edx & CPUID1_EDX_PGE) != 0;
	cpu_has_smap = (seven.ebx & CPUID7_EBX_SMAP) != 0;
	use_feature(&cr4, CR4_PGE, cpu_has_pge, "PGE");
	use_feature(&cr4, CR4_SMEP, (seven.ebx & CPUID7_EBX_SMEP) != 0,
	    "SMEP");
	use_feature(&cr4, CR4_SMAP, cpu_has_smap, "SMAP");
	use_feature(&cr4, CR4_UMIP, (seven.ecx & CPUID7_ECX_UMIP) != 0,
	    "UMIP");
	write_cr4(cr4);
	write_cr0((read_cr0() & ~(CR0_EM | CR0_TS)) | CR0_MP | CR0_NE |
	    CR0_WP);
	syscall_init();
}

const char *
cpu_feature_text(void)
{
	return (features);
}

void
cpu_load_user_bases(struct pcb *pcb)
{
	if (pcb != curthread->td_pcb)
		return;
	mycpu->gd_fsbase = pcb->pcb_fsbase;
	wrmsr(MSR_FSBASE, pcb->pcb_fsbase);
	mycpu->gd_gsbase = pcb->pcb_gsbase;
	wrmsr(MSR_KGSBASE, pcb->pcb_gsbase);
}

/* ------------------------------------------------------------ this cpu */

_Static_assert(offsetof(struct globaldata, gd_self) == 0 &&
    offsetof(struct globaldata, gd_curthread) == 8,
    "machdep_inline.h and syscall_entry find them there");

/* sti takes effect after the next instruction: no interrupt is missed. */
void
cpu_idle_halt(void)
{
	__asm__ volatile("sti; hlt" : : : "memory");
}

void
cpu_pause(void)
{
	__asm__ volatile("pause" : : : "memory");
}
