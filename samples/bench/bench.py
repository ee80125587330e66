"""Times cnnscope against PyTorch, JAX, NumPy and ONNX Runtime on this machine, in turn: A B A B ...

    pip install torch onnx onnxruntime jax numpy
    swift build -c release
    python samples/bench/bench.py [--threads 2] [--rounds 5] [--only lenet5,resnet18]

Every round measures each program in a process of its own for a second; the table has the medians of
the rounds and, behind them, the best. PyTorch runs twice: as it is, and with an allocator that keeps
its memory ("tuned"). The last column is the peer's time over that of cnnscope, which is the median
of the ratios within the rounds. The ONNX files are made in a temporary folder.
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
PROGRAM = os.path.join(os.path.dirname(os.path.dirname(HERE)), ".build", "release", "cnnscope")
FORWARD = {
    "lenet5": "lenet5",
    "mobilenetv2": os.path.join(HERE, "mobilenetv2.cnn"),
    "resnet18": os.path.join(HERE, "resnet18.cnn"),
}
SEPARABLE = os.path.join(HERE, "cifar-separable.cnn")
TRAINING = {
    "lenet5": ("lenet5", 64, (1, 32, 32), ["torch", "tuned", "jax", "numpy"]),
    "lenet5-relu": ("lenet5-relu", 64, (1, 32, 32), ["torch", "tuned", "jax", "numpy"]),
    "fcn": ("fcn", 64, (1, 32, 32), ["torch", "tuned", "jax", "numpy"]),
    "cifar-separable": (SEPARABLE, 64, (3, 32, 32), ["torch", "tuned", "jax"]),
    "avgpool16": ("avgpool16", 1, (1, 28, 28), ["torch", "tuned", "jax", "numpy"]),
    "digits8": ("digits8", 64, (1, 8, 8), ["torch", "tuned", "jax", "numpy"]),
}
TUNED = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}
NAMES = {"torch": "PyTorch", "tuned": "PyTorch tuned", "jax": "JAX", "numpy": "NumPy im2col",
         "onnx": "ONNX Runtime"}


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
    return next(p for p in json.loads(output)["passes"] if p["pass"] == wanted)


def onnx_forward(path, threads):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    shape = session.get_inputs()[0].shape
    x = numpy.random.default_rng(0).random(shape, dtype=numpy.float32)
    return median_time(lambda: session.run(None, {"x": x}))


def training(kind, name, batch, shape, threads):
    import training_peers

    return median_time(training_peers.STEPS[kind](name, batch, shape, threads))


def peer(arguments, threads, tuned=False):
    """A measurement in a process of its own, so that each begins alike."""
    line = [sys.executable, os.path.abspath(__file__), "--one", json.dumps(arguments)]
    words = dict(os.environ, OPENBLAS_NUM_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
    if threads == 1:
        words["XLA_FLAGS"] = (
            "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    output = subprocess.run(line, capture_output=True, text=True, check=True,
                            env={**words, **(TUNED if tuned else {})}).stdout
    return float(output.split()[-1])


def one(arguments):
    kind, *rest = arguments
    print(onnx_forward(*rest) if kind == "onnx" else training(kind, *rest))


def report(name, kind, batch, count, rounds, measure, peers):
    shares, times = [], {label: [] for label in ["cnnscope", *peers]}
    for _ in range(rounds):
        own = measure()
        shares.append(own["share"])
        times["cnnscope"].append(own["seconds"])
        for label, run in peers.items():
            times[label].append(run())
    for label, values in times.items():
        value = statistics.median(values)
        ratio = statistics.median(v / own for v, own in zip(values, times["cnnscope"]))
        print(f"{name:16} {kind:9} {count} {label:14} {value * 1e3:10.4f} ms "
              f"({min(values) * 1e3:.4f}) {batch / value:10.0f}/s {ratio:7.2f} x"
              + (f"  {statistics.median(shares):.0%} of limit" if label == "cnnscope" else ""),
              flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="names of networks, with commas")
    parser.add_argument("--kind", choices=["forward", "training"])
    parser.add_argument("--one")
    options = parser.parse_args()
    if options.one:
        return one(json.loads(options.one))
    wanted = [name for name in options.only.split(",") if name]
    threads = options.threads

    def chosen(names, kind):
        return [name for name in names
                if (not wanted or name in wanted) and options.kind in (None, kind)]

    with tempfile.TemporaryDirectory() as folder:
        for name in chosen(TRAINING, "training"):
            network, batch, shape, peers = TRAINING[name]
            # One image at a time leaves nothing to share.
            count = 1 if batch == 1 else threads
            report(name, "training", batch, count, options.rounds,
                   lambda: cnnscope(network, batch, count, False),
                   {NAMES[label]: lambda label=label: peer(
                       ["torch" if label == "tuned" else label, name, batch, shape, count], count,
                       label == "tuned") for label in peers})
        for name in chosen(FORWARD, "forward"):
            import onnx_models

            path = os.path.join(folder, name + ".onnx")
            onnx_models.ALL[name](path)
            report(name, "forward", 1, threads, options.rounds,
                   lambda: cnnscope(FORWARD[name], 1, threads, True),
                   {NAMES["onnx"]: lambda: peer(["onnx", path, threads], threads)})


if __name__ == "__main__":
    main()
