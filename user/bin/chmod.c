/*
 * chmod -- change who may do what with files.
 *
 * A mode is an octal number, or clauses with commas between them:
 *   [ugoa...] (+ | - | =) [rwxst...]
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *mode_text;

static void
bad_mode(void)
{
	errx(1, "%s: not a mode", mode_text);
}

/* "ug" as a mask of the bits of these; *p moves behind it. */
static mode_t
parse_who(const char **p)
{
	mode_t who = 0;

	for (;; (*p)++) {
		switch (**p) {
		case 'u':
			who |= S_IRWXU;
			break;
		case 'g':
			who |= S_IRWXG;
			break;
		case 'o':
			who |= S_IRWXO;
			break;
		case 'a':
			who |= 0777;
			break;
		default:
			return (who != 0 ? who : 0777);
		}
	}
}

/* The set-id bits that belong to these. */
static mode_t
set_id(mode_t who)
{
	return ((mode_t)(((who & S_IRWXU) != 0 ? S_ISUID : 0) |
	    ((who & S_IRWXG) != 0 ? S_ISGID : 0)));
}

static mode_t
parse_what(const char **p, mode_t who)
{
	mode_t what = 0;

	for (;; (*p)++) {
		switch (**p) {
		case 'r':
			what |= who & 0444;
			break;
		case 'w':
			what |= who & 0222;
			break;
		case 'x':
			what |= who & 0111;
			break;
		case 's':
			what |= set_id(who);
			break;
		case 't':
			what |= S_ISVTX;
			break;
		default:
			return (what);
		}
	}
}

static mode_t
change(mode_t mode)
{
	const char *p = mode_text;
	mode_t who, what;
	char op;

	do {
		who = parse_who(&p);
		op = *p++;
		if (op == '\0' || strchr("+-=", op) == NULL)
			bad_mode();
		what = parse_what(&p, who);
		if (op == '-')
			mode &= (mode_t)~what;
		else if (op == '=')
			mode = (mode_t)((mode & ~(who | set_id(who))) | what);
		else
			mode |= what;
	} while (*p++ == ',');
	if (p[-1] != '\0')
		bad_mode();
	return (mode);
}

static mode_t
new_mode(mode_t old)
{
	char *end;
	unsigned long octal;

	if (!isdigit((unsigned char)*mode_text))
		return (change(old & 07777));
	octal = strtoul(mode_text, &end, 8);
	if (*end != '\0' || octal > 07777)
		bad_mode();
	return ((mode_t)octal);
}

int
main(int argc, char **argv)
{
	struct stat sb;
	int status = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: chmod mode file ...\n");
		return (1);
	}
	mode_text = argv[1];
	for (argv += 2; *argv != NULL; argv++) {
		if (stat(*argv, &sb) < 0 ||
		    chmod(*argv, new_mode(sb.st_mode)) < 0) {
			warn("%s", *argv);
			status = 1;
		}
	}
	return (status);
}
