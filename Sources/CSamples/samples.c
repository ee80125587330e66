#include "CSamples.h"

#include <string.h>

// A file of text needs one entry in the table, no declaration:
//
//     {"lenet5.cnn", (const uint8_t[]){
//     #embed "../../samples/lenet5.cnn" suffix(, 0)
//     }, UP_TO_ZERO},
enum { UP_TO_ZERO = 0 };

static const uint8_t train_images[] = {
#embed "../../samples/digits/train-images-idx3-ubyte"
};
static const uint8_t train_labels[] = {
#embed "../../samples/digits/train-labels-idx1-ubyte"
};
static const uint8_t test_images[] = {
#embed "../../samples/digits/test-images-idx3-ubyte"
};
static const uint8_t test_labels[] = {
#embed "../../samples/digits/test-labels-idx1-ubyte"
};

static const sample_file files[] = {
    {"train-images-idx3-ubyte", train_images, sizeof train_images},
    {"train-labels-idx1-ubyte", train_labels, sizeof train_labels},
    {"test-images-idx3-ubyte", test_images, sizeof test_images},
    {"test-labels-idx1-ubyte", test_labels, sizeof test_labels},
};

size_t sample_file_count(void) { return sizeof files / sizeof files[0]; }

sample_file sample_file_at(size_t index) {
  sample_file file = files[index];
  if (file.count == UP_TO_ZERO) file.count = strlen((const char *)file.bytes);
  return file;
}
