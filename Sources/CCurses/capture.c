// Captures standard output and error while the screen is in use, and replays them afterwards: a stray
// print must not destroy the picture, and messages before a crash must not be lost.
#include <signal.h>
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
static void replay(bool waits) {
  char buffer[4096];
  off_t end = lseek(memory, 0, SEEK_END);
  off_t at = end > 65536 ? end - 65536 : 0;
  while (at < end) {
    ssize_t count = pread(memory, buffer, sizeof buffer, at);
    if (count > 0 && waits) count = write(ctx_tty, buffer, (size_t)count);
    else if (count > 0 && !ctx_write_without_waiting(buffer, (size_t)count)) break;
    if (count <= 0) break;
    at += count;
  }
}

void ct_note(const char *line) {
  strncpy(note, line ? line : "", sizeof note - 2);
  size_t length = strlen(note);
  if (length > 0) memcpy(note + length, "\n", 2);
}

static void say(const char *text) { ctx_write_without_waiting(text, strlen(text)); }

// "cnnscope: ended by SIGSEGV; NOTE"
void ctx_capture_emergency(int signal) {
  if (memory >= 0) {
    restore_outputs();
    replay(false);
  }
  const char *name = sigabbrev_np(signal);
  say("cnnscope: ended by ");
  say(name ? "SIG" : "a real-time signal");
  say(name ? name : "");
  say(*note ? "; " : "\n");
  say(note);
}

// A terminal that takes no output gets none: what is said from here on stays captured.
void ctx_capture_end(void) {
  if (memory < 0) return;
  fflush(stdout);
  if (!ctx_is_cut()) restore_outputs();
  replay(!ctx_is_cut());
  close(memory);
  memory = -1;
}
