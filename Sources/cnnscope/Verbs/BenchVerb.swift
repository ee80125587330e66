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

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if let batch, !(1...1_000_000 ~= batch) {
      throw ValidationError("--batch takes a number from 1 to 1000000, not \(batch)")
    }
    try NetworkOptions.check(threads: threads)
  }

  func run() throws {
    let opened = try networks.map { try NetworkLibrary.open($0, sample: shape.sample) }
    NetworkOptions.install(threads: threads)
    let pool = WorkerPool.shared
    let results = opened.map { network in
      let benchmark = Benchmark(network, batch: batch, pool: pool) { sentence in
        if StandardError.isTerminal { StandardError.say(sentence) }
      }
      return (network, benchmark.results(training: !forward))
    }
    let report = BenchReport(threads: pool.threads, results: results)
    StandardOutput.say(json ? report.json.text : report.text)
  }
}

/// What a benchmark prints.
struct BenchReport {
  let threads: Int
  let results: [(network: Network, passes: [Benchmark.Result])]

  private var level: String { ProcessorLevel.current.rawValue }

  var text: String {
    var table = TextTable([
      ("network", .left), ("pass", .left), ("batch", .right), ("samples/s", .right),
      ("best", .right), ("ms", .right), ("GFLOP/s", .right), ("of limit", .right),
      ("allocations", .right),
    ])
    for (network, passes) in results {
      for pass in passes {
        table.add([
          network.title, pass.pass, "\(pass.batch)", Decimals.text(pass.samplesPerSecond, 4),
          Decimals.text(Double(pass.batch) / pass.best, 4), Decimals.text(pass.median * 1e3, 3),
          Decimals.text(pass.operationsPerSecond / 1e9, 3),
          Decimals.percent(pass.share, 2),
          pass.allocations.map { Decimals.text($0, 4) } ?? "–",
        ])
      }
    }
    let limit = results.flatMap(\.passes).map(\.limit).max() ?? 0
    let threads = threads == 1 ? "1 thread" : "\(threads) threads"
    return "\(level), \(threads), limit \(Decimals.text(limit / 1e9, 3)) GFLOP/s\n" + table.text
  }

  var json: JSONText {
    let passes = results.flatMap { network, passes in
      passes.map { pass in
        JSONText.object([
          ("network", .string(network.title)), ("pass", .string(pass.pass)),
          ("batch", .integer(pass.batch)), ("seconds", .number(pass.median)),
          ("best_seconds", .number(pass.best)),
          ("samples_per_second", .number(pass.samplesPerSecond)),
          ("gflops", .number(pass.operationsPerSecond / 1e9)),
          ("limit_gflops", .number(pass.limit / 1e9)),
          ("share", .number(pass.share)),
          ("allocations", pass.allocations.map { .number($0) } ?? .null),
        ])
      }
    }
    return .object([
      ("level", .string(level)), ("threads", .integer(threads)), ("passes", .array(passes)),
    ])
  }
}
