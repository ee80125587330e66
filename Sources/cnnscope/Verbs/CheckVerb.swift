import ArgumentParser
import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger

/// `cnnscope check`: whether computed gradients agree with numerical ones.
struct CheckVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare computed gradients with numerical ones.",
    discussion: """
      One training step on one image. Sampled elements of every parameter are perturbed in both \
      directions; the loss in double precision gives the numerical gradient, \
      (L(w + h) − L(w − h)) / 2h. An element is skipped where the slope jumps in between, as at the 0 \
      of ReLU. The exit status is 1 if any relative error exceeds \(GradientCheck.tolerance).

      Example: cnnscope check lenet5 digits:42
               cnnscope check my.cnn x.npy --layer conv2
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input = "digits:42"

  @Option(help: ArgumentHelp("Check only this layer.", valueName: "name"))
  var layer: String?

  @Option(
    help: ArgumentHelp(
      "How batch normalization and dropout compute: eval or train.", valueName: "mode"))
  var mode = ComputeMode.evaluation

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func run() throws {
    let network = try NetworkLibrary.open(network, input: input)
    let chosen = try layer.map { try network.layer(named: $0) }
    let image = try image(for: network)
    let nodes = try nodes(of: network, chosen)
    let step = CheckedStep(
      network, image, state: try options.state(of: network), mode: mode, seed: options.seed)
    var report = CheckReport(network)
    var progress = Progress(total: nodes.count)
    for (done, node) in nodes.enumerated() {
      progress.show(done, network.nodes[node].name)
      report.add(step.samples(of: node))
    }
    progress.finish()
    print(report.text)
    if let sentence = report.disagreement { throw UserError(sentence) }
  }

  /// The nodes to check: those with parameters.
  private func nodes(of network: Network, _ chosen: Int?) throws(UserError) -> [Int] {
    let nodes = (chosen.map { [$0] } ?? Array(network.nodes.indices)).filter {
      !network.parameters(of: $0).isEmpty
    }
    guard !nodes.isEmpty else {
      throw UserError(
        "\(layer.map { "\($0) of " } ?? "")\(network.title) has no parameters to check")
    }
    return nodes
  }

  /// The image; without a label it counts as class 0, so that there is a loss.
  private func image(for network: Network) throws -> NetworkInput {
    var image = try NetworkInput(input, for: network, inputOptions.preparation)
    if image.label == nil { image.label = 0 }
    if let reason = image.batch(for: network).withoutTarget {
      throw UserError("\(input): \(reason)")
    }
    return image
  }
}

/// A training step up to its gradients, and the same step in double precision.
struct CheckedStep {
  private let execution: Execution
  private let reference: ReferenceExecution
  private let seed: UInt64

  /// The number of elements of every parameter that are perturbed.
  private static let count = 12

  init(
    _ network: Network, _ image: NetworkInput, state: ModelState, mode: ComputeMode,
    seed: UInt64
  ) {
    let plan = Plan(network, batchSize: 1)
    let batch = image.batch(for: network).batch
    let context = PassContext(mode: mode, seed: seed)
    var execution = Execution(plan, batch: batch, state: state, context: context)
    var moved = state
    for phase in plan.phases where phase != .update {
      execution.run(phase, state: &moved, optimizer: StochasticGradientDescent(rate: 0))
    }
    self.execution = execution
    reference = ReferenceExecution(network, batch: batch, state: state, context: context)
    self.seed = seed
  }

  func samples(of node: Int) -> [GradientCheck.Sample] {
    GradientCheck.samples(
      of: node, execution.parameterGradients(of: node) ?? [], reference, count: Self.count,
      seed: seed)
  }
}

/// The results of a check, one row per parameter.
struct CheckReport {
  private let network: Network
  private var rows: [Row] = []

  private struct Row {
    let name: String
    let parameter: String
    let samples: [GradientCheck.Sample]

    var checked: [GradientCheck.Sample] { samples.filter { $0.relativeError != nil } }
    /// The sample with the largest error; NaN counts as the largest.
    var worst: GradientCheck.Sample? {
      checked.max { error($0) < error($1) }
    }
    var worstError: Double { worst.map(error) ?? 0 }
    var agrees: Bool { worstError <= GradientCheck.tolerance }

    private func error(_ sample: GradientCheck.Sample) -> Double {
      sample.relativeError.map { $0.isNaN ? .infinity : $0 } ?? 0
    }
  }

  init(_ network: Network) { self.network = network }

  /// Adds the samples of a node.
  mutating func add(_ samples: [GradientCheck.Sample]) {
    guard let node = samples.first?.node else { return }
    for (index, parameter) in network.parameters(of: node).enumerated() {
      rows.append(
        Row(
          name: network.nodes[node].name, parameter: parameter.name,
          samples: samples.filter { $0.parameter == index }))
    }
  }

  var text: String {
    var table = TextTable([
      ("layer", .left), ("parameter", .left), ("checked", .right), ("near a kink", .right),
      ("worst relative error", .right), ("", .left),
    ])
    for row in rows {
      let checked = row.checked.count
      table.add([
        row.name, row.parameter, "\(checked)", "\(row.samples.count - checked)",
        checked == 0 ? "–" : Decimals.scientific(row.worstError, 2),
        checked == 0 ? "–" : row.agrees ? "✓" : "✗",
      ])
    }
    return table.text
  }

  /// The first parameter whose gradient disagrees, as a sentence; nil where all agree.
  var disagreement: String? {
    let wrong = rows.filter { !$0.agrees }
    guard let first = wrong.first, let worst = first.worst else { return nil }
    return "\(network.title): \(wrong.count) of \(rows.count) gradients disagree; the first is "
      + "\(first.name).\(first.parameter)\(worst.position): computed \(Decimals.shortest(worst.computed)), "
      + "numeric \(Decimals.shortest(worst.numeric ?? .nan))"
  }

}
