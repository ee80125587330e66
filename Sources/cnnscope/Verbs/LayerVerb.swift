import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope layer`: one layer or one loss on arrays.
struct LayerVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layer",
    abstract: "Run one layer or one loss on arrays, forward and backward.",
    discussion: """
      SPEC is a line of a model file. The result holds y and, with --gradient, the gradients gx \
      (gx0, gx1, … of several inputs), gw and gb; for batchnorm also mean and variance. Arrays have \
      the layouts of PyTorch, with the batch first. Without --bias it is zero; for batchnorm the \
      weight is one without --weight, and missing statistics are those before training.

      A loss takes two inputs, the second of which is the target: classes as integers for \
      cross-entropy, or probabilities in the shape of the output; 0…1 for binary-cross-entropy; \
      values for squared-error. It always writes gx, times --gradient if given; \
      --weight holds the weights of the classes.

      Example: cnnscope layer "conv 8 3x3 stride 2 pad 1" --input x.npy --weight w.npy \
      --gradient gy.npy --out out.npz
               cnnscope layer add --input a.npz:left a.npz:right --out sum.npz
               cnnscope layer "cross-entropy smoothing 0.1" --input logits.npy classes.npy \
      --out loss.npz
      """)

  @Argument(
    help: "A line of a model file, such as \"conv 8 3x3 stride 2 pad 1\".",
    completion: .list(LayerCatalog.all.map { $0.grammar.keyword }))
  var spec: [String]

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The inputs: .npy files, or members of archives such as file.npz:name.", valueName: "x.npy"),
    completion: .arrays)
  var input: [String]

  @Option(help: ArgumentHelp("The weight.", valueName: "w.npy"), completion: .arrays)
  var weight: String?

  @Option(
    help: ArgumentHelp("The bias (default: zeros).", valueName: "b.npy"), completion: .arrays)
  var bias: String?

  @Option(
    help: ArgumentHelp("The gradient of the loss with respect to the output.", valueName: "gy.npy"),
    completion: .arrays)
  var gradient: String?

  @Option(
    help: ArgumentHelp("The running mean of batchnorm.", valueName: "m.npy"), completion: .arrays)
  var mean: String?

  @Option(
    help: ArgumentHelp("The running variance of batchnorm.", valueName: "v.npy"),
    completion: .arrays)
  var variance: String?

  @Flag(help: "Run in training mode; batchnorm then uses the statistics of the batch.")
  var training = false

  @Option(
    help: ArgumentHelp("The file for the results.", valueName: "out.npz"),
    completion: .file(extensions: ["npz"]))
  var out: String

  func run() throws {
    try FileContent.checkReplaceable(out, by: .arrays, replacing: true)
    let words = try specification()
    var arrays = LayerArrays()
    for reference in input { arrays.inputs.append(try GivenArray(reference)) }
    arrays.weight = try weight.map(GivenArray.init)
    arrays.bias = try bias.map(GivenArray.init)
    arrays.gradient = try gradient.map(GivenArray.init)
    arrays.mean = try mean.map(GivenArray.init)
    arrays.variance = try variance.map(GivenArray.init)
    let results =
      try loss(words).map { try LossExample($0, arrays).results() }
      ?? LayerExample(try layer(words), arrays, mode: training ? .training : .evaluation).results()
    // Its inputs were read by now, so they are not overwritten.
    try FileContent.writeNew(
      NpzFile.encode(results, path: out), to: out, as: .arrays, replacing: true)
    StandardOutput.say(ArrayTable(results).text)
  }

  /// The words of SPEC without comment, name and the word `loss`.
  private func specification() throws -> [Word] {
    let line = spec.joined(separator: " ").prefix { $0 != "#" }
    var words = Word.split(line)
    if let first = words.first, first.text.hasSuffix(":") || first.text == "loss" {
      words.removeFirst()
    }
    guard let first = words.first else { throw UserError("SPEC names no layer") }
    guard first.text != Input.grammar.keyword else {
      throw UserError("SPEC:1:\(first.column): input computes nothing")
    }
    return words
  }

  private func loss(_ words: [Word]) throws -> (any Loss)? {
    let isLoss = LossCatalog.all.contains { $0.grammar.keyword == words[0].text }
    guard isLoss || spec.joined(separator: " ").hasPrefix("loss ") else { return nil }
    return try placed { () throws(LineError) in try LossCatalog.loss(words) }
  }

  private func layer(_ words: [Word]) throws -> any Layer {
    let type = LayerCatalog.composites.first { $0.grammar.keyword == words[0].text }
    guard let type else {
      return try placed { () throws(LineError) in try LayerCatalog.layer(words) }
    }
    throw UserError(
      "SPEC:1:\(words[0].column): \(type.grammar.keyword) stands for several layers; "
        + "cnnscope shapes shows which, and layer takes one of them")
  }

  /// The result of `read`; an error gets the position in SPEC.
  private func placed<R>(_ read: () throws(LineError) -> R) throws -> R {
    do { return try read() } catch {
      throw UserError("SPEC:1:\(error.column): \(error)")
    }
  }
}
