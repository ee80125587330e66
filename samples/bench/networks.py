"""The networks that the training benchmarks share, layer by layer, as every peer builds them.

A convolution is (outputs, kernel) and, where they differ from 1, 0 and 1, stride, padding and
groups; the last word says whether it has a bias.
"""


def conv(outputs, kernel, stride=1, pad=0, groups=1, bias=True):
    return ("conv", outputs, kernel, stride, pad, groups, bias)


RELU, SIGMOID, MAXPOOL, AVGPOOL = ("relu",), ("sigmoid",), ("maxpool",), ("avgpool",)
MEAN, FLATTEN = ("mean",), ("flatten",)

LENET5 = [
    conv(6, 5), SIGMOID, MAXPOOL, conv(16, 5), SIGMOID, MAXPOOL, FLATTEN, ("linear", 120), SIGMOID,
    ("linear", 84), SIGMOID, ("linear", 10)]

NETWORKS = {
    "lenet5": LENET5,
    "lenet5-relu": [RELU if layer == SIGMOID else layer for layer in LENET5],
    "fcn": [
        conv(8, 5), SIGMOID, MAXPOOL, conv(32, 5), SIGMOID, MAXPOOL, conv(64, 5), SIGMOID,
        conv(10, 1), FLATTEN],
    "cifar-separable": [
        conv(32, 3, pad=1), RELU, conv(64, 3, stride=2, pad=1), RELU, conv(64, 3, pad=1, groups=64),
        conv(128, 1), RELU, MEAN, FLATTEN, ("linear", 10)],
    "avgpool16": [conv(16, 3, bias=False), AVGPOOL, FLATTEN, ("linear", 10)],
    "digits8": [conv(1, 3), RELU, FLATTEN, ("linear", 10), RELU, ("linear", 10)],
}
