// What a terminal without a terminfo entry says of itself.
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// The first number of "ESC [ ? 64 ; 1 c" in what was read; -1 while it is not there as a whole.
static int32_t class_in(const char *text) {
  for (const char *at = strstr(text, "\033[?"); at; at = strstr(at + 1, "\033[?")) {
    int number = 0, taken = 0;
    if (sscanf(at + 3, "%d%n", &number, &taken) < 1) continue;
    const char *rest = at + 3 + taken;
    rest += strspn(rest, "0123456789;");
    if (*rest == 'c') return number;
  }
  return -1;
}

static int32_t answer(int32_t milliseconds) {
  char text[256] = "";
  size_t used = 0;
  int64_t end = milliseconds_now() + milliseconds;
  for (int64_t left; used + 1 < sizeof text && (left = end - milliseconds_now()) > 0;) {
    struct pollfd ready = {STDIN_FILENO, POLLIN, 0};
    int found = poll(&ready, 1, (int)left);
    if (found < 0 && errno == EINTR) continue;
    if (found <= 0 || !(ready.revents & POLLIN)) break;
    ssize_t count = read(STDIN_FILENO, text + used, sizeof text - 1 - used);
    if (count <= 0) break;
    used += (size_t)count;
    text[used] = 0;
    int32_t class = class_in(text);
    if (class >= 0) return class;
  }
  return -1;
}

int32_t ct_ask_class(int32_t milliseconds) {
  struct termios before, raw;
  if (tcgetattr(STDIN_FILENO, &before) != 0) return -1;
  sigset_t signals, old;
  sigemptyset(&signals);
  for (int i = 0; i < 4; i++) sigaddset(&signals, (const int[]){SIGTERM, SIGHUP, SIGQUIT, SIGINT}[i]);
  pthread_sigmask(SIG_BLOCK, &signals, &old);
  raw = before;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  ctx_write(STDOUT_FILENO, "\033[c");
  int32_t class = answer(milliseconds);
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return class;
}
