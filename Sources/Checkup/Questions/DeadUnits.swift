import CNNEngine
import CNNModel
import NumberText

/// Whether activations pass gradients.
enum DeadUnits: CheckupQuestion {
  static let name = "dead-units"
  static let question = "are units dead or saturated?"
  static let threshold =
    "a unit, or channel, whose slope is under 0.01 for every image of a batch passes no gradient; tick: "
    + "under 10 % of a layer's; cross: from 40 % on (cs231n, Neural networks 1: as much as 40 % can be "
    + "dead)"
  static let look = "ladder"
  private static let slope: Float = 0.01

  static func find(in subject: CheckupSubject) -> Finding {
    let network = subject.network
    let nodes = network.nodes.indices.filter { network.nodes[$0].layer is any ElementwiseOperation }
    guard let last = nodes.last else {
      return .notApplicable("the network has no activation functions")
    }
    let batch = subject.data.batch(subject.samples(atMost: 64))
    guard let execution = subject.execution(batch, through: .forward(last)) else {
      return .notApplicable("stopped")
    }
    let shares = nodes.compactMap { node in
      deadShare(of: node, execution).map { (node: node, share: $0) }
    }
    guard let worst = shares.max(by: { $0.share < $1.share }) else {
      return .notApplicable("the network has no activation functions")
    }
    let name = network.nodes[worst.node].name
    return Finding(
      worst.share < 0.1 ? .tick : worst.share < 0.4 ? .unsure : .cross, worst.share,
      "over \(batch.size) images \(Decimals.percent(worst.share, 3)) of the units of \(name) pass no "
        + "gradient, the most of all layers; under 10% is expected",
      look: worst.share < 0.1 ? nil : "open \(name)")
  }

  /// The share of a layer's units, or channels where it has rows and columns, with slopes near 0
  /// everywhere.
  private static func deadShare(of node: Int, _ execution: Execution) -> Double? {
    let (network, batch) = (execution.plan.network, execution.batch.size)
    guard let layer = network.nodes[node].layer as? any ElementwiseOperation,
      let x = execution.output(network.nodes[node].inputs[0]),
      let y = execution.output(ValueReference(node)), y.shape.rank > 1, y.shape[0] == batch
    else { return nil }
    var slopes = [Float](repeating: 1, count: y.elements.count)
    var span = slopes.mutableSpan
    layer.multiplyBySlopes(&span, at: x.elements.span, y.elements.span)
    let units = y.shape[1]
    let size = y.elements.count / batch / max(1, units)
    guard units > 0 else { return nil }
    let dead = (0..<units).count { unit in
      (0..<batch).allSatisfy { sample in
        let first = (sample * units + unit) * size
        return slopes[first..<first + size].allSatisfy { $0.magnitude < slope }
      }
    }
    return Double(dead) / Double(units)
  }
}
