// Keys, pastes and the mouse, as ncurses reports them.
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <unistd.h>
#include <wchar.h>

#include "internal.h"

enum { PASTE_BEGIN = KEY_MAX - 40, PASTE_END };

void ctx_input_define(void) {
  static const struct { const char *text; int key; } keys[] = {
      {"\033[200~", PASTE_BEGIN}, {"\033[201~", PASTE_END}, {"\033[A", KEY_UP},
      {"\033[B", KEY_DOWN},       {"\033[C", KEY_RIGHT},    {"\033[D", KEY_LEFT},
      {"\033OA", KEY_UP},         {"\033OB", KEY_DOWN},     {"\033OC", KEY_RIGHT},
      {"\033OD", KEY_LEFT},       {"\033[H", KEY_HOME},     {"\033OH", KEY_HOME},
      {"\033[1~", KEY_HOME},      {"\033[F", KEY_END},      {"\033OF", KEY_END},
      {"\033[4~", KEY_END},       {"\033[Z", KEY_BTAB},     {"\033[1;5C", KEY_RIGHT},
      {"\033[1;5D", KEY_LEFT},    {"\033OP", KEY_F(1)},     {"\033[11~", KEY_F(1)},
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

// Press and release within one read are reported as a click, or as a release alone.
static bool read_mouse(ct_event *event) {
  MEVENT mouse;
  if (getmouse(&mouse) != OK) return false;
  event->x = mouse.x;
  event->y = mouse.y;
  event->kind = mouse.bstate & BUTTON4_PRESSED                       ? CT_WHEEL_UP
                : mouse.bstate & BUTTON5_PRESSED                     ? CT_WHEEL_DOWN
                : mouse.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED) ? CT_MOUSE_PRESS
                : mouse.bstate & BUTTON1_RELEASED                    ? CT_MOUSE_RELEASE
                                                                     : 0;
  return event->kind != 0;
}

static bool read_key(wint_t key, ct_event *event) {
  if (key == KEY_MOUSE) return read_mouse(event);
  if (key == PASTE_BEGIN || key == PASTE_END) {
    event->kind = key == PASTE_BEGIN ? CT_PASTE_BEGIN : CT_PASTE_END;
    return true;
  }
  if (key > KEY_F(0) && key <= KEY_F(24)) {
    event->kind = CT_FUNCTION;
    event->code = (int32_t)key - KEY_F(0);
    return true;
  }
  event->kind = CT_KEY;
  event->code = named(key);
  return event->code != 0;
}

// A character right behind an Escape came with it: Alt was held.
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
