"""Times cnnscope against PyTorch, JAX, NumPy, ONNX Runtime, OpenVINO and ncnn on this machine, in
turn: A B A B ...

    pip install torch torchvision onnx onnxruntime openvino ncnn pnnx jax numpy
    swift build -c release
    python samples/bench/bench.py [--threads 2] [--rounds 5] [--only lenet5,resnet18]
        [--kind training|forward|process]

Every round measures each program in a process of its own for a second; the table has the medians of
the rounds and, behind them, the best. PyTorch runs twice: as it is, and with an allocator that keeps
its memory ("tuned"); networks of ordinary size also with channels last. The last column is the
peer's time over that of cnnscope, which is the median of the ratios within the rounds. The ONNX files
are made in a temporary folder. The kind "process" times whole processes, from the command to the
first result, and prints the largest resident memory. Peers that are not installed are left out.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(os.path.dirname(os.path.dirname(HERE)), ".build", "release", "cnnscope")
FORWARD = [
    "lenet5", "mobilenetv2", "resnet18", "resnet50", "squeezenet", "unet", "efficientnet"]
ENGINES = {"onnx": "onnxruntime", "openvino": "openvino", "ncnn": "ncnn"}
ORDINARY = {
    f"{name}, {batch}": (name, batch, shape)
    for name, shape, batches in (
        ("resnet18", (3, 224, 224), (1, 4, 16)), ("mobilenetv2", (3, 224, 224), (1, 4, 16)),
        ("unet", (3, 128, 128), (4,)))
    for batch in batches
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
         "last": "channels last", "onnx": "ONNX Runtime", "openvino": "OpenVINO", "ncnn": "ncnn"}


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


def random_input(path):
    import numpy
    import onnx

    shape = onnx.load(path).graph.input[0].type.tensor_type.shape
    extents = [dimension.dim_value for dimension in shape.dim]
    return numpy.random.default_rng(0).random(extents, dtype=numpy.float32)


def onnx_run(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda x: session.run(None, {"x": x})


def openvino_run(path, threads):
    import openvino

    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32",
                "INFERENCE_NUM_THREADS": threads}
    request = openvino.Core().compile_model(path, "CPU", settings).create_infer_request()
    return lambda x: request.infer([x], share_inputs=True, share_outputs=True)


def ncnn_run(path, threads):
    import ncnn

    net = ncnn.Net()
    net.opt.num_threads = threads
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    net.load_param(path[:-5] + ".ncnn.param")
    net.load_model(path[:-5] + ".ncnn.bin")

    def run(x):
        extractor = net.create_extractor()
        extractor.input("in0", ncnn.Mat(x[0]))
        return extractor.extract("out0")

    return run


def convert_for_ncnn(path):
    extents = ",".join(str(extent) for extent in random_input(path).shape)
    subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "pnnx"), path, "fp16=0",
         f"inputshape=[{extents}]"],
        cwd=os.path.dirname(path), capture_output=True, check=True)


RUNS = {"onnx": onnx_run, "openvino": openvino_run, "ncnn": ncnn_run}


def engine(kind, path, threads):
    x = random_input(path)
    run = RUNS[kind](path, threads)
    return median_time(lambda: run(x))


def ordinary(name, batch, shape, threads, channels_last):
    import torch_models

    return median_time(torch_models.step(name, batch, shape, threads, channels_last), 3.0)


PROCESS = """
import sys, numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(sys.argv[3])
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
print(session.run(None, {"x": numpy.load(sys.argv[2])})[0].argmax())
"""


# A process begins with the largest resident memory of the one that starts it, so that is a small one.
START = """
import os, subprocess, sys, time
start = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
assert status == 0, sys.argv[1:]
print(time.perf_counter() - start, usage.ru_maxrss / 1024)
"""


def process(line):
    """Seconds and megabytes of a whole process."""
    output = subprocess.run(
        [sys.executable, "-S", "-c", START, *line], stdout=subprocess.PIPE, text=True, check=True)
    return tuple(float(number) for number in output.stdout.split())


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
    if kind == "ordinary":
        print(ordinary(*rest))
    else:
        print(engine(kind, *rest) if kind in ENGINES else training(kind, *rest))


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


def report_processes(name, path, threads, rounds):
    import numpy

    numpy.save(path + ".npy", random_input(path))
    lines = {
        "cnnscope": [PROGRAM, "run", path, path + ".npy", "--threads", str(threads)],
        NAMES["onnx"]: [sys.executable, "-c", PROCESS, path, path + ".npy", str(threads)]}
    results = {label: [] for label in lines}
    for _ in range(rounds):
        for label, line in lines.items():
            results[label].append(process(line))
    for label, values in results.items():
        seconds = [seconds for seconds, _ in values]
        print(f"{name:16} process   {threads} {label:14} {statistics.median(seconds):10.3f} s  "
              f"({min(seconds):.3f}) {max(megabytes for _, megabytes in values):8.0f} MB",
              flush=True)


def installed(module):
    return importlib.util.find_spec(module) is not None


def run_training(names, threads, rounds):
    for name in names:
        network, batch, shape, peers = TRAINING[name]
        # One image at a time leaves nothing to share.
        count = 1 if batch == 1 else threads
        modules = {"torch": "torch", "tuned": "torch", "jax": "jax", "numpy": "numpy"}
        report(name, "training", batch, count, rounds,
               lambda: cnnscope(network, batch, count, False),
               {NAMES[label]: lambda label=label: peer(
                   ["torch" if label == "tuned" else label, name, batch, shape, count], count,
                   label == "tuned") for label in peers if installed(modules[label])})


def run_ordinary(names, threads, rounds):
    for name in names:
        network, batch, shape = ORDINARY[name]
        report(name, "training", batch, threads, rounds,
               lambda: cnnscope(os.path.join(HERE, network + ".cnn"), batch, threads, False),
               {NAMES[label]: lambda label=label: peer(
                   ["ordinary", network, batch, shape, threads, label == "last"], threads,
                   label != "torch")
                for label in ("torch", "tuned", "last") if installed("torchvision")})


def run_onnx(names, kind, folder, threads, rounds):
    import onnx_models

    peers = [label for label, module in ENGINES.items() if installed(module)]
    for name in names:
        path = os.path.join(folder, name + ".onnx")
        onnx_models.ALL[name](path)
        if kind == "process":
            report_processes(name, path, threads, rounds)
            continue
        if "ncnn" in peers:
            convert_for_ncnn(path)
        report(name, "forward", 1, threads, rounds, lambda: cnnscope(path, 1, threads, True),
               {NAMES[label]: lambda label=label: peer([label, path, threads], threads)
                for label in peers})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="names of networks, with commas")
    parser.add_argument("--kind", choices=["forward", "training", "process"])
    parser.add_argument("--one")
    options = parser.parse_args()
    if options.one:
        return one(json.loads(options.one))
    wanted = [name for name in options.only.split(",") if name]

    def chosen(names, kind):
        return [name for name in names if options.kind in (None, kind)
                and (not wanted or name in wanted or name.split(",")[0] in wanted)]

    run_training(chosen(TRAINING, "training"), options.threads, options.rounds)
    run_ordinary(chosen(ORDINARY, "training"), options.threads, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("forward", "process"):
            run_onnx(chosen(FORWARD, kind), kind, folder, options.threads, options.rounds)


if __name__ == "__main__":
    main()
