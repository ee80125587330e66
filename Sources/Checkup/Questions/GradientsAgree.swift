import CNNEngine
import CNNModel
import NumberText

/// Whether the backward pass gives the slopes of the loss.
enum GradientsAgree: CheckupQuestion {
  static let name = "gradients"
  static let question = "do gradients agree with numeric slopes?"
  static let threshold =
    "cross: a relative error of a sampled weight over 1e-4 and what rounding can make, by central "
    + "differences in double precision, of the image with the largest loss among eight (cs231n, "
    + "Gradient checks)"
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
    guard let batch = leastSure(subject),
      let execution = subject.execution(batch, through: lastBackward(network), mode: .evaluation)
    else { return .notApplicable("stopped") }
    let reference = ReferenceExecution(
      network, batch: batch, state: subject.state,
      context: PassContext(mode: .evaluation, seed: subject.seed))
    lazy var rounding = execution.gradientRounding
    var samples: [GradientCheck.Sample] = []
    for element in thinned(elements, to: max(1, most / cost)) {
      guard !CancellationToken.isCancelled else { break }
      samples.append(
        GradientCheck.sample(
          of: element.node, parameter: element.parameter, offset: element.offset,
          execution.parameterGradients(of: element.node) ?? [], reference, rounding))
    }
    return finding(samples, network)
  }

  /// The sample with the largest loss among the first eight: where a network is sure, its gradients
  /// are too small for 32 bits to say whether they are right. `nil` where it is cancelled.
  private static func leastSure(_ subject: CheckupSubject) -> Batch? {
    var best: (batch: Batch, loss: Float)?
    for index in subject.samples(atMost: 8) {
      let batch = subject.data.batch([index])
      guard let loss = subject.execution(batch, through: .loss, mode: .evaluation)?.loss else {
        return nil
      }
      if best.map({ loss > $0.loss }) ?? true { best = (batch, loss) }
    }
    return best?.batch
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
    func with(_ verdict: GradientCheck.Verdict) -> [GradientCheck.Sample] {
      samples.filter { $0.slopes.verdict == verdict }
    }
    let (wrong, undecidable) = (with(.disagrees), with(.undecidable).count)
    let checked = with(.agrees) + wrong
    let worst = checked.compactMap(\.slopes.relativeError).max() ?? 0
    if let first = wrong.first {
      let name = network.nodes[first.node].name
      return Finding(
        .cross, worst,
        "\(wrong.count) of \(checked.count) gradients differ from the slope, the first is of "
          + "\(name): \(Decimals.short(first.slopes.computed)) instead of "
          + "\(Decimals.short(first.slopes.numeric?.value ?? .nan))",
        look: "cnnscope check \(network.title) --layer \(name)")
    }
    let rest =
      undecidable == 0
      ? "" : "; \(undecidable) are not decidable at this accuracy, as rounding can make the error"
    guard !checked.isEmpty else {
      return Finding(.unsure, nil, "no slope of \(samples.count) weights can be measured\(rest)")
    }
    return Finding(
      .tick, worst,
      "\(checked.count) sampled gradients agree within \(Decimals.short(worst)); at most 1e-4 is "
        + "expected\(rest)")
  }
}
