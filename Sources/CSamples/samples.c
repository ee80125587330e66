#include "CSamples.h"

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

const sample_file sample_files[] = {
    {"train-images-idx3-ubyte", train_images, sizeof train_images},
    {"train-labels-idx1-ubyte", train_labels, sizeof train_labels},
    {"test-images-idx3-ubyte", test_images, sizeof test_images},
    {"test-labels-idx1-ubyte", test_labels, sizeof test_labels},
};
const size_t sample_file_count = sizeof sample_files / sizeof sample_files[0];
