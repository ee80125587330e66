import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope bench`: how fast networks train and run on this machine.
struct BenchVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure how fast networks train and run on this machine.",
    discussion: """
      For every network: samples per second of training with plain SGD and of a forward pass of one \
      sample, GFLOP/s (a multiplication and its addition are two operations), their share of the \
      processor's peak, and the number of allocations per step. The peak is measured in the same \
      run, interleaved with the passes: multiply-adds in registers only, on all threads. Times are \
      medians of 5 to 15 rounds. Allocations are counted by the program's own malloc. Weights and \
      images are random. Without --batch, training has 64 samples a step, or as many as fit into half \
      of the memory.

      --layers also lists the time of every layer, its share of the whole and of the limit: forward for \
      one sample, where layers that run within the step of another one are left out, and in training \
      phase by phase, as the explorer steps.

      Example: cnnscope bench lenet5 fcn --threads 2
               cnnscope bench samples/bench/resnet18.cnn --batch 1 --json
      """)

  @Argument(help: "Built-in networks or model files.", completion: .networks)
  var networks: [String] = ["lenet5"]

  @OptionGroup var shape: InputShapeOptions

  @Option(help: "The batch size of training (default: 64, fewer where the memory is small).")
  var batch: Int?

  @Option(help: "The number of threads (default: the number of cores).")
  var threads: Int?

  @Flag(help: "Measure forward passes only.")
  var forward = false

  @Flag(help: "List the time of every layer, too.")
  var layers = false

  @Flag(help: "Print one JSON document.")
  var json = false

  @Flag(help: "Print how to measure other programs beside this one.")
  var peers = false

  func validate() throws {
    if let batch, !(1...1_000_000 ~= batch) {
      throw ValidationError("--batch takes a number from 1 to 1000000, not \(batch)")
    }
    try NetworkOptions.check(threads: threads)
  }

  /// What ``peers`` prints.
  private static let comparison = """
    bench.py measures PyTorch, JAX, NumPy, ONNX Runtime, OpenVINO and ncnn beside cnnscope, in turn. In \
    the folder of the sources:

      pip install torch torchvision onnx onnxruntime openvino ncnn pnnx jax numpy
      swift build -c release
      python samples/bench/bench.py --only lenet5,resnet18

    """

  func run() throws {
    if peers { return StandardOutput.say(Self.comparison) }
    let opened = try networks.map { try NetworkLibrary.open($0, sample: shape.sample) }
    NetworkOptions.install(threads: threads)
    let pool = WorkerPool.shared
    let results = opened.map { network in
      let benchmark = Benchmark(network, batch: batch, pool: pool) { sentence in
        if StandardError.isTerminal { StandardError.say(sentence) }
      }
      return BenchReport.Entry(
        network: network, passes: benchmark.results(training: !forward),
        layers: layers
          ? LayerBenchmark(network, batch: benchmark.batch).rows(training: !forward) : [])
    }
    let report = BenchReport(threads: pool.threads, results: results)
    StandardOutput.say(json ? report.json.text : report.text)
  }
}
