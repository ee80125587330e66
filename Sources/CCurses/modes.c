// The modes of the terminal beyond curses, and the text that restores all of them in an emergency.
#include <curses.h>
#include <fcntl.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#undef lines
#undef columns
#undef tab

#include "internal.h"

static bool ansi, mouse;
static char restore[512];
static struct termios cooked;

void ctx_write(int descriptor, const char *text) {
  size_t left = strlen(text);
  while (left > 0) {
    ssize_t count = write(descriptor, text, left);
    if (count <= 0) return;
    text += count;
    left -= (size_t)count;
  }
}

void ctx_modes_save(void) { tcgetattr(ctx_tty, &cooked); }

// Appends a terminfo string without its padding marks "$<...>".
static void append(const char *name) {
  const char *text = tigetstr((char *)name);
  if (!text || text == (char *)-1) return;
  size_t end = strlen(restore);
  for (; *text && end + 1 < sizeof restore; text++) {
    if (text[0] == '$' && text[1] == '<' && strchr(text, '>')) text = strchr(text, '>');
    else restore[end++] = *text;
  }
  restore[end] = 0;
}

void ctx_modes_describe(const ct_options *options) {
  ansi = options->ansi;
  strcpy(restore, ansi ? "\033[?1006l\033[?1000l\033[?2004l\033[?2026l" : "");
  append("sgr0");
  append("op");
  append("cnorm");
  append("rmkx");
  const char *leave = tigetstr("rmcup");
  append("rmcup");
  if (!leave || leave == (char *)-1) strncat(restore, "\r\n", sizeof restore - strlen(restore) - 1);
}

static void report_mouse(bool on) {
  if (ansi) ctx_write(ctx_screen, on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

void ctx_modes_mouse(bool on) {
  if (mouse != on) report_mouse(on);
  mouse = on;
}

void ctx_modes_on(void) {
  if (ansi) ctx_write(ctx_screen, "\033[?2004h");
  if (mouse) report_mouse(true);
}

void ctx_modes_off(void) {
  if (mouse) report_mouse(false);
  if (ansi) ctx_write(ctx_screen, "\033[?2004l");
}

// What another thread is just painting must not come after the restoring text.
void ctx_modes_emergency(void) {
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, ctx_screen);
  ctx_write(ctx_tty, restore);
  tcsetattr(ctx_tty, TCSANOW, &cooked);
}
