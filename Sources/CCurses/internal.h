// What the files of the shim share.
#ifndef CCURSES_INTERNAL_H
#define CCURSES_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "CCurses.h"

typedef struct screen SCREEN;

// screen.c
extern volatile bool ctx_started;
extern int ctx_tty;     // a duplicate of the terminal that survives the capture of standard output
extern int ctx_screen;  // the one that pictures go to; cut off when another thread crashes

// modes.c
void ctx_modes_describe(const ct_options *options);
void ctx_modes_on(void);
void ctx_modes_off(void);
void ctx_modes_save(void);
void ctx_modes_emergency(void);  // signal-safe
void ctx_modes_mouse(bool on);
void ctx_write(int descriptor, const char *text);  // signal-safe

// capture.c
void ctx_capture_begin(void);
void ctx_capture_end(void);        // and replay
void ctx_capture_emergency(void);  // signal-safe

// signals.c
void ctx_signals_install(void);
void ctx_signals_remove(void);
void ctx_stop_group(void);
int ctx_wake_descriptor(void);
bool ctx_signals_pending(void);

// input.c
void ctx_input_define(void);
void ctx_input_settle(void);  // waits briefly for outstanding replies of the terminal

// entry.c
SCREEN *ctx_entry_direct(const char *base, FILE *out, FILE *in);  // NULL when it cannot be made

#endif
