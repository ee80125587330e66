import ArgumentParser
import CNNEngine
import CNNModel
import CursesDriver
import ModelFiles
import ScopeDebugger

/// The options of every verb that runs a network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "The random seed of initial weights and dropout.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      """
      Load weights from a .safetensors, .npz, PyTorch, Keras or .onnx file, by name or by order; \
      "trained" are those that come with a built-in network.
      """, valueName: "file"),
    completion: .file(extensions: [
      "safetensors", "npz", "pt", "pth", "ckpt", "pt2", "h5", "keras", "onnx",
    ]))
  var weights: String?

  @Flag(help: "Load the weights that fit by name; everything else keeps its initial values.")
  var partial = false

  @Option(
    help: "The number of threads (default: the number of cores); results do not depend on it.")
  var threads: Int?

  func validate() throws {
    try Self.check(threads: threads)
    if partial, weights == nil { throw ValidationError("--partial needs --weights") }
  }

  /// - Throws: when the number of threads is out of range.
  static func check(threads: Int?) throws {
    if let threads, !(1...mostThreads).contains(threads) {
      throw ValidationError(
        "--threads takes a number from 1 to \(mostThreads), not \(threads)")
    }
  }

  private static let mostThreads = 1024

  /// Makes the engine compute with the requested number of threads.
  func installThreads() { Self.install(threads: threads) }

  static func install(threads: Int?) {
    WorkerPool.install(
      threads: threads ?? WorkerPool.cores, start: { CursesTerminal.prepareThread() })
  }

  /// The initial state of a network: from `--weights`, or else from the seed.
  ///
  /// Which array filled which parameter is reported on standard error.
  func state(of network: Network) throws -> ModelState {
    var state = try Self.initial(network, seed: seed)
    guard let weights else { return state }
    let report = try WeightFile(named: weights, for: network).fill(
      &state, of: network, partially: partial)
    report.say(file: weights)
    return state
  }

  /// The state of a network before any training: its file's numbers, or else those of the seed.
  static func initial(_ network: Network, seed: UInt64) throws -> ModelState {
    try MemoryCheck(network).inference()
    return ModelState(network, optimizer: StochasticGradientDescent(rate: 0.1), seed: seed)
  }
}

extension WeightFile.Report {
  fileprivate func say(file: String) {
    for line in lines(file: file) { StandardError.say(line) }
  }
}

extension Network {
  /// The node with the layer name that the user gave.
  ///
  /// - Throws: ``UserError`` with the nearest name when there is none.
  func layer(named name: String) throws -> Int {
    try NetworkNames(network: self).node(named: name)
  }
}

extension ArgumentHelp {
  static let network = ArgumentHelp(
    "A built-in network, or a .cnn, .onnx, .pt2, .keras or .h5 file.")
  static let networkOrRecipe = ArgumentHelp(
    "A built-in network, or a .cnn, .onnx, .pt2, .keras or .h5 file (default: the recipe's).")
  static let input = ArgumentHelp(
    "An image (PNG, JPEG, PNM), an array (.npy), or a sample such as digits:42.")
  static let dataSet = ArgumentHelp(
    """
    The data set: digits, mnist, a folder (IDX files, images by class, images and masks, CIFAR), \
    arrays (x.npy,y.npy or FILE.npz), or tables (FILE.csv).
    """, valueName: "data")
}

extension CompletionKind {
  /// The built-in networks and the model files in the current folder.
  static let networks = CompletionKind.shellCommand(
    "cnnscope shapes --list | cut -d ' ' -f 1; ls | grep -E '[.](cnn|onnx|pt2|keras|h5)$'")
  static let inputs = CompletionKind.file(
    extensions: ["npy", "png", "jpg", "jpeg", "pgm", "ppm", "pbm", "pnm"])
  static let arrays = CompletionKind.file(extensions: ["npy", "npz"])
}

extension ComputeMode: ExpressibleByArgument {}

/// A verb that runs a network.
protocol NetworkVerb {
  var options: NetworkOptions { get }
}
