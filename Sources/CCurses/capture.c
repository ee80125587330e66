// Captures standard output and error while the screen is in use, and replays them afterwards: a stray
// print must not destroy the picture, and messages before a crash must not be lost.
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"

static int memory = -1;
static char note[202];
static int saved[3] = {-1, -1, -1};

void ctx_capture_begin(void) {
  memory = memfd_create("output", MFD_CLOEXEC);
  if (memory < 0) return;
  fflush(stdout);
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  for (int fd = 1; fd <= 2; fd++) {
    if (!isatty(fd)) continue;  // "2>file" goes on going to the file
    saved[fd] = dup(fd);
    if (saved[fd] >= 0) dup2(memory, fd);
  }
}

static void restore_outputs(void) {
  for (int fd = 1; fd <= 2; fd++) {
    if (saved[fd] < 0) continue;
    dup2(saved[fd], fd);
    close(saved[fd]);
    saved[fd] = -1;
  }
}

// The last 64 KiB of what was captured.
static void replay(int to) {
  char buffer[4096];
  off_t end = lseek(memory, 0, SEEK_END);
  off_t at = end > 65536 ? end - 65536 : 0;
  while (at < end) {
    ssize_t count = pread(memory, buffer, sizeof buffer, at);
    if (count <= 0 || write(to, buffer, (size_t)count) <= 0) break;
    at += count;
  }
}

void ct_note(const char *line) {
  strncpy(note, line ? line : "", sizeof note - 2);
  size_t length = strlen(note);
  if (length > 0) memcpy(note + length, "\n", 2);
}

void ctx_capture_emergency(void) {
  if (memory >= 0) {
    restore_outputs();
    replay(ctx_tty);
  }
  ctx_write(ctx_tty, note);
}

void ctx_capture_end(void) {
  if (memory < 0) return;
  fflush(stdout);
  restore_outputs();
  replay(ctx_tty);
  close(memory);
  memory = -1;
}
