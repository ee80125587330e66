// Keys, pastes and the mouse, as ncurses reports them.
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "internal.h"

enum { PASTE_BEGIN = KEY_MAX - 40, PASTE_END, MOUSE, OLD_MOUSE, BACKGROUND, DEVICE_REPORT, GRAPHICS };

static int unanswered;

void ctx_input_define(void) {
  static const struct { const char *text; int key; } keys[] = {
      {"\033[200~", PASTE_BEGIN}, {"\033[201~", PASTE_END}, {"\033[A", KEY_UP},
      {"\033[B", KEY_DOWN},       {"\033[C", KEY_RIGHT},    {"\033[D", KEY_LEFT},
      {"\033OA", KEY_UP},         {"\033OB", KEY_DOWN},     {"\033OC", KEY_RIGHT},
      {"\033OD", KEY_LEFT},       {"\033[H", KEY_HOME},     {"\033OH", KEY_HOME},
      {"\033[1~", KEY_HOME},      {"\033[F", KEY_END},      {"\033OF", KEY_END},
      {"\033[4~", KEY_END},       {"\033[Z", KEY_BTAB},     {"\033[1;5C", KEY_RIGHT},
      {"\033[1;5D", KEY_LEFT},    {"\033OP", KEY_F(1)},     {"\033[11~", KEY_F(1)},
      {"\033[<", MOUSE},          {"\033[M", OLD_MOUSE},    {"\033]11;", BACKGROUND},
      {"\033[?", DEVICE_REPORT},  {"\033_G", GRAPHICS},
  };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) define_key(keys[i].text, keys[i].key);
}

static int32_t named(wint_t key) {
  switch (key) {
    case KEY_UP: return CT_KEY_UP;
    case KEY_DOWN: return CT_KEY_DOWN;
    case KEY_LEFT: return CT_KEY_LEFT;
    case KEY_RIGHT: return CT_KEY_RIGHT;
    case KEY_HOME: return CT_KEY_HOME;
    case KEY_END: return CT_KEY_END;
    case KEY_PPAGE: return CT_KEY_PAGE_UP;
    case KEY_NPAGE: return CT_KEY_PAGE_DOWN;
    case KEY_ENTER: return CT_KEY_ENTER;
    case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
    case KEY_DC: return CT_KEY_DELETE;
    case KEY_IC: return CT_KEY_INSERT;
    case KEY_BTAB: return CT_KEY_BACK_TAB;
    default: return 0;
  }
}

static bool read_key(wint_t key, ct_event *event) {
  static const struct { int key, kind; } reports[] = {
      {PASTE_BEGIN, CT_PASTE_BEGIN}, {PASTE_END, CT_PASTE_END},   {MOUSE, CT_MOUSE},
      {OLD_MOUSE, CT_OLD_MOUSE},     {BACKGROUND, CT_BACKGROUND}, {DEVICE_REPORT, CT_DEVICE_REPORT},
      {GRAPHICS, CT_GRAPHICS}};
  for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
    if ((int)key == reports[i].key) event->kind = reports[i].kind;
  }
  if (event->kind) return true;
  if (key > KEY_F(0) && key <= KEY_F(24)) {
    event->kind = CT_FUNCTION;
    event->code = (int32_t)key - KEY_F(0);
    return true;
  }
  event->kind = CT_KEY;
  event->code = named(key);
  return event->code != 0;
}

// A character right after an Escape came with it: Alt was held.
static bool read_character(wint_t character, ct_event *event) {
  event->kind = CT_CHARACTER;
  event->code = (int32_t)character;
  if (character != 27) return true;
  wint_t next;
  int kind = get_wch(&next);
  if (kind == OK && next >= 32 && next != 127) {
    event->kind = CT_ALT;
    event->code = (int32_t)next;
  } else if (kind == OK) {
    unget_wch((wchar_t)next);
  } else if (kind == KEY_CODE_YES) {
    ungetch((int)next);
  }
  return true;
}

bool ct_next_event(ct_event *event) {
  wint_t key;
  for (;;) {
    *event = (ct_event){0};
    int kind = get_wch(&key);
    if (kind == ERR) return false;
    if (kind == KEY_CODE_YES ? read_key(key, event) : read_character(key, event)) return true;
  }
}

bool ct_request_status(void) {
  if (!ctx_modes_request_status()) return false;
  unanswered++;
  return true;
}

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// Reads what has come; the report of the attributes ends in "c".
static void drain(void) {
  ct_event event;
  bool is_report = false;
  while (ct_next_event(&event)) {
    if (event.kind == CT_DEVICE_REPORT) is_report = true;
    bool ends = is_report && event.kind == CT_CHARACTER && event.code >= 64;
    if (ends && event.code == 'c') ct_status_came();
    if (ends) is_report = false;
  }
}

void ct_status_came(void) {
  if (unanswered > 0) unanswered--;
}

// A reply that came after the program ended would be typed into the shell.
void ctx_input_settle(void) {
  int64_t end = milliseconds_now() + 200;
  struct pollfd ready = {STDIN_FILENO, POLLIN, 0};
  while (unanswered > 0) {
    int64_t left = end - milliseconds_now();
    if (left <= 0 || poll(&ready, 1, (int)left) <= 0 || !(ready.revents & POLLIN)) break;
    drain();
  }
  unanswered = 0;
}

int32_t ct_wait(int32_t milliseconds) {
  int wake = ctx_wake_descriptor();
  struct pollfd ready[2] = {{STDIN_FILENO, POLLIN, 0}, {wake, POLLIN, 0}};
  if (ctx_signals_pending()) milliseconds = 0;
  int count = poll(ready, 2, milliseconds);
  int32_t came = ctx_signals_pending() ? CT_SIGNAL : 0;
  if (count < 0) return errno == EINTR ? came : CT_GONE;
  if (ready[0].revents & POLLIN) came |= CT_INPUT;
  else if (ready[0].revents & (POLLHUP | POLLERR | POLLNVAL)) came |= CT_GONE;
  if (ready[1].revents) {
    uint64_t value;
    if (read(wake, &value, sizeof value) > 0) came |= CT_WOKEN;
  }
  return came | (ctx_signals_pending() ? CT_SIGNAL : 0);
}
