/*
 * test.h -- for the test programs: one file, one claim.
 *
 *	TEST("T-2.1");		which claim it is
 *	check(x == 1, "what");	or the program ends here, with a record
 *	pass();			everything held
 *
 * Records ("@pass ID", "@fail ID file:line: text") go to /dev/debugcon,
 * where the runner reads them.  A program that ends without one has failed.
 */
#ifndef TESTS_USER_TEST_H
#define TESTS_USER_TEST_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PAGE	4096ul
#define MIB	(1024ul * 1024)

#define TEST(id)	const char test_id[] = id
extern const char test_id[];

#define check(cond, what)	\
	test_check((cond) != 0, (what), __FILE__, __LINE__)

/* The call returned -1 and errno is what it should be. */
#define check_fails(call, error)	\
	test_fails((long)(call), (error), #call, __FILE__, __LINE__)

void test_check(bool ok, const char *what, const char *file, int line);
void test_fails(long result, int error, const char *call, const char *file,
    int line);
void pass(void) __attribute__((noreturn));
/* A line for the log of the run: not a record. */
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * A counter of the kernel: "v_cow_faults", "v_swtch", or a whole sysctl
 * name.  => its value whatever its width; the test fails if it is not there
 */
uint64_t kstat(const char *name);
void kset(const char *name, int value);

/* => exit status of the child, 128 + signal if it was killed */
int wait_exit(pid_t pid);

/* A second process that does nothing until told: see child_stop(). */
struct child {
	pid_t ch_pid;
	int ch_fd;
};
/* Fork; the child runs work(arg), says so, and waits.  Parent: it has run. */
struct child child_start(void (*work)(void *), void *arg);
void child_stop(struct child *ch);

/*
 * Everything the kernel has given out, by kind.  census_same() fails the
 * test if anything differs, and says what.
 */
struct census {
	char cs_text[8192];
};
void census_begin(struct census *before, struct census *after);
void census_take(struct census *cs);
void census_same(const struct census *before, const struct census *after);
/* The checker of the memory tree finds nothing. */
void check_vm(void);

/*
 * A thread that runs func(arg) on a stack of its own and ends when func
 * returns.  thread_join: it has left its stack, which is free again.
 */
struct thread {
	void (*th_func)(void *);
	void *th_arg;
	unsigned char *th_stack;
	lwpid_t th_tid1, th_tid2;	/* as the kernel stored them */
	volatile int th_ended;
};
#define THREAD_STACK	(4 * PAGE)
void thread_start(struct thread *th, void (*func)(void *), void *arg);
void thread_join(struct thread *th);
/* A lock and a way to wait, of umtx calls alone. */
void umtx_lock(volatile int *word);
void umtx_unlock(volatile int *word);
void wait_until(volatile int *word, int value);
/* The tids of this process as kern.proc lists them; their number. */
int lwp_list(lwpid_t *tids, int max);

/* n bytes of fresh private memory, every page of it touched. */
unsigned char *touched(size_t n);
void fill(unsigned char *area, size_t n, int value);
bool holds(const unsigned char *area, size_t n, int value);

/* Guest time; under icount that is a count of instructions. */
uint64_t now_us(void);
void sleep_ms(long ms);

/* Repeatable noise. */
uint64_t noise(void);

/*
 * The registers before and after a system call, see raw.asm.  r_arg7 lies
 * where the seventh argument belongs.
 */
struct raw {
	uint64_t r_rax, r_rbx, r_rcx, r_rdx, r_rsi, r_rdi, r_rbp;
	uint64_t r_r8, r_r9, r_r10, r_r11, r_r12, r_r13, r_r14, r_r15;
	uint64_t r_rflags, r_arg7;
};
#define RAW_CF	1ul
void raw_syscall(struct raw *r);
/* A call that fails: => its errno, 0 if it did not fail */
int raw_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
    uint64_t e, uint64_t f);

/*
 * The smallest ELF64 program: one segment, read and execute, with these
 * bytes.  => false if the file could not be written
 */
bool make_elf(const char *path, const void *code, size_t len);

#endif
