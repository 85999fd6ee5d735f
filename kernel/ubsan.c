/*
 * ubsan.c -- what the compiler thinks can never happen, happened.
 *
 * A test kernel is compiled with -fsanitize=undefined: before each operation
 * that the C standard leaves undefined in some cases the compiler puts a
 * check, and calls one of these functions if it fails.  Each is a panic that
 * names file and line.
 *
 * The structures are those the compiler makes; only what we print is used.
 */
#include "kernel/kern.h"

#ifdef KERNEL_TEST

struct ubsan_location {
	const char *ul_file;
	uint32_t ul_line, ul_column;
};

struct ubsan_type {
	uint16_t ut_kind;		/* 0: integer */
	uint16_t ut_info;		/* bit 0: signed; then log2 of bits */
	char ut_name[];
};

/* Every check's data begin with the location; most go on with a type. */
struct ubsan_data {
	struct ubsan_location ud_loc;
	const struct ubsan_type *ud_type;
	const struct ubsan_type *ud_type2;
};

struct ubsan_mismatch {
	struct ubsan_location um_loc;
	const struct ubsan_type *um_type;
	uint8_t um_log_alignment;
	uint8_t um_kind;		/* of access */
};

struct ubsan_nonnull {
	struct ubsan_location un_loc, un_attr_loc;
	int un_arg;
};

static void __attribute__((noreturn))
ubsan_panic(const struct ubsan_location *loc, const char *what)
{
	panic("%s:%u: undefined behaviour: %s", loc->ul_file, loc->ul_line,
	    what);
}

/* A value of that type as it reaches a handler: itself, if it fits. */
static long
ubsan_value(const struct ubsan_type *type, uintptr_t value)
{
	unsigned int bits = 1u << (type->ut_info >> 1);

	if (type->ut_kind != 0 || bits > 64)
		return (0);		/* passed by address, or no integer */
	if (bits == 64 || (type->ut_info & 1) == 0)
		return ((long)value);
	return ((long)(value << (64 - bits)) >> (64 - bits));
}

static void __attribute__((noreturn))
ubsan_binary(const struct ubsan_data *data, const char *op, uintptr_t lhs,
    uintptr_t rhs)
{
	char text[120];

	ksnprintf(text, sizeof(text), "%ld %s %ld does not fit in %s",
	    ubsan_value(data->ud_type, lhs), op,
	    ubsan_value(data->ud_type, rhs), data->ud_type->ut_name);
	ubsan_panic(&data->ud_loc, text);
}

void __ubsan_handle_add_overflow(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_sub_overflow(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_mul_overflow(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_divrem_overflow(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_negate_overflow(const struct ubsan_data *, uintptr_t);
void __ubsan_handle_shift_out_of_bounds(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_out_of_bounds(const struct ubsan_data *, uintptr_t);
void __ubsan_handle_pointer_overflow(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *,
    uintptr_t);
void __ubsan_handle_alignment_assumption(const struct ubsan_data *,
    uintptr_t, uintptr_t, uintptr_t);
void __ubsan_handle_load_invalid_value(const struct ubsan_data *, uintptr_t);
void __ubsan_handle_invalid_builtin(const struct ubsan_data *);
void __ubsan_handle_float_cast_overflow(const struct ubsan_data *,
    uintptr_t);
void __ubsan_handle_implicit_conversion(const struct ubsan_data *, uintptr_t,
    uintptr_t);
void __ubsan_handle_vla_bound_not_positive(const struct ubsan_data *,
    uintptr_t);
void __ubsan_handle_builtin_unreachable(const struct ubsan_data *);
void __ubsan_handle_missing_return(const struct ubsan_data *);
void __ubsan_handle_nonnull_arg(const struct ubsan_nonnull *);
void __ubsan_handle_nonnull_return_v1(const struct ubsan_data *,
    const struct ubsan_location *);

void
__ubsan_handle_add_overflow(const struct ubsan_data *data, uintptr_t lhs,
    uintptr_t rhs)
{
	ubsan_binary(data, "+", lhs, rhs);
}

void
__ubsan_handle_sub_overflow(const struct ubsan_data *data, uintptr_t lhs,
    uintptr_t rhs)
{
	ubsan_binary(data, "-", lhs, rhs);
}

void
__ubsan_handle_mul_overflow(const struct ubsan_data *data, uintptr_t lhs,
    uintptr_t rhs)
{
	ubsan_binary(data, "*", lhs, rhs);
}

void
__ubsan_handle_divrem_overflow(const struct ubsan_data *data, uintptr_t lhs,
    uintptr_t rhs)
{
	ubsan_binary(data, "/", lhs, rhs);
}

void
__ubsan_handle_negate_overflow(const struct ubsan_data *data, uintptr_t value)
{
	ubsan_binary(data, "-", 0, value);
}

void
__ubsan_handle_shift_out_of_bounds(const struct ubsan_data *data,
    uintptr_t lhs, uintptr_t rhs)
{
	char text[120];

	ksnprintf(text, sizeof(text), "%ld shifted by %ld places, in %s",
	    ubsan_value(data->ud_type, lhs), ubsan_value(data->ud_type2, rhs),
	    data->ud_type->ut_name);
	ubsan_panic(&data->ud_loc, text);
}

void
__ubsan_handle_out_of_bounds(const struct ubsan_data *data, uintptr_t index)
{
	char text[120];

	ksnprintf(text, sizeof(text), "index %ld of %s",
	    ubsan_value(data->ud_type2, index), data->ud_type->ut_name);
	ubsan_panic(&data->ud_loc, text);
}

void
__ubsan_handle_pointer_overflow(const struct ubsan_data *data,
    uintptr_t base, uintptr_t result)
{
	char text[120];

	ksnprintf(text, sizeof(text), "pointer 0x%lx became 0x%lx",
	    (unsigned long)base, (unsigned long)result);
	ubsan_panic(&data->ud_loc, text);
}

void
__ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *data,
    uintptr_t pointer)
{
	const char *what = "too little memory for";
	char text[120];

	if (pointer == 0)
		what = "null pointer to";
	else if (pointer & ((1ul << data->um_log_alignment) - 1))
		what = "misaligned pointer to";
	ksnprintf(text, sizeof(text), "%s %s: 0x%lx", what,
	    data->um_type->ut_name, (unsigned long)pointer);
	ubsan_panic(&data->um_loc, text);
}

void
__ubsan_handle_alignment_assumption(const struct ubsan_data *data,
    uintptr_t pointer, uintptr_t alignment, uintptr_t offset)
{
	(void)pointer;
	(void)alignment;
	(void)offset;
	ubsan_panic(&data->ud_loc, "alignment that was promised");
}

void
__ubsan_handle_load_invalid_value(const struct ubsan_data *data,
    uintptr_t value)
{
	char text[120];

	ksnprintf(text, sizeof(text), "%ld is no value of %s", (long)value,
	    data->ud_type->ut_name);
	ubsan_panic(&data->ud_loc, text);
}

void
__ubsan_handle_invalid_builtin(const struct ubsan_data *data)
{
	ubsan_panic(&data->ud_loc, "first or last bit of zero");
}

void
__ubsan_handle_float_cast_overflow(const struct ubsan_data *data,
    uintptr_t value)
{
	(void)value;
	ubsan_panic(&data->ud_loc, "conversion does not fit");
}

void
__ubsan_handle_implicit_conversion(const struct ubsan_data *data,
    uintptr_t from, uintptr_t to)
{
	(void)from;
	(void)to;
	ubsan_panic(&data->ud_loc, "conversion changed the value");
}

void
__ubsan_handle_vla_bound_not_positive(const struct ubsan_data *data,
    uintptr_t bound)
{
	(void)bound;
	ubsan_panic(&data->ud_loc, "array of no or negative length");
}

void
__ubsan_handle_builtin_unreachable(const struct ubsan_data *data)
{
	ubsan_panic(&data->ud_loc, "a place that cannot be reached");
}

void
__ubsan_handle_missing_return(const struct ubsan_data *data)
{
	ubsan_panic(&data->ud_loc, "end of a function without a result");
}

void
__ubsan_handle_nonnull_arg(const struct ubsan_nonnull *data)
{
	char text[120];

	ksnprintf(text, sizeof(text), "argument %d must not be null",
	    data->un_arg);
	ubsan_panic(&data->un_loc, text);
}

void
__ubsan_handle_nonnull_return_v1(const struct ubsan_data *data,
    const struct ubsan_location *loc)
{
	(void)data;
	ubsan_panic(loc, "null returned where it must not be");
}

#endif
