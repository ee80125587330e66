"""Times cnnscope against PyTorch and ONNX Runtime on this machine, in turn: A B A B ...

    pip install torch onnx onnxruntime numpy
    swift build -c release
    python samples/bench/bench.py [--threads 2] [--rounds 5]

Every round measures each program for a second; the table has medians of the rounds' medians.
PyTorch runs twice: as it is, and with an allocator that keeps its memory ("tuned"). The ONNX files
are made in a temporary folder.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(ROOT, ".build", "release", "cnnscope")
FORWARD = {
    "lenet5": "lenet5",
    "mobilenetv2": os.path.join(HERE, "mobilenetv2.cnn"),
    "resnet18": os.path.join(HERE, "resnet18.cnn"),
}
TRAINING = {
    "lenet5": ("lenet5", 64, (1, 32, 32)),
    "cifar-separable": (os.path.join(HERE, "cifar-separable.cnn"), 64, (3, 32, 32)),
    "avgpool16": ("avgpool16", 1, (1, 28, 28)),
    "digits8": ("digits8", 64, (1, 8, 8)),
}
TUNED = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}


def median_time(step, seconds=1.0):
    for _ in range(3):
        step()
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def cnnscope(network, batch, threads, forward):
    line = [PROGRAM, "bench", network, "--batch", str(batch), "--threads", str(threads), "--json"]
    output = subprocess.run(line + (["--forward"] if forward else []), capture_output=True,
                            text=True, check=True).stdout
    wanted = "forward" if forward else "training"
    return next(p["seconds"] for p in json.loads(output)["passes"] if p["pass"] == wanted)


def onnx_forward(path, threads):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    shape = session.get_inputs()[0].shape
    x = numpy.random.default_rng(0).random(shape, dtype=numpy.float32)
    return median_time(lambda: session.run(None, {"x": x}))


def torch_network(name):
    from torch import nn

    if name == "lenet5":
        return nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.Sigmoid(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.Sigmoid(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84),
            nn.Sigmoid(), nn.Linear(84, 10))
    if name == "cifar-separable":
        return nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, 2, 1), nn.ReLU(),
            nn.Conv2d(64, 64, 3, padding=1, groups=64), nn.Conv2d(64, 128, 1), nn.ReLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))
    if name == "avgpool16":
        return nn.Sequential(
            nn.Conv2d(1, 16, 3, bias=False), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(2704, 10))
    return nn.Sequential(
        nn.Conv2d(1, 1, 3), nn.ReLU(), nn.Flatten(), nn.Linear(36, 10), nn.ReLU(),
        nn.Linear(10, 10))


def torch_training(name, batch, shape, threads):
    import torch

    torch.set_num_threads(threads)
    network = torch_network(name)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    x, y = torch.rand(batch, *shape), torch.randint(10, (batch,))

    def step():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()

    return median_time(step)


def peer(arguments, environment=None):
    """A measurement in a process of its own, so that each begins alike."""
    line = [sys.executable, os.path.abspath(__file__), "--one", json.dumps(arguments)]
    output = subprocess.run(line, capture_output=True, text=True, check=True,
                            env={**os.environ, **(environment or {})}).stdout
    return float(output.split()[-1])


def one(arguments):
    kind, *rest = arguments
    print(onnx_forward(*rest) if kind == "onnx" else torch_training(*rest))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["forward", "training"])
    parser.add_argument("--one")
    options = parser.parse_args()
    if options.one:
        return one(json.loads(options.one))
    threads = options.threads
    programs = []
    with tempfile.TemporaryDirectory() as folder:
        import onnx_models

        if options.only != "training":
            for name, network in FORWARD.items():
                path = os.path.join(folder, name + ".onnx")
                onnx_models.ALL[name](path)
                programs.append((name, "forward", 1, [
                    ("cnnscope", lambda n=network: cnnscope(n, 1, threads, True)),
                    ("ONNX Runtime", lambda p=path: peer(["onnx", p, threads]))]))
        if options.only != "forward":
            for name, (network, batch, shape) in TRAINING.items():
                count = 1 if batch == 1 else threads
                call = ["torch", name, batch, shape, count]
                programs.append((name, "training", batch, [
                    ("cnnscope", lambda n=network, b=batch, c=count: cnnscope(n, b, c, False)),
                    ("PyTorch", lambda a=call: peer(a)),
                    ("PyTorch tuned", lambda a=call: peer(a, TUNED))]))
        for name, kind, batch, peers in programs:
            times = {label: [] for label, _ in peers}
            for _ in range(options.rounds):
                for label, measure in peers:
                    times[label].append(measure())
            own = statistics.median(times["cnnscope"])
            for label, values in times.items():
                value = statistics.median(values)
                print(f"{name:16} {kind:9} {label:14} {value * 1e3:10.4f} ms "
                      f"{batch / value:12.1f} samples/s {value / own:7.2f} x", flush=True)


if __name__ == "__main__":
    main()
