import ArgumentParser
import CNNEngine
import CNNModel
import CursesDriver
import ModelFiles
import ScopeDebugger

/// The options of every verb that runs a network.
struct NetworkOptions: ParsableArguments {
  @Option(help: "The number that first weights and dropout follow from.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "A .safetensors, .npz or .onnx file that fills the network, by name or by order.",
      valueName: "file"),
    completion: .file(extensions: ["safetensors", "npz"]))
  var weights: String?

  @Option(
    help: "Threads to compute with; the number of cores unless said. Results do not depend on it.")
  var threads: Int?

  func validate() throws { try Self.check(threads: threads) }

  /// - Throws: when there cannot be so many threads.
  static func check(threads: Int?) throws {
    if let threads, !(1...mostThreads).contains(threads) {
      throw ValidationError(
        "--threads takes a number from 1 to \(mostThreads), not \(threads)")
    }
  }

  private static let mostThreads = 1024

  /// Lets the engine compute with as many threads as were asked for.
  func installThreads() { Self.install(threads: threads) }

  static func install(threads: Int?) {
    WorkerPool.install(
      threads: threads ?? WorkerPool.cores, start: { CursesTerminal.prepareThread() })
  }

  /// The state that a network begins with: of `--weights`, or else of its seed.
  ///
  /// What went where is said on standard error.
  func state(of network: Network) throws -> ModelState {
    var state = ModelState(
      network, optimizer: StochasticGradientDescent(rate: 0.1), seed: seed)
    guard let weights else { return state }
    let report = try WeightFile(weights).fill(&state, of: network)
    report.say(file: weights)
    return state
  }
}

extension WeightFile.Report {
  fileprivate func say(file: String) {
    for line in lines(file: file) { StandardError.say(line) }
  }
}

extension Network {
  /// The number of the layer that the user names.
  ///
  /// - Throws: ``UserError`` with the nearest name when there is none.
  func layer(named name: String) throws -> Int {
    if let node = node(named: name) { return node }
    let names = nodes.map(\.name)
    let proposal =
      nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
      ?? "there are \(names.joined(separator: ", "))"
    throw UserError("\(title) has no layer \(name.quoted); \(proposal)")
  }
}

extension ArgumentHelp {
  static let network = ArgumentHelp("A built-in network, a .cnn or an .onnx file.")
  static let input = ArgumentHelp(
    "An image (PNG, JPEG, PNM), an .npy array, or a sample such as digits:42.")
}

extension CompletionKind {
  /// The built-in networks and the model files of the folder.
  static let networks = CompletionKind.shellCommand(
    "cnnscope shapes --list | cut -d ' ' -f 1; ls | grep -E '[.](cnn|onnx)$'")
  static let inputs = CompletionKind.file(
    extensions: ["npy", "png", "jpg", "jpeg", "pgm", "ppm", "pbm", "pnm"])
  static let arrays = CompletionKind.file(extensions: ["npy", "npz"])
}

/// A verb that runs a network.
protocol NetworkVerb {
  var options: NetworkOptions { get }
}
