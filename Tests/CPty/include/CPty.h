/// Runs a program in a pseudo terminal; Swift cannot call fork.
#ifndef CPTY_H
#define CPTY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/// The modes of a terminal: all that `stty -g` writes.
typedef struct cpty_modes { struct termios all; } cpty_modes;
cpty_modes cpty_modes_of(int descriptor);
bool cpty_modes_equal(const cpty_modes *a, const cpty_modes *b);

typedef struct cpty_session {
  int controller;  // our end
  int terminal;    // the program's end, kept open to look at its modes; -1 if not wanted
  cpty_modes before;  // the modes before the program started
  pid_t process;   // leader of a session of its own; -1 if it could not be started
} cpty_session;

/// Starts a program with exactly these arguments and variables (lists end with NULL). All signals
/// are unblocked and have their default handlers in it.
cpty_session cpty_spawn(
    const char *path, char *const arguments[], char *const environment[], int columns, int rows,
    bool keep_terminal);

void cpty_resize(int controller, int columns, int rows);
/// Whether there is something to read within so many milliseconds.
bool cpty_readable(int controller, int milliseconds);
bool cpty_writable(int controller, int milliseconds);

/// Sends a signal to one thread of a process.
int cpty_signal_thread(pid_t process, pid_t thread, int signal);

/// Waits at most so many milliseconds for the end of the process. Its exit status, or 256 and the
/// number of the signal that ended it; -1 if it still runs.
int cpty_wait(pid_t process, int milliseconds);

#endif
