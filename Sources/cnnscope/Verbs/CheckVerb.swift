import ArgumentParser
import CNNEngine
import CNNModel
import ScopeDebugger

/// `cnnscope check`: whether computed gradients agree with numerical ones.
struct CheckVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare computed gradients with numerical ones.",
    discussion: """
      One training step on one image. Sampled elements of every parameter are perturbed in both \
      directions; the loss in double precision gives the numerical gradient, \
      (L(w + h) − L(w − h)) / 2h, with the step h chosen for each. An element is skipped where the \
      slope jumps in between, as at the 0 of ReLU, or is too small to be measured so. Where a network \
      is sure of a class, p − 1 has few digits in 32 bits; an error that rounding alone can make is \
      counted as undecidable. Of a network without parameters, elements of the input are perturbed. \
      The exit status is 1 if any relative error exceeds \(GradientCheck.tolerance) and what rounding \
      can make.

      Example: cnnscope check lenet5 digits:42
               cnnscope check my.cnn x.npy --layer conv2 --limit 100
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input = "digits:42"

  @Option(help: ArgumentHelp("Check only this layer.", valueName: "name"))
  var layer: String?

  @Option(help: "The largest number of elements of each parameter that are checked.")
  var limit = 12

  @Option(
    help: ArgumentHelp(
      "How batch normalization and dropout compute: eval or train.", valueName: "mode"))
  var mode = ComputeMode.evaluation

  @Option(
    help: ArgumentHelp(
      "What the loss compares with: an output, probabilities, or a class for each place.",
      valueName: "file.npy"), completion: .arrays)
  var target: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try ValidationError.checkPositive("limit", limit)
  }

  func run() throws {
    let network = try NetworkLibrary.open(
      network, input: input, sample: shape.sample, inputOptions.preparation)
    let chosen = try layer.map { try network.layer(named: $0) }
    let image = try image(for: network)
    var step = CheckedStep(
      network, image, state: try options.state(of: network), mode: mode, seed: options.seed)
    let elements = try elements(of: network, chosen)
    var report = CheckReport(network, mode)
    var progress = Progress(total: elements.count)
    for (done, element) in elements.enumerated() {
      progress.show(done, network.nodes[element.node].name)
      report.add(step.sample(of: element))
    }
    progress.finish()
    if let remark = network.classOutput.remark { StandardError.say(remark) }
    StandardOutput.say(json ? report.json.text : report.text)
    if let sentence = report.disagreement { throw UserError(sentence) }
  }

  /// What to check: some elements of every parameter, or else of the inputs.
  private func elements(
    of network: Network, _ chosen: Int?
  ) throws(UserError) -> [CheckedStep.Element] {
    let nodes = chosen.map { [$0] } ?? Array(network.nodes.indices)
    let ofParameters = nodes.flatMap { node in
      let counts = network.parameters(of: node).map(\.shape.count)
      let offsets = GradientCheck.offsets(of: node, counts, limit: limit, seed: options.seed)
      return offsets.enumerated().flatMap { index, offsets in
        offsets.map { CheckedStep.Element(node: node, parameter: index, offset: $0) }
      }
    }
    guard ofParameters.isEmpty else { return ofParameters }
    let sources = nodes.filter { network.nodes[$0].isSource }
    guard !sources.isEmpty else {
      let place = layer.map { "\($0) of " } ?? ""
      throw UserError("\(place)\(network.title) has no parameters to check")
    }
    return sources.flatMap { node in
      let count = network.outputShapes(of: node)[0].count
      let offsets = GradientCheck.offsets(of: node, [count], limit: limit, seed: options.seed)
      return offsets[0].map { CheckedStep.Element(node: node, parameter: nil, offset: $0) }
    }
  }

  /// The image with what is wanted; without a label it counts as class 0, so that there is a loss.
  private func image(for network: Network) throws -> NetworkInput {
    var image = try NetworkInput(input, for: network, inputOptions.preparation)
    if image.label == nil { image.label = 0 }
    image.target = try target.map { try WantedOutput($0, for: network) }
    if let reason = image.batch(for: network).withoutTarget {
      throw UserError("\(input): \(reason)")
    }
    return image
  }
}
