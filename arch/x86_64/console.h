/*
 * console.h -- the devices behind cons_putc() and cons_input().
 *
 * Output goes to the serial line and to the screen, in step.  Input from
 * both the serial line and the keyboard goes to the terminal (kernel/tty.c).
 */
#ifndef ARCH_X86_64_CONSOLE_H
#define ARCH_X86_64_CONSOLE_H

struct boot_screen;

/* Output works from here on; it waits for the line, without interrupts. */
void serial_init(void);
void serial_putc(char c);
/* Input by interrupts. */
void serial_start_input(void);

/*
 * screen_init: the framebuffer of bs, or VGA text.
 *
 * => bs is in reach of the early page tables (the first 4 GiB), or stays dark
 * screen_remap: the final page tables are in use.
 */
void screen_init(const struct boot_screen *bs);
void screen_remap(void);
void screen_putc(char c);

void kbd_init(void);

#endif
