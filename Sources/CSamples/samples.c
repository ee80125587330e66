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
static const uint8_t trained_lenet5[] = {
#embed "../../samples/weights/lenet5.safetensors"
};
static const uint8_t trained_lenet5_relu[] = {
#embed "../../samples/weights/lenet5-relu.safetensors"
};
static const uint8_t trained_digits8[] = {
#embed "../../samples/weights/digits8.safetensors"
};
static const uint8_t trained_separable[] = {
#embed "../../samples/weights/separable.safetensors"
};
static const uint8_t trained_residual[] = {
#embed "../../samples/weights/residual.safetensors"
};
static const uint8_t trained_autoencoder[] = {
#embed "../../samples/weights/autoencoder.safetensors"
};

static const sample_file files[] = {
    {"train-images-idx3-ubyte", train_images, sizeof train_images},
    {"train-labels-idx1-ubyte", train_labels, sizeof train_labels},
    {"test-images-idx3-ubyte", test_images, sizeof test_images},
    {"test-labels-idx1-ubyte", test_labels, sizeof test_labels},
    {"lenet5.safetensors", trained_lenet5, sizeof trained_lenet5},
    {"lenet5-relu.safetensors", trained_lenet5_relu, sizeof trained_lenet5_relu},
    {"digits8.safetensors", trained_digits8, sizeof trained_digits8},
    {"separable.safetensors", trained_separable, sizeof trained_separable},
    {"residual.safetensors", trained_residual, sizeof trained_residual},
    {"autoencoder.safetensors", trained_autoencoder, sizeof trained_autoencoder},
    {"lenet5.cnn", (const uint8_t[]){
#embed "../../samples/lenet5.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"lenet5-relu.cnn", (const uint8_t[]){
#embed "../../samples/lenet5-relu.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"fcn.cnn", (const uint8_t[]){
#embed "../../samples/fcn.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"inside.cnn", (const uint8_t[]){
#embed "../../samples/inside.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"avgpool16.cnn", (const uint8_t[]){
#embed "../../samples/avgpool16.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"strided.cnn", (const uint8_t[]){
#embed "../../samples/strided.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"digits8.cnn", (const uint8_t[]){
#embed "../../samples/digits8.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"separable.cnn", (const uint8_t[]){
#embed "../../samples/separable.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"dilated.cnn", (const uint8_t[]){
#embed "../../samples/dilated.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"autoencoder.cnn", (const uint8_t[]){
#embed "../../samples/autoencoder.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"residual.cnn", (const uint8_t[]){
#embed "../../samples/residual.cnn" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-01.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-01.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-02.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-02.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-03.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-03.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-04.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-04.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-05.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-05.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-06.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-06.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-07.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-07.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-08.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-08.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-09.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-09.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-10.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-10.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-11.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-11.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-12.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-12.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-13.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-13.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-14.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-14.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-15.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-15.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-16.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-16.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-17.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-17.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-18.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-18.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"tour-19.md", (const uint8_t[]){
#embed "../../samples/lessons/tour-19.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"mistakes.md", (const uint8_t[]){
#embed "../../samples/lessons/mistakes.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"faults.md", (const uint8_t[]){
#embed "../../samples/lessons/faults.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"notebook.md", (const uint8_t[]){
#embed "../../samples/lessons/notebook.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"inside.md", (const uint8_t[]){
#embed "../../samples/lessons/inside.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"layers.md", (const uint8_t[]){
#embed "../../samples/lessons/layers.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"epynn.md", (const uint8_t[]){
#embed "../../samples/lessons/epynn.md" suffix(, 0)
    }, UP_TO_ZERO},
    {"im2col.md", (const uint8_t[]){
#embed "../../samples/lessons/im2col.md" suffix(, 0)
    }, UP_TO_ZERO},
};

size_t sample_file_count(void) { return sizeof files / sizeof files[0]; }

sample_file sample_file_at(size_t index) {
  sample_file file = files[index];
  if (file.count == UP_TO_ZERO) file.count = strlen((const char *)file.bytes);
  return file;
}
