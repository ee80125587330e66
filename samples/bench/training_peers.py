"""One training step (forward, backward, plain gradient descent) of a network in the words of each
peer: every function gives a step that can be repeated, with random images and classes."""

import numpy

from networks import NETWORKS

RATE = 0.01


def data(batch, shape):
    random = numpy.random.default_rng(0)
    images = random.random((batch, *shape), dtype=numpy.float32)
    return images, random.integers(0, 10, batch)


def torch_step(name, batch, shape, threads):
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    layers, channels = [], shape[0]
    x, y = (torch.from_numpy(a) for a in data(batch, shape))
    for kind, *rest in NETWORKS[name]:
        if kind == "conv":
            outputs, kernel, stride, pad, groups, bias = rest
            layers.append(nn.Conv2d(channels, outputs, kernel, stride, pad, 1, groups, bias))
            channels = outputs
        elif kind == "linear":
            count = nn.Sequential(*layers)(x[:1]).shape[1]
            layers.append(nn.Linear(count, rest[0]))
        else:
            layers.append({
                "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "flatten": nn.Flatten,
                "maxpool": lambda: nn.MaxPool2d(2), "avgpool": lambda: nn.AvgPool2d(2),
                "mean": lambda: nn.AdaptiveAvgPool2d(1)}[kind]())
    network = nn.Sequential(*layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()

    return step


def jax_step(name, batch, shape, threads):
    import jax
    from jax import lax, numpy as jnp

    random = numpy.random.default_rng(1)
    images, labels = data(batch, shape)
    x, y = jnp.asarray(images), jnp.asarray(labels)

    def weight(*extents):
        return jnp.asarray(random.normal(0, 0.1, extents).astype(numpy.float32))

    def pool(h, start, combine):
        return lax.reduce_window(h, start, combine, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")

    def forward(parameters, h, make=False):
        rest = iter(parameters)
        for kind, *words in NETWORKS[name]:
            if kind == "conv":
                outputs, kernel, stride, pad, groups, bias = words
                if make:
                    parameters.append(weight(outputs, h.shape[1] // groups, kernel, kernel))
                    if bias:
                        parameters.append(weight(outputs, 1, 1))
                h = lax.conv_general_dilated(
                    h, next(rest), (stride, stride), [(pad, pad)] * 2, feature_group_count=groups,
                    dimension_numbers=("NCHW", "OIHW", "NCHW"))
                h = h + next(rest) if bias else h
            elif kind == "linear":
                if make:
                    parameters += [weight(words[0], h.shape[1]), weight(words[0])]
                h = h @ next(rest).T + next(rest)
            elif kind == "flatten":
                h = h.reshape(h.shape[0], -1)
            elif kind == "mean":
                h = h.mean((2, 3), keepdims=True)
            elif kind == "maxpool":
                h = pool(h, -jnp.inf, lax.max)
            elif kind == "avgpool":
                h = pool(h, 0.0, lax.add) / 4
            else:
                h = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}[kind](h)
        return h

    def loss(parameters):
        logits = forward(parameters, x)
        return -jax.nn.log_softmax(logits)[jnp.arange(batch), y].mean()

    @jax.jit
    def update(parameters):
        value, slopes = jax.value_and_grad(loss)(parameters)
        return [w - RATE * g for w, g in zip(parameters, slopes)], value

    state = [[]]
    forward(state[0], x, make=True)

    def step():
        state[0], value = update(state[0])
        value.block_until_ready()

    return step


class Layer:
    """A layer in NumPy; convolutions as products of matrices of windows."""

    def __init__(self, kind, words, shape):
        self.kind, self.words, self.inputs = kind, words, shape
        random = numpy.random.default_rng(2)

        def weight(*extents):
            return random.normal(0, 0.1, extents).astype(numpy.float32)

        self.parameters = []
        if kind == "conv":
            outputs, kernel, stride, pad, groups, bias = words
            assert groups == 1 and pad == 0 and stride == 1, "not with windows as a matrix"
            self.parameters = [weight(outputs, shape[0] * kernel * kernel)]
            self.parameters += [weight(outputs)] if bias else []
        elif kind == "linear":
            self.parameters = [weight(words[0], shape[0]), weight(words[0])]

    def forward(self, x):
        self.x = x
        if self.kind == "conv":
            outputs, kernel = self.words[:2]
            windows = numpy.lib.stride_tricks.sliding_window_view(x, (kernel, kernel), (2, 3))
            self.plane = windows.shape[2:4]
            self.columns = numpy.ascontiguousarray(windows.transpose(0, 2, 3, 1, 4, 5)).reshape(
                -1, x.shape[1] * kernel * kernel)
            y = self.columns @ self.parameters[0].T
            y = y + self.parameters[1] if len(self.parameters) > 1 else y
            return y.reshape(x.shape[0], *self.plane, outputs).transpose(0, 3, 1, 2)
        if self.kind == "linear":
            return x @ self.parameters[0].T + self.parameters[1]
        if self.kind == "relu":
            return numpy.maximum(x, 0)
        if self.kind == "sigmoid":
            self.y = 1 / (1 + numpy.exp(-x))
            return self.y
        if self.kind == "flatten":
            return x.reshape(x.shape[0], -1)
        rows, columns = x.shape[2] // 2, x.shape[3] // 2
        blocks = x[:, :, :2 * rows, :2 * columns].reshape(*x.shape[:2], rows, 2, columns, 2)
        if self.kind == "avgpool":
            return blocks.mean((3, 5))
        self.blocks, self.y = blocks, blocks.max((3, 5))
        return self.y

    def backward(self, gradient, needs_input):
        if self.kind == "conv":
            outputs, kernel = self.words[:2]
            rows = gradient.transpose(0, 2, 3, 1).reshape(-1, outputs)
            self.slopes = [rows.T @ self.columns, rows.sum(0)]
            if not needs_input:
                return None
            parts = (rows @ self.parameters[0]).reshape(
                self.x.shape[0], *self.plane, self.x.shape[1], kernel, kernel)
            result = numpy.zeros_like(self.x)
            for row in range(kernel):
                for column in range(kernel):
                    result[:, :, row:row + self.plane[0], column:column + self.plane[1]] += (
                        parts[:, :, :, :, row, column].transpose(0, 3, 1, 2))
            return result
        if self.kind == "linear":
            self.slopes = [gradient.T @ self.x, gradient.sum(0)]
            return gradient @ self.parameters[0]
        if self.kind == "relu":
            return gradient * (self.x > 0)
        if self.kind == "sigmoid":
            return gradient * self.y * (1 - self.y)
        if self.kind == "flatten":
            return gradient.reshape(self.x.shape)
        spread = gradient[:, :, :, None, :, None]
        if self.kind == "avgpool":
            parts = numpy.broadcast_to(spread / 4, (*gradient.shape[:3], 2, gradient.shape[3], 2))
        else:
            parts = spread * (self.blocks == self.y[:, :, :, None, :, None])
        return parts.reshape(*gradient.shape[:2], 2 * gradient.shape[2], 2 * gradient.shape[3])


def numpy_step(name, batch, shape, threads):
    x, labels = data(batch, shape)
    layers, h = [], x
    for kind, *words in NETWORKS[name]:
        layers.append(Layer(kind, words, h.shape[1:]))
        h = layers[-1].forward(h)

    def step():
        h = x
        for layer in layers:
            h = layer.forward(h)
        powers = numpy.exp(h - h.max(1, keepdims=True))
        gradient = powers / powers.sum(1, keepdims=True)
        -numpy.log(gradient[numpy.arange(batch), labels]).mean()
        gradient[numpy.arange(batch), labels] -= 1
        gradient /= batch
        for index in reversed(range(len(layers))):
            gradient = layers[index].backward(gradient, index > 0)
        for layer in layers:
            for parameter, slope in zip(layer.parameters, getattr(layer, "slopes", [])):
                parameter -= RATE * slope

    return step


STEPS = {"torch": torch_step, "jax": jax_step, "numpy": numpy_step}
