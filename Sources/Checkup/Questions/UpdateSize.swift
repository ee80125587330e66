import CNNEngine
import CNNModel
import NumberText

/// How far a step moves the weights.
enum UpdateSize: CheckupQuestion {
  static let name = "update-size"
  static let question = "are updates about a thousandth of the weights?"
  static let threshold =
    "the median over layers of mean |ΔW| / mean |W| in the tenth step; tick: 1e-4 to 1e-2; cross: under "
    + "1e-6 or over 0.1 (cs231n, Neural networks 3: somewhere around 1e-3)"
  static let look = "ladder"
  private static let steps = 10

  static func find(in subject: CheckupSubject) -> Finding {
    if let reason = subject.withoutLoss { return .notApplicable(reason) }
    let network = subject.network
    guard network.parameterCount > 0 else { return .notApplicable("the network has no parameters") }
    var branch = TrainingBranch(subject)
    var before = branch.state
    for step in 0..<steps {
      before = branch.state
      guard branch.train(subject.batch(ofStep: step)) != nil else {
        return .notApplicable("stopped")
      }
    }
    let ratios = network.nodes.indices.compactMap { node in
      ratio(before.parameters[node], branch.state.parameters[node]).map { (node: node, ratio: $0) }
    }
    guard !ratios.isEmpty else { return .notApplicable("all weights are 0") }
    guard ratios.allSatisfy(\.ratio.isFinite) else {
      return Finding(.cross, nil, "weights are not finite after \(steps) steps; lr is too large")
    }
    let sorted = ratios.sorted { $0.ratio < $1.ratio }
    let (low, middle, high) = (sorted[0], sorted[sorted.count / 2], sorted[sorted.count - 1])
    func words(_ one: (node: Int, ratio: Double)) -> String {
      "\(Decimals.short(one.ratio)) in \(network.nodes[one.node].name)"
    }
    return Finding(
      verdict(middle.ratio), middle.ratio,
      "a step moves weights by \(Decimals.short(middle.ratio)) of their size in the median layer, "
        + "\(words(low)) to \(words(high)); about 0.001 is expected")
  }

  private static func verdict(_ ratio: Double) -> CheckupVerdict {
    if ratio < 1e-6 || ratio > 0.1 { return .cross }
    return (1e-4...1e-2).contains(ratio) ? .tick : .unsure
  }

  private static func ratio(_ before: [Tensor], _ after: [Tensor]) -> Double? {
    let (old, new) = (before.flatMap(\.elements), after.flatMap(\.elements))
    let size = old.reduce(0) { $0 + Double($1.magnitude) }
    let move = zip(old, new).reduce(0) { $0 + Double(($1.1 - $1.0).magnitude) }
    return old.isEmpty || size == 0 ? nil : move / size
  }
}
