// The modes of the terminal beyond curses, and the text that restores all of them in an emergency.
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#undef lines
#undef columns
#undef tab

#include "internal.h"

enum { LONGEST = 64 };

static bool mouse;
// Strings of the terminfo entry; empty for what it does not have.
static char paste_on[LONGEST], paste_off[LONGEST], mouse_on[LONGEST], mouse_off[LONGEST], request[LONGEST];
static char restore[512];
static struct termios cooked;
// The terminal opened once more, so that writes to it do not block; -1 where that is not allowed.
static int nonblocking = -1;

void ctx_write(int descriptor, const char *text) {
  size_t left = strlen(text);
  while (left > 0) {
    ssize_t count = write(descriptor, text, left);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    text += count;
    left -= (size_t)count;
  }
}

bool ctx_modes_take_output(void) {
  struct pollfd ready = {nonblocking >= 0 ? nonblocking : ctx_tty, POLLOUT, 0};
  return poll(&ready, 1, 0) > 0 && ready.revents & POLLOUT;
}

bool ctx_write_without_waiting(const char *bytes, size_t count) {
  int descriptor = nonblocking >= 0 ? nonblocking : ctx_tty;
  while (count > 0) {
    struct pollfd ready = {descriptor, POLLOUT, 0};
    if (poll(&ready, 1, 200) <= 0 || !(ready.revents & POLLOUT)) return false;
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

void ctx_modes_save(void) {
  char path[32];
  tcgetattr(ctx_tty, &cooked);
  snprintf(path, sizeof path, "/proc/self/fd/%d", ctx_tty);
  nonblocking = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

void ctx_modes_forget(void) {
  if (nonblocking >= 0) close(nonblocking);
  nonblocking = -1;
}

// Appends a string of the entry without its padding marks "$<...>".
static void append(char *to, size_t room, const char *text) {
  if (!text || text == (char *)-1) return;
  size_t end = strlen(to);
  for (; *text && end + 1 < room; text++) {
    if (text[0] == '$' && text[1] == '<' && strchr(text, '>')) text = strchr(text, '>');
    else to[end++] = *text;
  }
  to[end] = 0;
}

static const char *string(const char *name) { return tigetstr((char *)name); }

static bool exists(const char *text) { return text && text != (char *)-1 && *text; }

static void take(char *to, const char *text) {
  to[0] = 0;
  append(to, LONGEST, text);
}

// How reports of the mouse are switched on and off: as the entry says, or as ncurses does where the
// entry only names their beginning; and with them those of moving while a button is down.
static void describe_mouse(void) {
  const char *format = string("XM");
  if (exists(format)) {
    take(mouse_on, tparm((char *)format, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    take(mouse_off, tparm((char *)format, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
  } else {
    bool reports = exists(string("kmous"));
    take(mouse_on, reports ? "\033[?1000h\033[?1006h" : "");
    take(mouse_off, reports ? "\033[?1006l\033[?1000l" : "");
  }
  if (*mouse_on) append(mouse_on, LONGEST, "\033[?1002h");
  if (*mouse_off) append(mouse_off, LONGEST, "\033[?1002l");
}

// The entry that colors are made for lacks what ncurses counts as extensions, so the terminal's own is read.
static void describe(void) {
  take(paste_on, string("BE"));
  take(paste_off, string("BD"));
  if (!*paste_off) *paste_on = 0;
  take(request, string("u9"));
  describe_mouse();
  restore[0] = 0;
  append(restore, sizeof restore, mouse_off);
  append(restore, sizeof restore, paste_off);
  static const char *const names[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) append(restore, sizeof restore, string(names[i]));
  if (!exists(string("rmcup"))) append(restore, sizeof restore, "\r\n");
}

void ctx_modes_describe(const char *term) {
  int error = 0;
  TERMINAL *before = set_curterm(NULL);
  if (setupterm((char *)term, 1, &error) == OK) describe();
  TERMINAL *mine = set_curterm(before);
  if (mine && mine != before) del_curterm(mine);
}

bool ctx_modes_request_status(void) {
  if (*request) ctx_write(ctx_screen, request);
  return *request;
}

static void report_mouse(bool on) { ctx_write(ctx_screen, on ? mouse_on : mouse_off); }

void ctx_modes_mouse(bool on) {
  if (mouse != on) report_mouse(on);
  mouse = on;
}

void ctx_modes_on(void) {
  ctx_write(ctx_screen, paste_on);
  if (mouse) report_mouse(true);
}

void ctx_modes_off(void) {
  if (mouse) report_mouse(false);
  ctx_write(ctx_screen, paste_off);
}

void ctx_modes_cut(void) {
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  dup2(nowhere, ctx_screen);
  close(nowhere);
}

// What another thread is just painting must not come after the restoring text. A process in the
// background may set the modes only with SIGTTOU blocked.
void ctx_modes_emergency(void) {
  sigset_t stop, old;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &stop, &old);
  ctx_modes_cut();
  ctx_write_without_waiting(restore, strlen(restore));
  tcsetattr(ctx_tty, TCSANOW, &cooked);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}
