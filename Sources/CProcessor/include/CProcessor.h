#ifndef C_PROCESSOR_H
#define C_PROCESSOR_H

#include <stdbool.h>

/// Whether processor and operating system have all of x86-64-v3: AVX2, FMA, BMI and the wide
/// registers' state.
bool processor_has_v3(void);

/// Whether they have all of x86-64-v4: AVX-512 F, BW, CD, DQ, VL and its registers' state.
bool processor_has_v4(void);

/// Tells the processor that a loop is waiting.
static inline void processor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
