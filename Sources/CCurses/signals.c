// Signals become bits that the loop asks for; what would kill the process restores the terminal first.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"

static const int asked[] = {SIGWINCH, SIGTERM, SIGHUP, SIGQUIT, SIGINT, SIGTSTP, SIGCONT};
static const int ignored[] = {SIGPIPE, SIGXFSZ};  // the write fails, and says so
// Everything else whose default is to kill; the real-time signals are added to it.
static const int deadly[] = {SIGSEGV, SIGILL,  SIGTRAP,   SIGBUS,  SIGABRT, SIGFPE,    SIGUSR1, SIGUSR2,
                             SIGXCPU, SIGSYS,  SIGVTALRM, SIGPROF, SIGIO,   SIGSTKFLT, SIGPWR};
enum {
  ASKED = sizeof asked / sizeof *asked,
  IGNORED = sizeof ignored / sizeof *ignored,
  SIGNALS = 65
};

static struct sigaction before[SIGNALS];
static bool is_ours[SIGNALS];
static atomic_int bits;
// Whether the screen was cut off from a terminal that takes no output.
static atomic_bool cut;
// Whether the process was asked to end.
static atomic_bool is_ending;
static int wake_descriptor = -1;
enum { PATIENCE = 1, LAST_PATIENCE = 10 };  // seconds until a request to end is pressed

static int bit(int signal) {
  switch (signal) {
    case SIGWINCH: return CT_RESIZED;
    case SIGINT: return CT_INTERRUPT;
    case SIGTSTP: return CT_STOP;
    case SIGCONT: return CT_CONTINUED;
    default: return CT_TERMINATE;
  }
}

int ctx_wake_descriptor(void) { return wake_descriptor; }
bool ctx_signals_pending(void) { return atomic_load(&bits) != 0; }
int32_t ct_take_signals(void) { return atomic_exchange(&bits, 0); }

void ct_wake(void) {
  uint64_t one = 1;
  int error = errno;
  if (wake_descriptor >= 0) (void)!write(wake_descriptor, &one, sizeof one);
  errno = error;
}

bool ctx_is_cut(void) { return atomic_load(&cut); }

static void die_by(int signal) {
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  raise(signal);
}

static void emergency(int signal) {
  if (!ctx_started) return;
  ctx_started = false;
  if (!ctx_shown) return;
  ctx_modes_emergency();
  ctx_capture_emergency(signal);
}

// A terminal that takes no output would keep the loop in a write for ever: it writes to nowhere from
// here on, and so comes to the request to end. Where it does not, the process ends without it.
static void press(void) {
  if (atomic_exchange(&cut, true)) {
    emergency(SIGTERM);
    die_by(SIGTERM);
    return;
  }
  ctx_modes_cut();
  alarm(LAST_PATIENCE);
}

// A request to end is pressed when another one follows, or the program is still there after a while.
static void on_asked(int signal) {
  int error = errno;
  atomic_fetch_or(&bits, bit(signal));
  if (bit(signal) == CT_TERMINATE) {
    if (atomic_exchange(&is_ending, true)) press();
    else alarm(PATIENCE);
  }
  ct_wake();
  errno = error;
}

static void on_alarm(int signal) {
  int error = errno;
  if (!atomic_load(&is_ending)) {
    emergency(signal);
    die_by(signal);
  } else if (ctx_is_cut() && !(atomic_load(&bits) & CT_TERMINATE)) {
    alarm(LAST_PATIENCE);  // it is at work on its end
  } else {
    press();
  }
  errno = error;
}

// A fault of the processor happens again by itself on return; what was sent must be sent again.
static void on_deadly(int signal, siginfo_t *info, void *context) {
  (void)context;
  emergency(signal);
  bool is_fault = info->si_code > 0 && (signal == SIGSEGV || signal == SIGILL || signal == SIGBUS || signal == SIGFPE);
  if (!is_fault) return die_by(signal);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
}

static void mask(int how, bool with_deadly) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < ASKED; i++) sigaddset(&set, asked[i]);
  sigaddset(&set, SIGALRM);
  for (int signal = 1; with_deadly && signal < SIGNALS; signal++)
    if (is_ours[signal]) sigaddset(&set, signal);
  pthread_sigmask(how, &set, NULL);
}

static void use_own_stack(void) {
  enum { SIZE = 65536 };
  void *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = SIZE};
  sigaltstack(&stack, NULL);
}

void ct_thread_init(void) {
  mask(SIG_BLOCK, false);
  use_own_stack();
}

// What was ignored by whoever started the program stays ignored, unless it is a request or a fault.
static void install(int signal, const struct sigaction *action) {
  if (sigaction(signal, NULL, &before[signal]) != 0) return;
  bool is_ignored = before[signal].sa_handler == SIG_IGN && action->sa_flags & SA_SIGINFO;
  if (is_ignored && signal != SIGSEGV && signal != SIGBUS && signal != SIGILL && signal != SIGFPE) return;
  is_ours[signal] = sigaction(signal, action, NULL) == 0;
}

void ctx_signals_install(void) {
  static bool stacked;
  wake_descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (!stacked) use_own_stack();
  stacked = true;
  struct sigaction ask = {.sa_handler = on_asked}, time = {.sa_handler = on_alarm};
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  struct sigaction die = {.sa_sigaction = on_deadly, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  atomic_store(&cut, false);
  atomic_store(&is_ending, false);
  for (int i = 0; i < ASKED; i++) install(asked[i], &ask);
  for (int i = 0; i < IGNORED; i++) install(ignored[i], &ignore);
  install(SIGALRM, &time);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) install(deadly[i], &die);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; signal++) install(signal, &die);
  mask(SIG_UNBLOCK, true);
}

void ctx_signals_remove(void) {
  alarm(0);
  for (int signal = 1; signal < SIGNALS; signal++) {
    if (is_ours[signal]) sigaction(signal, &before[signal], NULL);
    is_ours[signal] = false;
  }
  close(wake_descriptor);
  wake_descriptor = -1;
}

// A process group without job control is not stopped by this signal; it just goes on.
void ctx_stop_group(void) {
  struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &plain, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  atomic_fetch_and(&bits, ~(CT_STOP | CT_CONTINUED));
}
