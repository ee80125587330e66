import CNNEngine
import CNNModel
import NumberText

/// Whether the backward pass gives the slopes of the loss.
enum GradientsAgree: CheckupQuestion {
  static let name = "gradients"
  static let question = "do gradients agree with numeric slopes?"
  static let threshold =
    "cross: a relative error over 1e-4 of a sampled weight, by central differences in double precision "
    + "(cs231n, Gradient checks)"
  static let look = "cnnscope check"
  /// How many numbers of each parameter are sampled, and how many passes one takes.
  private static let (perParameter, passes) = (3, 12)
  /// The most multiply-accumulates in double precision, about a second of them.
  private static let most = 200_000_000

  static func find(in subject: CheckupSubject) -> Finding {
    let network = subject.network
    if let reason = subject.withoutLoss { return .notApplicable(reason) }
    let elements = elements(subject)
    guard !elements.isEmpty else { return .notApplicable("the network has no parameters") }
    let cost = max(1, network.multiplyAccumulateCount) * passes
    guard cost <= most else {
      return .notApplicable(
        "a pass in double precision is too long here; cnnscope check \(network.title) does it")
    }
    let batch = subject.data.batch(subject.samples(atMost: 1))
    guard
      let execution = subject.execution(batch, through: lastBackward(network), mode: .evaluation)
    else { return .notApplicable("stopped") }
    let reference = ReferenceExecution(
      network, batch: batch, state: subject.state,
      context: PassContext(mode: .evaluation, seed: subject.seed))
    var samples: [GradientCheck.Sample] = []
    for element in thinned(elements, to: max(1, most / cost)) {
      guard !CancellationToken.isCancelled else { break }
      samples.append(
        GradientCheck.sample(
          of: element.node, parameter: element.parameter, offset: element.offset,
          execution.parameterGradients(of: element.node) ?? [], reference))
    }
    return finding(samples, network)
  }

  private static func lastBackward(_ network: Network) -> Plan.Phase {
    .backward(network.nodes.indices.first { !network.nodes[$0].isSource } ?? 0)
  }

  private static func elements(
    _ subject: CheckupSubject
  ) -> [(node: Int, parameter: Int, offset: Int)] {
    let network = subject.network
    return network.nodes.indices.flatMap { node in
      let counts = network.parameters(of: node).map(\.shape.count)
      let offsets = GradientCheck.offsets(
        of: node, counts, limit: perParameter, seed: subject.seed)
      return offsets.enumerated().flatMap { index, offsets in offsets.map { (node, index, $0) } }
    }
  }

  /// At most so many, evenly chosen.
  private static func thinned<Element>(_ all: [Element], to count: Int) -> [Element] {
    all.count <= count ? all : (0..<count).map { all[$0 * all.count / count] }
  }

  private static func finding(_ samples: [GradientCheck.Sample], _ network: Network) -> Finding {
    let wrong = samples.filter { $0.verdict == .disagrees }
    let checked = samples.filter { $0.verdict == .agrees } + wrong
    let worst = checked.compactMap(\.relativeError).max() ?? 0
    if let first = wrong.first {
      let name = network.nodes[first.node].name
      return Finding(
        .cross, worst,
        "\(wrong.count) of \(checked.count) gradients differ from the slope, the first is of \(name): "
          + "\(Decimals.short(first.computed)) instead of \(Decimals.short(first.numeric?.value ?? .nan))",
        look: "cnnscope check \(network.title) --layer \(name)")
    }
    guard !checked.isEmpty else {
      return Finding(.unsure, nil, "no slope of \(samples.count) weights can be measured")
    }
    return Finding(
      .tick, worst,
      "\(checked.count) sampled gradients agree within \(Decimals.short(worst)); at most 1e-4 is "
        + "expected")
  }
}
