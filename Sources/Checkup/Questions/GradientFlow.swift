import CNNEngine
import CNNModel
import NumberText

/// Whether the gradient reaches the first layers.
enum GradientFlow: CheckupQuestion {
  static let name = "gradient-flow"
  static let question = "do gradients vanish or explode along the layers?"
  static let threshold =
    "the mean magnitude of a layer's parameter gradients; cross: the first layer's under 1/1000 of the "
    + "last one's or over 1000 times, or a mark of the ladder (1e-7, 1e4); tick: within 100 times "
    + "(Glorot & Bengio, Understanding the difficulty of training deep feedforward networks, 2010)"
  static let look = "ladder"

  static func find(in subject: CheckupSubject) -> Finding {
    if let reason = subject.withoutLoss { return .notApplicable(reason) }
    guard let flow = LayerGradients(subject) else {
      return .notApplicable("fewer than two layers have parameters")
    }
    let (first, last) = (flow.names[0], flow.names[flow.names.count - 1])
    let words =
      "gradients are \(Decimals.short(flow.sizes[0])) in \(first) and "
      + "\(Decimals.short(flow.sizes[flow.sizes.count - 1])) in \(last), "
      + "\(flow.ratioWords)"
    guard flow.ratio.isFinite else {
      return Finding(.cross, nil, "\(words); within 100 times is expected")
    }
    let distance = max(flow.ratio, 1 / flow.ratio)
    let isMarked = flow.isMarked
    return Finding(
      isMarked || distance > 1000 ? .cross : distance > 100 ? .unsure : .tick, flow.ratio,
      "\(words); within 100 times is expected")
  }
}

/// The mean magnitudes of parameter gradients, by layer.
package struct LayerGradients: Hashable, Sendable {
  /// The layers with parameters.
  package let names: [String]
  package let sizes: [Double]
  /// Whether a gradient vanishes or explodes by the ladder's marks.
  let isMarked: Bool

  /// Those of the first step's batch.
  ///
  /// - Returns: `nil` where fewer than two layers have parameters.
  package init?(_ subject: CheckupSubject) {
    let network = subject.network
    let nodes = network.nodes.indices.filter { !network.parameters(of: $0).isEmpty }
    guard nodes.count > 1,
      let first = network.nodes.indices.first(where: { !network.nodes[$0].isSource }),
      let execution = subject.execution(subject.batch(ofStep: 0), through: .backward(first))
    else { return nil }
    names = nodes.map { network.nodes[$0].name }
    sizes = nodes.map { node in
      let numbers = (execution.parameterGradients(of: node) ?? []).flatMap(\.elements)
      return numbers.reduce(0) { $0 + Double($1.magnitude) } / Double(max(1, numbers.count))
    }
    let ladder = GradientLadder(execution, state: subject.state)
    isMarked = nodes.contains { ladder.rungs[$0].mark != nil }
  }

  /// The first layer's over the last one's.
  package var ratio: Double { sizes[0] / sizes[sizes.count - 1] }

  /// `1/40` or `3.1 times as large`
  var ratioWords: String {
    guard ratio.isFinite, ratio > 0 else { return "which is \(Decimals.short(ratio)) times" }
    return ratio < 1
      ? "1/\(Decimals.text((1 / ratio).rounded(), 3)) of it" : "\(Decimals.text(ratio, 2)) times it"
  }
}
