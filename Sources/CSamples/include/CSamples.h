// What is built into the binary: the UCI digits and the text of the built-in networks.
#ifndef CSAMPLES_H
#define CSAMPLES_H

#include <stddef.h>
#include <stdint.h>

// One file of the folder `samples`: its name without folder, its bytes, their number.
typedef struct sample_file {
  const char *name;
  const uint8_t *bytes;
  size_t count;
} sample_file;

// How many there are, and the one at an index below that, in the order in which they are listed
// to the user.
size_t sample_file_count(void);
sample_file sample_file_at(size_t index);

#endif
