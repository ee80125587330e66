/// A thin shim over ncursesw, without decisions: rows of encoded cells out, events in.
///
/// The header does not include <curses.h>, so that Swift sees none of its macros and globals. All
/// functions belong to the thread that called ct_start, unless they say otherwise.
#ifndef CCURSES_H
#define CCURSES_H

#include <stdbool.h>
#include <stdint.h>

// --- What a terminal can do -------------------------------------------------------------------

typedef struct ct_description {
  bool known;        // there is a terminfo entry
  bool addressable;  // the cursor can be placed and the terminal is not "generic"
  bool ansi;         // its sequences begin with ESC [
  bool commands;     // it takes operating system commands (ESC ]), as xterm does
  int32_t colors;   // 0 for none; 16777216 for direct color
} ct_description;

/// The terminfo entry of that name. Only before ct_start.
ct_description ct_describe(const char *name);

/// Asks the terminal for its device attributes (DA1) and returns the class it reports, the first number, such
/// as 64 for a VT420; -1 where no answer comes in time. For terminals without an entry, only before ct_start.
int32_t ct_ask_class(int32_t milliseconds);

/// Takes the character set of the environment (LC_CTYPE only) and says whether it is UTF-8.
bool ct_locale_is_utf8(void);

bool ct_is_terminal(void);  // standard input and output are one

// --- Start and stop ---------------------------------------------------------------------------

typedef struct ct_options {
  const char *term;     // name of the terminfo entry
  bool colors;         // whether colors are used at all
  bool direct;          // colors are to be direct, by an entry made of this one
} ct_options;

/// Sets the terminal up; false when ncurses cannot. From here on standard output and error are captured;
/// they appear on the normal screen afterwards.
bool ct_start(const ct_options *options);
/// Restores the terminal. May be called any number of times; also runs at exit.
void ct_stop(void);
/// Whether colors are direct, as requested.
bool ct_is_direct(void);
/// Stops the process group as Ctrl-Z does and sets the terminal up again when it is continued.
void ct_suspend(void);

// --- Out --------------------------------------------------------------------------------------

enum { CT_BOLD = 1, CT_REVERSE = 2, CT_UNDERLINE = 4, CT_DIM = 8, CT_LINE = 16 };

/// A color is -1 (the terminal's own), 0...255 (its palette), or CT_RGB | 0xRRGGBB.
#define CT_RGB 0x1000000

typedef struct ct_cell {
  uint32_t character;  // 0: right half of a wide character; with CT_LINE a VT100 line letter
  int32_t foreground, background;
  uint32_t attributes;
} ct_cell;

void ct_put_row(int32_t y, const ct_cell *cells, int32_t count);
void ct_cursor(int32_t x, int32_t y, bool visible);
/// Sends what has changed; `large` asks the terminal to show it at once.
void ct_flush(bool large);
/// Makes the next flush repaint everything.
void ct_invalidate(void);
void ct_size(int32_t *columns, int32_t *rows);
void ct_bell(void);
void ct_mouse(bool on);
/// Sends text unchanged, such as a request to the terminal; only where the terminal takes such text.
void ct_send(const char *text);
/// Requests the terminal's device attributes as its entry says (u9); the report (CT_DEVICE_REPORT) comes
/// after all earlier output was processed. False where the entry has no such request.
bool ct_request_status(void);
/// Notes that the report has come.
void ct_status_came(void);
/// Whether large pictures are wrapped so that the terminal shows them at once (mode 2026).
void ct_synchronize(bool on);

// --- In ---------------------------------------------------------------------------------------

enum {
  CT_CHARACTER = 1, CT_ALT, CT_KEY, CT_FUNCTION, CT_PASTE_BEGIN, CT_PASTE_END,
  CT_MOUSE,       // a report follows as characters: 0;10;5M
  CT_OLD_MOUSE,   // three characters follow
  CT_BACKGROUND,  // the color follows as characters, up to a BEL or an Escape
  CT_DEVICE_REPORT,  // numbers and a letter follow as characters: 64;1c
  CT_GRAPHICS  // the answer follows as characters, up to an Escape: i=31;OK
};
enum {
  CT_KEY_UP = 1, CT_KEY_DOWN, CT_KEY_LEFT, CT_KEY_RIGHT, CT_KEY_HOME, CT_KEY_END, CT_KEY_PAGE_UP,
  CT_KEY_PAGE_DOWN, CT_KEY_ENTER, CT_KEY_BACKSPACE, CT_KEY_DELETE, CT_KEY_INSERT, CT_KEY_BACK_TAB
};

typedef struct ct_event {
  int32_t kind, code;  // code: the character, key or number of the function key
} ct_event;

/// The next key or mouse report that has arrived; false if there is none.
bool ct_next_event(ct_event *event);

enum { CT_INPUT = 1, CT_WOKEN = 2, CT_GONE = 4, CT_SIGNAL = 8 };

/// Waits for input, ct_wake, a signal, or so many milliseconds (-1: for ever); returns what happened.
int32_t ct_wait(int32_t milliseconds);
/// Ends a wait. From any thread and from signal handlers.
void ct_wake(void);

enum { CT_RESIZED = 1, CT_TERMINATE = 2, CT_INTERRUPT = 4, CT_STOP = 8, CT_CONTINUED = 16 };

/// The signals since the last call.
int32_t ct_take_signals(void);
/// Adapts to the size of the terminal and forgets what is on it.
void ct_resize(void);
/// Sets the screen up again after the process was stopped from outside and continued.
void ct_resume(void);

/// Sets a line (at most 200 bytes of it) that a crash writes after restoring the screen, because an
/// optimized program may crash without a message. NULL or "" for none.
void ct_note(const char *line);

// --- Threads ----------------------------------------------------------------------------------

/// To be called at the start of every further thread: leaves signals to the first one and gives the
/// thread an alternate signal stack, so that even a stack overflow restores the terminal.
void ct_thread_init(void);

#endif
