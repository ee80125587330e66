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
// Whether the process was asked to end, and whether the loop has seen it.
static atomic_bool is_ending, is_seen;
static int wake_descriptor = -1;
enum { PATIENCE = 1, LAST_PATIENCE = 10 };  // seconds until a request to terminate is escalated

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

int32_t ct_take_signals(void) {
  int32_t taken = atomic_exchange(&bits, 0);
  if (taken & CT_TERMINATE) atomic_store(&is_seen, true);
  return taken;
}

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

// A terminal that takes no output would block the loop in write() forever. From here on the screen is
// /dev/null, so that the loop sees the request; if it still does not, the process dies by SIGTERM. A loop
// that has seen the request may be saving, and is left alone.
static void escalate(void) {
  if (!atomic_exchange(&cut, true)) {
    ctx_modes_cut();
    alarm(LAST_PATIENCE);
  } else if (!atomic_load(&is_seen)) {
    emergency(SIGTERM);
    die_by(SIGTERM);
  }
}

// A request to terminate is escalated by a second one, or when the program is still running after
// PATIENCE.
static void on_asked(int signal) {
  int error = errno;
  atomic_fetch_or(&bits, bit(signal));
  if (bit(signal) == CT_TERMINATE) {
    if (atomic_exchange(&is_ending, true)) escalate();
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
  } else if (atomic_load(&is_seen) && !ctx_is_cut() && ctx_modes_take_output()) {
    alarm(PATIENCE);  // the loop is shutting down, and the terminal would not block it
  } else {
    escalate();
  }
  errno = error;
}

static bool is_fault(int signal) {
  return signal == SIGSEGV || signal == SIGILL || signal == SIGBUS || signal == SIGFPE || signal == SIGTRAP
         || signal == SIGABRT;
}

// A fault of the processor happens again by itself on return; what was sent must be sent again.
static void on_deadly(int signal, siginfo_t *info, void *context) {
  (void)context;
  emergency(signal);
  bool repeats = info->si_code > 0 && is_fault(signal) && signal != SIGABRT && signal != SIGTRAP;
  if (!repeats) return die_by(signal);
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
}

static void unblock_ours(void) {
  sigset_t set;
  sigemptyset(&set);
  for (int signal = 1; signal < SIGNALS; signal++)
    if (is_ours[signal]) sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// What is sent to the process is for the main thread alone. If another thread took a deadly signal of a
// stopped process, the main thread could touch the terminal first and be stopped again.
static void block_sent(void) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < ASKED; i++) sigaddset(&set, asked[i]);
  sigaddset(&set, SIGALRM);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
    if (!is_fault(deadly[i])) sigaddset(&set, deadly[i]);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; signal++) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void use_own_stack(void) {
  enum { SIZE = 65536 };
  void *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = SIZE};
  sigaltstack(&stack, NULL);
}

void ct_thread_init(void) {
  block_sent();
  use_own_stack();
}

// A deadly signal that is no fault, and that somebody ignores or handles already, stays as it is.
static void install(int signal, const struct sigaction *action) {
  if (sigaction(signal, NULL, &before[signal]) != 0) return;
  bool is_deadly = action->sa_flags & SA_SIGINFO;
  if (is_deadly && !is_fault(signal) && before[signal].sa_handler != SIG_DFL) return;
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
  atomic_store(&is_seen, false);
  for (int i = 0; i < ASKED; i++) install(asked[i], &ask);
  for (int i = 0; i < IGNORED; i++) install(ignored[i], &ignore);
  install(SIGALRM, &time);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) install(deadly[i], &die);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; signal++) install(signal, &die);
  unblock_ours();
}

// The alarm goes last: a request until then may set it again.
void ctx_signals_remove(void) {
  for (int signal = 1; signal < SIGNALS; signal++) {
    if (is_ours[signal] && signal != SIGALRM) sigaction(signal, &before[signal], NULL);
    if (signal != SIGALRM) is_ours[signal] = false;
  }
  alarm(0);
  if (is_ours[SIGALRM]) sigaction(SIGALRM, &before[SIGALRM], NULL);
  is_ours[SIGALRM] = false;
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
