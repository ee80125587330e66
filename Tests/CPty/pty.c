#define _GNU_SOURCE
#include "CPty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void become(
    int terminal, const char *path, char *const arguments[], char *const environment[]) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  setsid();
  ioctl(terminal, TIOCSCTTY, 0);
  for (int fd = 0; fd < 3; fd++) dup2(terminal, fd);
  close_range(3, ~0U, 0);
  execve(path, arguments, environment);
  _exit(127);
}

cpty_session cpty_spawn(
    const char *path, char *const arguments[], char *const environment[], int columns, int rows,
    bool keep_terminal) {
  cpty_session session = {.controller = -1, .terminal = -1, .process = -1};
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  int terminal;
  if (openpty(&session.controller, &terminal, NULL, NULL, &size) != 0) return session;
  fcntl(session.controller, F_SETFD, FD_CLOEXEC);
  fcntl(terminal, F_SETFD, FD_CLOEXEC);
  session.before = cpty_modes_of(terminal);
  session.process = fork();
  if (session.process == 0) become(terminal, path, arguments, environment);
  if (keep_terminal) session.terminal = terminal;
  else close(terminal);
  return session;
}

void cpty_resize(int controller, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  ioctl(controller, TIOCSWINSZ, &size);
}

bool cpty_readable(int controller, int milliseconds) {
  struct pollfd ready = {controller, POLLIN, 0};
  return poll(&ready, 1, milliseconds) > 0 && (ready.revents & POLLIN);
}

bool cpty_writable(int controller, int milliseconds) {
  struct pollfd ready = {controller, POLLOUT, 0};
  return poll(&ready, 1, milliseconds) > 0 && (ready.revents & POLLOUT);
}

cpty_modes cpty_modes_of(int descriptor) {
  cpty_modes modes = {0};
  tcgetattr(descriptor, &modes.all);
  return modes;
}

bool cpty_modes_equal(const cpty_modes *a, const cpty_modes *b) {
  return a->all.c_iflag == b->all.c_iflag && a->all.c_oflag == b->all.c_oflag
         && a->all.c_cflag == b->all.c_cflag && a->all.c_lflag == b->all.c_lflag
         && memcmp(a->all.c_cc, b->all.c_cc, sizeof a->all.c_cc) == 0;
}

int cpty_signal_thread(pid_t process, pid_t thread, int signal) {
  return (int)syscall(SYS_tgkill, process, thread, signal);
}

// The process is watched through its descriptor, so that nothing has to be slept through.
int cpty_wait(pid_t process, int milliseconds) {
  int status = 0;
  int descriptor = (int)syscall(SYS_pidfd_open, process, 0);
  struct pollfd ended = {descriptor, POLLIN, 0};
  if (descriptor >= 0) {
    poll(&ended, 1, milliseconds);
    close(descriptor);
  }
  pid_t found = waitpid(process, &status, descriptor >= 0 ? WNOHANG : 0);
  if (found != process) return -1;
  return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}
