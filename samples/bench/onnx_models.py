"""ONNX files of the networks that bench.py times: the same shapes as the .cnn files beside it,
with random weights, made with onnx.helper alone."""

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper


class Builder:
    """Adds nodes one after the other; each method returns the name of its output."""

    def __init__(self, shape):
        self.nodes, self.weights, self.count = [], [], 0
        self.shape = shape
        self.random = numpy.random.default_rng(0)

    def weight(self, *shape, scale=0.05):
        name = f"w{len(self.weights)}"
        values = self.random.normal(0, scale, shape).astype(numpy.float32)
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind, inputs, **attributes):
        self.count += 1
        output = f"v{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def conv(self, x, inputs, outputs, kernel, stride=1, pad=0, groups=1, bias=False):
        parts = [x, self.weight(outputs, inputs // groups, kernel, kernel)]
        if bias:
            parts.append(self.weight(outputs))
        return self.node(
            "Conv", parts, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4,
            group=groups)

    def norm(self, x, channels):
        def positive():
            name = f"w{len(self.weights)}"
            values = self.random.uniform(0.5, 1.5, channels).astype(numpy.float32)
            self.weights.append(numpy_helper.from_array(values, name))
            return name

        parts = [x, positive(), self.weight(channels), self.weight(channels), positive()]
        return self.node("BatchNormalization", parts)

    def relu6(self, x):
        bounds = []
        for value in (0.0, 6.0):
            name = f"w{len(self.weights)}"
            self.weights.append(numpy_helper.from_array(numpy.float32(value), name))
            bounds.append(name)
        return self.node("Clip", [x] + bounds)

    def linear(self, x, inputs, outputs):
        return self.node("Gemm", [x, self.weight(outputs, inputs), self.weight(outputs)], transB=1)

    def silu(self, x):
        return self.node("Mul", [x, self.node("Sigmoid", [x])])

    def save(self, output, path):
        source = helper.make_tensor_value_info("x", TensorProto.FLOAT, self.shape)
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
        graph = helper.make_graph(self.nodes, "network", [source], [result], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 9
        onnx.save(model, path)


def lenet5(path):
    b = Builder([1, 1, 32, 32])
    x = b.node("Sigmoid", [b.conv("x", 1, 6, 5, bias=True)])
    x = b.node("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
    x = b.node("Sigmoid", [b.conv(x, 6, 16, 5, bias=True)])
    x = b.node("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
    x = b.node("Flatten", [x])
    x = b.node("Sigmoid", [b.linear(x, 400, 120)])
    x = b.node("Sigmoid", [b.linear(x, 120, 84)])
    b.save(b.linear(x, 84, 10), path)


def residual_start(b):
    x = b.node("Relu", [b.norm(b.conv("x", 3, 64, 7, 2, 3), 64)])
    return b.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)


def resnet18(path):
    b = Builder([1, 3, 224, 224])
    x, channels = residual_start(b), 64
    for outputs, first in ((64, 1), (128, 2), (256, 2), (512, 2)):
        for stride in (first, 1):
            skip = x
            if stride != 1 or channels != outputs:
                skip = b.norm(b.conv(x, channels, outputs, 1, stride), outputs)
            y = b.node("Relu", [b.norm(b.conv(x, channels, outputs, 3, stride, 1), outputs)])
            y = b.norm(b.conv(y, outputs, outputs, 3, 1, 1), outputs)
            x = b.node("Relu", [b.node("Add", [y, skip])])
            channels = outputs
    x = b.node("Flatten", [b.node("GlobalAveragePool", [x])])
    b.save(b.linear(x, 512, 1000), path)


def mobilenetv2(path):
    b = Builder([1, 3, 224, 224])
    x = b.relu6(b.norm(b.conv("x", 3, 32, 3, 2, 1), 32))
    channels = 32
    blocks = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
              (6, 160, 3, 2), (6, 320, 1, 1))
    for factor, outputs, count, first in blocks:
        for index in range(count):
            stride = first if index == 0 else 1
            inner = channels * factor
            y = x
            if factor != 1:
                y = b.relu6(b.norm(b.conv(y, channels, inner, 1), inner))
            y = b.relu6(b.norm(b.conv(y, inner, inner, 3, stride, 1, inner), inner))
            y = b.norm(b.conv(y, inner, outputs, 1), outputs)
            x = b.node("Add", [y, x]) if stride == 1 and channels == outputs else y
            channels = outputs
    x = b.relu6(b.norm(b.conv(x, 320, 1280, 1), 1280))
    x = b.node("Flatten", [b.node("GlobalAveragePool", [x])])
    b.save(b.linear(x, 1280, 1000), path)


def resnet50(path):
    b = Builder([1, 3, 224, 224])
    x, channels = residual_start(b), 64
    for inner, count, first in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        outputs = 4 * inner
        for index in range(count):
            stride = first if index == 0 else 1
            skip = x if index else b.norm(b.conv(x, channels, outputs, 1, stride), outputs)
            y = b.node("Relu", [b.norm(b.conv(x, channels, inner, 1), inner)])
            y = b.node("Relu", [b.norm(b.conv(y, inner, inner, 3, stride, 1), inner)])
            y = b.norm(b.conv(y, inner, outputs, 1), outputs)
            x = b.node("Relu", [b.node("Add", [y, skip])])
            channels = outputs
    x = b.node("Flatten", [b.node("GlobalAveragePool", [x])])
    b.save(b.linear(x, 2048, 1000), path)


def squeezenet(path):
    """SqueezeNet 1.1."""
    b = Builder([1, 3, 224, 224])
    pool = {"kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1}
    x = b.node("Relu", [b.conv("x", 3, 64, 3, 2, bias=True)])
    channels = 64
    fires = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))
    for index, (inner, outputs) in enumerate(fires):
        if index in (0, 2, 4):
            x = b.node("MaxPool", [x], **pool)
        x = b.node("Relu", [b.conv(x, channels, inner, 1, bias=True)])
        parts = [b.conv(x, inner, outputs, 1, bias=True),
                 b.conv(x, inner, outputs, 3, pad=1, bias=True)]
        x = b.node("Concat", [b.node("Relu", [part]) for part in parts], axis=1)
        channels = 2 * outputs
    x = b.node("Relu", [b.conv(x, channels, 1000, 1, bias=True)])
    b.save(b.node("Flatten", [b.node("GlobalAveragePool", [x])]), path)


def unet(path, side=256):
    b = Builder([1, 3, side, side])

    def double(x, inputs, outputs):
        for channels in (inputs, outputs):
            x = b.node("Relu", [b.norm(b.conv(x, channels, outputs, 3, 1, 1), outputs)])
        return x

    x, channels, skips = "x", 3, []
    for outputs in (32, 64, 128, 256):
        x = double(x, channels, outputs)
        skips.append((x, outputs))
        x = b.node("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
        channels = outputs
    x = double(x, 256, 512)
    channels = 512
    for skip, outputs in reversed(skips):
        x = b.node("ConvTranspose", [x, b.weight(channels, outputs, 2, 2), b.weight(outputs)],
                   kernel_shape=[2, 2], strides=[2, 2])
        x = double(b.node("Concat", [skip, x], axis=1), 2 * outputs, outputs)
        channels = outputs
    b.save(b.conv(x, channels, 2, 1, bias=True), path)


def efficientnet(path):
    """EfficientNet-B0."""
    b = Builder([1, 3, 224, 224])
    x = b.silu(b.norm(b.conv("x", 3, 32, 3, 2, 1), 32))
    channels = 32
    blocks = ((1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
              (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3))
    for factor, outputs, count, first, kernel in blocks:
        for index in range(count):
            stride = first if index == 0 else 1
            inner = channels * factor
            y = x
            if factor != 1:
                y = b.silu(b.norm(b.conv(y, channels, inner, 1), inner))
            y = b.silu(b.norm(b.conv(y, inner, inner, kernel, stride, kernel // 2, inner), inner))
            reduced = channels // 4
            s = b.silu(b.conv(b.node("GlobalAveragePool", [y]), inner, reduced, 1, bias=True))
            s = b.node("Sigmoid", [b.conv(s, reduced, inner, 1, bias=True)])
            y = b.norm(b.conv(b.node("Mul", [y, s]), inner, outputs, 1), outputs)
            x = b.node("Add", [y, x]) if stride == 1 and channels == outputs else y
            channels = outputs
    x = b.silu(b.norm(b.conv(x, 320, 1280, 1), 1280))
    x = b.node("Flatten", [b.node("GlobalAveragePool", [x])])
    b.save(b.linear(x, 1280, 1000), path)


ALL = {
    "lenet5": lenet5, "resnet18": resnet18, "mobilenetv2": mobilenetv2, "resnet50": resnet50,
    "squeezenet": squeezenet, "unet": unet, "efficientnet": efficientnet,
}
