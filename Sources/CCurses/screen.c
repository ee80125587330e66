// Start, stop, suspend, and rows of cells.
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#undef lines
#undef columns
#undef tab

#include "internal.h"

volatile bool ctx_started, ctx_shown;
int ctx_tty = -1, ctx_screen = -1;
static FILE *out, *in;
static SCREEN *screen;
static bool colored, synchronized_, direct;

enum { SLOTS = 1 << 17 };
static struct { int foreground, background, pair; } slots[SLOTS];
static int next_pair;

bool ct_is_terminal(void) { return isatty(0) && isatty(1); }

bool ct_locale_is_utf8(void) {
  if (!setlocale(LC_CTYPE, "")) {  // a locale that this machine lacks, as happens over SSH
    const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
    for (int i = 0; i < 3; i++) {
      if (!names[i] || !*names[i]) continue;
      if (strcasestr(names[i], "utf-8") || strcasestr(names[i], "utf8")) setlocale(LC_CTYPE, "C.UTF-8");
      break;
    }
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

ct_description ct_describe(const char *name) {
  ct_description found = {0};
  int error = 0;
  TERMINAL *before = set_curterm(NULL);
  if (setupterm((char *)name, 1, &error) == OK) {
    const char *place = tigetstr("cup");
    bool has = place && place != (char *)-1;
    found.known = true;
    found.addressable = has && tigetflag("gn") <= 0;
    found.ansi = has && strncmp(place, "\033[", 2) == 0;
    found.commands = found.ansi && tigetflag("XT") > 0;
    found.colors = tigetnum("colors") > 0 ? tigetnum("colors") : 0;
  }
  TERMINAL *mine = set_curterm(before);
  if (mine && mine != before) del_curterm(mine);
  return found;
}

static void enter(void) {
  raw();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  meta(stdscr, TRUE);
  curs_set(0);
}

static bool fail(void) {
  if (out) fclose(out);
  if (in) fclose(in);
  ctx_modes_forget();
  if (ctx_tty >= 0) close(ctx_tty);
  return false;
}

bool ct_start(const ct_options *options) {
  static bool registered;
  if (ctx_started) return false;
  ctx_tty = dup(STDOUT_FILENO);
  out = ctx_tty >= 0 ? fdopen(dup(ctx_tty), "w") : NULL;
  in = fdopen(dup(STDIN_FILENO), "r");
  if (!out || !in) return fail();
  ctx_screen = fileno(out);
  ctx_modes_save();
  ctx_modes_describe(options->term);
  unsetenv("LINES");
  unsetenv("COLUMNS");
  ctx_signals_install();
  set_escdelay(25);
  screen = options->direct ? ctx_entry_direct(options->term, out, in) : NULL;
  direct = screen != NULL;
  if (!screen) screen = newterm((char *)options->term, out, in);
  if (!screen) {
    ctx_signals_remove();
    return fail();
  }
  enter();
  colored = options->colors && has_colors();
  synchronized_ = false;
  if (colored) {
    if (next_pair > 1) memset(slots, 0, sizeof slots);
    next_pair = 1;
    start_color();
    use_default_colors();
  }
  ctx_input_define();
  ctx_capture_begin();
  ctx_modes_on();
  ctx_started = ctx_shown = true;
  if (!registered) atexit(ct_stop);
  registered = true;
  return true;
}

void ct_stop(void) {
  if (!ctx_started) return;
  ctx_modes_off();
  ctx_input_settle();
  // Where there is no alternate screen the shell goes on in the last line.
  if (!enter_ca_mode) {
    move(LINES - 1, 0);
    clrtoeol();
    refresh();
  }
  endwin();
  if (ctx_is_cut()) ctx_modes_emergency();
  ctx_started = ctx_shown = false;
  delscreen(screen);
  ctx_capture_end();
  ctx_signals_remove();
  fclose(out);
  fclose(in);
  ctx_modes_forget();
  close(ctx_tty);
}

void ct_suspend(void) {
  ctx_modes_off();
  ctx_input_settle();
  def_prog_mode();
  endwin();
  ctx_shown = false;
  ctx_stop_group();
  ct_resume();
}

void ct_resume(void) {
  ctx_shown = true;
  reset_prog_mode();
  ctx_modes_on();
  ct_resize();
}

bool ct_is_direct(void) { return direct; }

// --- Out --------------------------------------------------------------------------------------

void ct_invalidate(void) { clearok(curscr, TRUE); }
void ct_bell(void) { beep(); }
void ct_synchronize(bool on) { synchronized_ = on; }
void ct_mouse(bool on) { ctx_modes_mouse(on); }
void ct_size(int32_t *columns, int32_t *rows) { getmaxyx(stdscr, *rows, *columns); }

// Everything is repainted even at the same size: it may have been another one in between.
void ct_resize(void) {
  struct winsize size;
  clearok(curscr, TRUE);
  if (ioctl(ctx_tty, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return;
  if (is_term_resized(size.ws_row, size.ws_col)) resizeterm(size.ws_row, size.ws_col);
}

// The direct color nearest to this; 0...7 stay the palette's.
static int direct_color(int32_t rgb) { return rgb < 8 ? 8 : rgb; }

// A color as this terminal numbers it.
static int number(int32_t color) {
  static const uint8_t levels[] = {0, 95, 135, 175, 215, 255};
  if (color < 0) return -1;
  if (color & CT_RGB) return direct ? direct_color(color & 0xFFFFFF) : -1;
  if (!direct) return color < COLORS ? color : -1;
  if (color < 8) return color;
  if (color >= 232) return (8 + 10 * (color - 232)) * 0x10101;
  if (color < 16) return 0x808080;
  color -= 16;
  return direct_color(
      levels[color / 36] << 16 | levels[color / 6 % 6] << 8 | levels[color % 6]);
}

// The pair of two colors, made when first seen; 0 (the terminal's own) when there are no more.
static int pair(int foreground, int background) {
  if (foreground < 0 && background < 0) return 0;
  uint32_t at = ((uint32_t)foreground * 2654435761u ^ (uint32_t)background * 40503u * 65599u) >> 15;
  for (int tries = 0; tries < 64; tries++, at++) {
    int slot = (int)(at % SLOTS);
    if (!slots[slot].pair) {
      if (next_pair >= COLOR_PAIRS || init_extended_pair(next_pair, foreground, background) != OK) return 0;
      slots[slot].foreground = foreground;
      slots[slot].background = background;
      return slots[slot].pair = next_pair++;
    }
    if (slots[slot].foreground == foreground && slots[slot].background == background)
      return slots[slot].pair;
  }
  return 0;
}

// With 8 or 16 colors there are fewer pairs than combinations; a pair serves both ways round.
static int colored_pair(int32_t foreground, int32_t background, attr_t *set) {
  int front = number(foreground), back = number(background);
  bool turned = COLOR_PAIRS < 512 && back >= 0 && front > back && !(*set & A_BOLD);
  if (!turned) return pair(front, back);
  *set ^= A_REVERSE;
  return pair(back, front);
}

static attr_t attributes(uint32_t set) {
  return (set & CT_BOLD ? A_BOLD : 0) | (set & CT_REVERSE ? A_REVERSE : 0)
         | (set & CT_UNDERLINE ? A_UNDERLINE : 0) | (set & CT_DIM ? A_DIM : 0);
}

void ct_put_row(int32_t y, const ct_cell *cells, int32_t count) {
  static cchar_t row[2048];
  int used = 0;
  for (int32_t i = 0; i < count && used < 2047; i++) {
    if (cells[i].character == 0) continue;
    attr_t set = attributes(cells[i].attributes);
    wchar_t text[2] = {(wchar_t)cells[i].character, 0};
    if (cells[i].attributes & CT_LINE) {
      chtype line = NCURSES_ACS(cells[i].character);
      text[0] = (wchar_t)(line & A_CHARTEXT);
      set |= line & A_ATTRIBUTES;
    }
    int colors = colored ? colored_pair(cells[i].foreground, cells[i].background, &set) : 0;
    setcchar(&row[used++], text, set, 0, &colors);
  }
  mvadd_wchnstr(y, 0, row, used);
}

void ct_cursor(int32_t x, int32_t y, bool visible) {
  curs_set(visible ? 1 : 0);
  move(y, x);
}

void ct_send(const char *text) { ctx_write(ctx_screen, text); }

void ct_flush(bool large) {
  wnoutrefresh(stdscr);
  if (large && synchronized_) ctx_write(ctx_screen, "\033[?2026h");
  doupdate();
  if (large && synchronized_) ctx_write(ctx_screen, "\033[?2026l");
}
