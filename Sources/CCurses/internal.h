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
extern volatile bool ctx_shown;  // false while the process is suspended and the shell has the terminal
extern int ctx_tty;     // a duplicate of the terminal that survives the capture of standard output
extern int ctx_screen;  // the one that pictures go to; cut off after a crash, or where the terminal takes no output

// modes.c
void ctx_modes_describe(const char *term);  // reads what its entry says of modes
void ctx_modes_on(void);
void ctx_modes_off(void);
void ctx_modes_save(void);
void ctx_modes_forget(void);
void ctx_modes_cut(void);        // signal-safe: pictures go to nowhere from here on
void ctx_modes_emergency(void);  // signal-safe
void ctx_modes_mouse(bool on);
bool ctx_modes_take_output(void);  // signal-safe: whether a write would not block
bool ctx_modes_request_status(void);  // false where the entry has no request
void ctx_write(int descriptor, const char *text);                    // signal-safe
bool ctx_write_without_waiting(const char *bytes, size_t count);  // signal-safe; false where the terminal takes no more

// capture.c
void ctx_capture_begin(void);
void ctx_capture_end(void);                  // and replay
void ctx_capture_emergency(int signal);  // signal-safe

// signals.c
void ctx_signals_install(void);
void ctx_signals_remove(void);
void ctx_stop_group(void);
int ctx_wake_descriptor(void);
bool ctx_signals_pending(void);
bool ctx_is_cut(void);  // whether the screen was cut off from a terminal that takes no output

// input.c
void ctx_input_define(void);
void ctx_input_settle(void);  // waits briefly for outstanding replies of the terminal

// entry.c
SCREEN *ctx_entry_direct(const char *base, FILE *out, FILE *in);  // NULL when it cannot be made

#endif
