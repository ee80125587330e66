// A terminfo entry for direct color, made of the terminal's own: the same in all, but that colors
// are numbered 0xRRGGBB. It is written to a folder that lives only until ncurses has read it.
#include <curses.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <term.h>
#include <unistd.h>
#undef lines
#undef columns
#undef tab

#include "internal.h"

enum { MAGIC = 01036, NAMES = 4, ROOM = 32768 };  // MAGIC: numbers of 32 bits, see term(5)
static const char name[] = "cnnscope-direct", description[] = "cnnscope-direct|24 bit colors";

static uint8_t bytes[ROOM];
static size_t used;

static void byte(unsigned value) {
  if (used < ROOM) bytes[used++] = (uint8_t)value;
}
static void number16(int value) {
  byte((unsigned)value & 255);
  byte((unsigned)value >> 8 & 255);
}
static void number32(int value) {
  number16(value & 0xFFFF);
  number16(value >> 16 & 0xFFFF);
}
static void text(const char *value, size_t size) {
  for (size_t i = 0; i < size; i++) byte((uint8_t)value[i]);
}

static int count(NCURSES_CONST char *const *names) {
  int count = 0;
  while (names[count]) count++;
  return count;
}

#define DIRECT(normal) \
  "\033[%?%p1%{8}%<%t" normal "%p1%d%e" normal "8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;" \
  "%p1%{255}%&%d%;m"

// What the entry says for a string; NULL for nothing. Colors of its own cannot be redefined.
static const char *string_of(const char *capability) {
  static const char *const changed[][2] = {
      {"setaf", DIRECT("3")}, {"setab", DIRECT("4")}, {"op", "\033[39;49m"}, {"setf", NULL}, {"setb", NULL},
      {"initc", NULL}, {"initp", NULL}, {"oc", NULL}};
  for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
    if (strcmp(capability, changed[i][0]) == 0) return changed[i][1];
  const char *value = tigetstr((char *)capability);
  return value == (char *)-1 ? NULL : value;
}

static int number_of(const char *capability) {
  if (strcmp(capability, "colors") == 0) return 1 << 24;
  if (strcmp(capability, "pairs") == 0) return 0x7FFFF;
  int value = tigetnum((char *)capability);
  return value < 0 ? -1 : value;
}

static int flag_of(const char *capability) {
  return strcmp(capability, "ccc") != 0 && tigetflag((char *)capability) > 0;
}

// Compiles the entry of the terminal that is current into `bytes`.
static bool compile(void) {
  int flags = count(boolnames), numbers = count(numnames), strings = count(strnames), size = 0;
  for (int i = 0; i < strings; i++) {
    const char *value = string_of(strnames[i]);
    if (value) size += (int)strlen(value) + 1;
  }
  used = 0;
  const int header[] = {MAGIC, (int)sizeof description, flags, numbers, strings, size};
  for (int i = 0; i < 6; i++) number16(header[i]);
  text(description, sizeof description);
  for (int i = 0; i < flags; i++) byte((unsigned)flag_of(boolnames[i]));
  if (used % 2) byte(0);
  for (int i = 0; i < numbers; i++) number32(number_of(numnames[i]));
  for (int i = 0, at = 0; i < strings; i++) {
    const char *value = string_of(strnames[i]);
    number16(value ? at : -1);
    if (value) at += (int)strlen(value) + 1;
  }
  for (int i = 0; i < strings; i++) {
    const char *value = string_of(strnames[i]);
    if (value) text(value, strlen(value) + 1);
  }
  if (used % 2) byte(0);
  // The extension: one flag, RGB, by which ncurses knows direct color.
  const int extension[] = {1, 0, 0, 1, NAMES};
  for (int i = 0; i < 5; i++) number16(extension[i]);
  number16(1);
  number16(0);
  text("RGB", NAMES);
  return used < ROOM && size < 32767;
}

static bool write_entry(const char *folder) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/c", folder);
  if (mkdir(path, 0700) != 0) return false;
  snprintf(path, sizeof path, "%s/c/%s", folder, name);
  FILE *file = fopen(path, "wbe");
  if (!file) return false;
  bool written = fwrite(bytes, 1, used, file) == used;
  return fclose(file) == 0 && written;
}

static void remove_entry(const char *folder) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/c/%s", folder, name);
  unlink(path);
  snprintf(path, sizeof path, "%s/c", folder);
  rmdir(path);
  rmdir(folder);
}

static bool compile_from(const char *base) {
  int error = 0;
  TERMINAL *before = set_curterm(NULL);
  bool made = setupterm((char *)base, 1, &error) == OK && compile();
  TERMINAL *mine = set_curterm(before);
  if (mine && mine != before) del_curterm(mine);
  return made;
}

SCREEN *ctx_entry_direct(const char *base, FILE *out, FILE *in) {
  char folder[PATH_MAX];
  const char *place = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/cnnscope-XXXXXX", place && *place ? place : "/tmp");
  if (!compile_from(base) || !mkdtemp(folder)) return NULL;
  char *before = getenv("TERMINFO");
  if (before) before = strdup(before);
  SCREEN *screen = NULL;
  if (write_entry(folder)) {
    setenv("TERMINFO", folder, 1);
    screen = newterm((char *)name, out, in);
    if (before) setenv("TERMINFO", before, 1);
    else unsetenv("TERMINFO");
  }
  free(before);
  remove_entry(folder);
  return screen;
}
