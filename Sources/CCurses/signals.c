// Signals become bits that the loop asks for; a crash restores the terminal first.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"

static const int asked[] = {SIGWINCH, SIGTERM, SIGHUP, SIGQUIT, SIGINT, SIGTSTP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE};
enum { ASKED = sizeof asked / sizeof *asked, CRASHES = sizeof crashes / sizeof *crashes };

static struct sigaction before_asked[ASKED], before_crash[CRASHES];
static atomic_int bits;
static int wake_descriptor = -1;

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
  int before = errno;
  if (wake_descriptor >= 0) (void)!write(wake_descriptor, &one, sizeof one);
  errno = before;
}

static void emergency(void) {
  if (!ctx_started) return;
  ctx_started = false;
  ctx_modes_emergency();
  ctx_capture_emergency();
}

// A second request to end, while the first was not even looked at, is obeyed at once.
static void on_asked(int signal) {
  int before = errno;
  int old = atomic_fetch_or(&bits, bit(signal));
  if (bit(signal) == CT_TERMINATE && (old & CT_TERMINATE)) {
    emergency();
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(signal, &plain, NULL);
    raise(signal);
  }
  ct_wake();
  errno = before;
}

// A fault of the processor happens again by itself on return; what was sent must be sent again.
static void on_crash(int signal, siginfo_t *info, void *context) {
  (void)context;
  emergency();
  struct sigaction plain = {.sa_handler = SIG_DFL};
  sigaction(signal, &plain, NULL);
  if (signal == SIGABRT || signal == SIGTRAP || info->si_code <= 0) raise(signal);
}

static void unblock(int how) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < ASKED; i++) sigaddset(&set, asked[i]);
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
  unblock(SIG_BLOCK);
  use_own_stack();
}

void ctx_signals_install(void) {
  static bool stacked;
  wake_descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (!stacked) use_own_stack();
  stacked = true;
  struct sigaction ask = {.sa_handler = on_asked};
  for (int i = 0; i < ASKED; i++) sigaction(asked[i], &ask, &before_asked[i]);
  struct sigaction crash = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &crash, &before_crash[i]);
  unblock(SIG_UNBLOCK);
}

void ctx_signals_remove(void) {
  for (int i = 0; i < ASKED; i++) sigaction(asked[i], &before_asked[i], NULL);
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &before_crash[i], NULL);
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
