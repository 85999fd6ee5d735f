/*
 * sh.h -- what the files of the shell share.
 *
 * The road of a command through the shell:
 *
 *   input.c     characters, from a string, a script or the terminal
 *   lexer.c     characters to tokens; lexword.c scans one word
 *   parser.c    tokens to a tree of nodes; compound.c: if, while, case ...
 *   expand.c    a word's raw text to fields; param.c ${...}, subst.c $(...),
 *               arith.c $((...)), fields.c splitting, glob.c file names
 *   exec.c      walks the tree; simple.c runs one simple command
 *   redir.c     < > and their undoing
 *   job.c       fork and wait; joblist.c the jobs we do not wait for
 *   control.c   whose terminal it is; trap.c signals to the shell itself
 *   builtin.c   the table of builtins and the small ones; others in b_*.c
 *   var.c       variables; func.c functions; memory.c arenas and buffers
 *
 * Errors travel as return values.  What must leave many levels at once
 * (break, return, an expansion error) is noted in sh.sh_unwind, and every
 * loop over commands looks at it.
 */
#ifndef USER_BIN_SH_SH_H
#define USER_BIN_SH_SH_H

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define SH_MAXDEPTH	128	/* nesting of syntax, functions, eval */
#define SH_FDSAVE	10	/* the shell's own descriptors start here */

/*
 * Memory.  An arena is freed as a whole when its last holder drops it: one
 * for each parsed command, one for the words of each running command.
 */
struct arena {
	struct chunk *ar_chunks;
	int ar_refs;
};

struct arena *arena_new(void);
void arena_hold(struct arena *a);
void arena_drop(struct arena *a);
/* => the bytes are zero; never NULL: without memory the shell ends */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);
void *xmalloc(size_t size);
char *xstrdup(const char *s);

/* A growing string; bf_data is NULL or ends in NUL. */
struct buf {
	char *bf_data;
	size_t bf_len, bf_cap;
};

void buf_putc(struct buf *b, int c);
void buf_add(struct buf *b, const char *s, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* => "" if nothing was ever put in; valid until the next change */
const char *buf_str(const struct buf *b);
void buf_free(struct buf *b);

/*
 * Where characters come from.  in_record, if set, receives every character
 * read: so the source text of a $(...) is kept while it is parsed.
 */
struct input {
	const char *in_text;	/* what there is ... */
	size_t in_pos, in_len;
	int in_fd;		/* ... and where more comes from, or -1 */
	int in_line;
	bool in_tty;		/* show prompts */
	bool in_fresh;		/* the next line begins a command: PS1 */
	bool in_eof;
	bool in_interrupted;	/* ^C: forget what was typed, prompt again */
	char *in_buf;		/* owned, of a file or descriptor */
	struct buf *in_record;
};

#define IN_EOF	(-1)

void input_text(struct input *in, const char *text, size_t len);
void input_fd(struct input *in, int fd);
/* => false and errno set if the file cannot be read; fd stays open */
bool input_file(struct input *in, int fd);
void input_close(struct input *in);
int input_getc(struct input *in);
void input_ungetc(struct input *in, int c);

/* The tree. */
struct word {
	struct word *wd_next;
	const char *wd_text;	/* as written, quotes and all */
};

enum rd_kind { RD_IN, RD_OUT, RD_APPEND, RD_RDWR, RD_DUP, RD_HERE };

struct redir {
	struct redir *rd_next;
	struct redir *rd_pending; /* next heredoc whose body is to come */
	enum rd_kind rd_kind;
	int rd_fd;
	bool rd_quoted;		/* heredoc: no expansion */
	bool rd_tabs;		/* heredoc: <<- */
	const char *rd_word;	/* target; of a heredoc the body */
};

enum nd_type {
	N_SIMPLE,		/* nd_assigns nd_words nd_redirs */
	N_PIPE,			/* nd_left | nd_right */
	N_AND, N_OR, N_SEQ,	/* nd_left op nd_right */
	N_NOT, N_BACKGROUND,	/* nd_left */
	N_SUBSHELL, N_GROUP,	/* nd_left nd_redirs */
	N_IF,			/* nd_cond nd_left nd_right */
	N_WHILE, N_UNTIL,	/* nd_cond nd_left */
	N_FOR,			/* nd_name nd_words nd_left */
	N_CASE,			/* nd_words nd_arms */
	N_FUNCTION		/* nd_name nd_left */
};

struct case_arm {
	struct case_arm *ca_next;
	struct word *ca_patterns;
	struct node *ca_body;	/* NULL if empty */
};

struct node {
	enum nd_type nd_type;
	int nd_line;
	bool nd_in;		/* for: "in" was written */
	struct node *nd_cond, *nd_left, *nd_right;
	struct word *nd_assigns, *nd_words;
	struct redir *nd_redirs;
	struct case_arm *nd_arms;
	const char *nd_name;
	struct arena *nd_arena;	/* function: what keeps the body */
};

/* Tokens.  A word's text is in ps_text. */
enum token {
	T_EOF, T_NEWLINE, T_WORD, T_IONUMBER,
	T_SEMI, T_DSEMI, T_AMP, T_AND, T_PIPE, T_OR, T_LPAREN, T_RPAREN,
	T_LESS, T_GREAT, T_DGREAT, T_CLOBBER, T_LESSAND, T_GREATAND,
	T_LESSGREAT, T_DLESS, T_DLESSDASH
};

struct parser {
	struct input *ps_in;
	struct arena *ps_arena;
	enum token ps_token;
	const char *ps_text;
	int ps_depth;
	bool ps_error;
	struct redir *ps_pending;  /* heredocs still without a body */
	struct redir **ps_pendtail;
};

/* lexer.c, lexword.c */
void lex_next(struct parser *p);
const char *lex_name(const struct parser *p);
bool lex_word(struct parser *p, struct buf *out);
bool lex_dollar(struct parser *p, struct buf *out, bool quoted);
bool lex_backquote(struct parser *p, struct buf *out);
void lex_heredocs(struct parser *p);
/* => length of the text of ${ or $(( after the opening, with the closing */
size_t lex_span_braces(const char *s, bool quoted);
size_t lex_span_arith(const char *s);

/* parser.c, compound.c */
enum parse_result { PARSE_EOF, PARSE_EMPTY, PARSE_ERROR, PARSE_OK };
void parse_init(struct parser *p, struct input *in, struct arena *a);
enum parse_result parse_line(struct parser *p, struct node **tree);
/* The inside of $( ... ), up to and with its closing parenthesis. */
bool parse_subst(struct parser *p, struct node **tree);
struct node *parse_list(struct parser *p);
struct node *parse_compound(struct parser *p);
struct node *parse_function(struct parser *p, const char *name);
bool parse_redirs(struct parser *p, struct redir ***tail);
bool parse_is(const struct parser *p, const char *keyword);
void parse_skip_newlines(struct parser *p);
void *parse_fail(struct parser *p, const char *what);
struct node *node_new(struct parser *p, enum nd_type type);
bool parse_deeper(struct parser *p);

/*
 * Text in the making, and for each character what it may still become.
 */
#define XM_QUOTED	1	/* stands for itself */
#define XM_SPLIT	2	/* came from an expansion: may be split */
#define XM_BREAK	4	/* no character: a field ends here */
#define XM_NULL		8	/* no character: "" makes a field exist */

struct xbuf {
	struct buf xb_text, xb_mark;
	bool xb_emptyat;	/* a "$@" without parameters was seen */
	struct arena *xb_arena;
};

void xbuf_putc(struct xbuf *x, int c, int mark);
void xbuf_puts(struct xbuf *x, const char *s, int mark);
void xbuf_free(struct xbuf *x);

/* expand.c */
struct strlist {
	char **sl_items;	/* NULL-terminated once something is in it */
	int sl_count, sl_cap;
};
void strlist_add(struct strlist *l, char *s);
void strlist_free(struct strlist *l);
/* => all of these return NULL/false after an error, already reported */
bool expand_words(struct arena *a, struct word *w, struct strlist *out);
char *expand_string(struct arena *a, const char *raw);
char *expand_pattern(struct arena *a, const char *raw);
char *expand_heredoc(struct arena *a, const char *raw);
/* Where a text stands decides what its quotes and plain characters mean. */
enum ex_place { EX_WORD, EX_PARAM, EX_DQUOTE, EX_HEREDOC };
bool expand_text(struct xbuf *x, const char *s, enum ex_place place);
bool expand_dollar(struct xbuf *x, const char **sp, bool quoted);
bool expand_braces(struct xbuf *x, const char *body, bool quoted);
bool expand_special(struct xbuf *x, int c, bool quoted);
bool expand_variable(struct xbuf *x, const char *name, bool quoted);
bool subst_command(struct xbuf *x, const char **sp, bool quoted);
bool subst_backquote(struct xbuf *x, const char **sp, bool quoted);
bool arith_eval(const char *text, long long *result);
void fields_split(struct xbuf *x, struct strlist *out);
bool glob_add(struct arena *a, const char *pattern, struct strlist *out);
bool pattern_match(const char *pattern, const char *s);

/* exec.c, source.c, simple.c, program.c */
#define X_EXIT	1	/* the shell ends after this: no fork needed */
int exec_node(struct node *n, int flags);
int exec_simple(struct node *n, int flags);
int exec_input(struct input *in, bool last);
int exec_string(const char *text);
int exec_file(const char *path);
/* => does not return; argv[0] is the name as typed */
void exec_program(char **argv) __attribute__((noreturn));

/* redir.c */
struct saved_fd {
	struct saved_fd *sf_next;
	int sf_fd, sf_copy;	/* copy is -1 if fd was closed */
};
bool redir_apply(struct arena *a, struct redir *r, struct saved_fd **saved);
void redir_undo(struct saved_fd *saved);
void redir_forget(struct saved_fd *saved);

/*
 * job.c, joblist.c, control.c, jobtext.c.  A process, and with it the job,
 * is the first of these that holds.
 */
enum job_state { JOB_RUNS, JOB_STOPPED, JOB_ENDED };
/* Inside: $(...) belongs to the command whose word it is, and its group. */
enum job_kind { JOB_FOREGROUND, JOB_BACKGROUND, JOB_INSIDE };

struct job_proc {
	pid_t jp_pid;
	int jp_status;		/* of its end or stop, as from waitpid */
	enum job_state jp_state;
};

struct termios;

struct job {
	struct job *jb_next;
	enum job_kind jb_kind;
	int jb_id;		/* of a job in the list: %id */
	pid_t jb_pgrp;		/* 0 without job control */
	struct job_proc *jb_procs;
	int jb_count;
	char *jb_text;		/* the command; NULL if nobody asked */
	enum job_state jb_told;	/* what was last said about it */
	struct termios *jb_modes; /* the terminal's when it was stopped */
};

struct job *job_new(enum job_kind kind);
void job_free(struct job *j);
/* => -1 after a reported error; in the child the shell is a subshell */
pid_t job_fork(struct job *j);
/* => its exit status; j is freed, or in the list because it stopped */
int job_wait(struct job *j, const struct node *n);
bool job_update(struct job *j, bool block);
enum job_state job_state(const struct job *j);
int job_status(const struct job *j);
int job_exit_status(int status);
pid_t job_last_pid(const struct job *j);
int job_signal(const struct job *j, int sig);
int job_continue(struct job *j);

void joblist_add(struct job *j);
void joblist_remove(struct job *j);
void joblist_disown(void);
void joblist_own(void);
void joblist_update(bool prompt);
void joblist_tell(struct job *j);
bool joblist_stopped(void);	/* is there a stopped job? */
struct job *joblist_first(void);
/* => NULL if there is none, or more than one */
struct job *job_find(const char *spec);
/* => the caller frees these two */
char *joblist_line(const struct job *j, bool pids);
char *node_text(const struct node *n);

void control_start(void);
void control_stop(void);
void give_terminal(pid_t pgrp);
void lend_terminal(const struct job *j);
void take_terminal(struct job *j, int status);

/* trap.c */
void trap_control(void);
void trap_hold(sigset_t *before);
void trap_release(const sigset_t *before, bool child);
void trap_subshell(enum job_kind kind);
bool trap_any(void);		/* is there a trap with a command? */
void trap_run(void);
int trap_pending(void);		/* a caught signal not yet seen, or 0 */
void trap_exit(int status);
extern sigjmp_buf trap_jump;
extern volatile sig_atomic_t trap_jumps;

/* var.c, func.c */
struct var_saved {
	struct var_saved *vs_next;
	char *vs_name, *vs_value; /* value NULL: it was not set */
	bool vs_export;
};
const char *var_get(const char *name);
void var_set(const char *name, const char *value);
void var_export(const char *name);
void var_unset(const char *name);
void var_import(char **envp);
char **var_environ(struct arena *a);
void var_print(bool exported);
bool var_name_ok(const char *s, size_t len);
/* => length of NAME in NAME=..., or 0 if s is no assignment */
size_t var_assign_len(const char *s);
void var_save(struct var_saved **list, const char *name);
void var_restore(struct var_saved *list);
void func_define(const char *name, struct node *body, struct arena *a);
struct node *func_find(const char *name, struct arena **a);
void func_unset(const char *name);
void func_forget_all(void);

/* builtin.c */
struct builtin {
	const char *bi_name;
	int (*bi_run)(int argc, char **argv);
	bool bi_special;	/* assignments before it stay */
};
const struct builtin *builtin_find(const char *name);
int builtin_test(int argc, char **argv);
int builtin_printf(int argc, char **argv);
int builtin_echo(int argc, char **argv);
int builtin_read(int argc, char **argv);
int builtin_set(int argc, char **argv);
int builtin_shift(int argc, char **argv);
int builtin_export(int argc, char **argv);
int builtin_unset(int argc, char **argv);
int builtin_local(int argc, char **argv);
int builtin_cd(int argc, char **argv);
int builtin_pwd(int argc, char **argv);
int builtin_umask(int argc, char **argv);
int builtin_kill(int argc, char **argv);
int builtin_wait(int argc, char **argv);
int builtin_jobs(int argc, char **argv);
int builtin_fg(int argc, char **argv);
int builtin_trap(int argc, char **argv);
int builtin_times(int argc, char **argv);
int builtin_ulimit(int argc, char **argv);
bool parse_number(const char *s, long long *value);
const char *signal_name(int sig);	/* => "KILL", or NULL */
int signal_number(const char *s);	/* => -1 if it is none */

/* Output of builtins: collected, then written to descriptor 1. */
void out_add(const char *s, size_t len);
void out(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int out_flush(void);		/* => 0, or 1 after a reported error */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void tell(const char *line);	/* a message about a job */

/* The shell's state. */
enum unwind { U_NONE, U_BREAK, U_CONTINUE, U_RETURN, U_ABORT };

struct shell {
	const char *sh_name;	/* $0 */
	pid_t sh_pid;		/* $$ */
	pid_t sh_lastbg;	/* $! */
	int sh_status;		/* $? */
	int sh_substatus;	/* of the last $(...) in this command */
	int sh_argc;		/* $# */
	char **sh_argv;		/* $1 is sh_argv[0]; owned */
	bool sh_interactive;	/* prompts, job messages */
	bool sh_control;	/* job control: a group for each job */
	volatile int sh_pending; /* a signal was caught: trap_run() */
	int sh_warned;		/* "there are stopped jobs" was just said */
	bool sh_e, sh_x, sh_u, sh_f, sh_n;
	int sh_cond;		/* > 0: a failure is only a condition */
	int sh_loops;		/* loops around us, for break */
	int sh_calls;		/* functions and files around us */
	int sh_depth;		/* all of them, and eval */
	enum unwind sh_unwind;
	int sh_count;		/* loops that break has to leave */
	struct var_saved **sh_locals; /* of the running function */
};

extern struct shell sh;

void sh_exit(int status) __attribute__((noreturn));
/* => true after a warning: do not leave yet, jobs are stopped */
bool sh_stay(void);
void sh_abort(int status);	/* give up the whole command line */
void sh_set_args(int argc, char **argv);
char **sh_copy_args(int argc, char **argv);
void sh_free_args(int argc, char **argv);
/* => false if there is no option of that letter */
bool sh_option(int letter, bool on);

#endif
