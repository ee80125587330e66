import CNNModel

/// A number for each channel of a node that is solved through the layers behind it, channel by channel.
struct ChannelSolver {
  private let context: NodeContext
  private let channels: Int

  init(_ context: NodeContext) {
    self.context = context
    channels = context.output.shape.rank > 1 ? context.output.shape[1] : 0
  }

  private static let steps = 12

  /// A lost bias, where one number added to each channel gives the reference's array.
  var causes: [Cause] {
    let theirs = context.stretch.theirs
    guard channels > 0, theirs.shape.rank > 2, theirs.shape[1] == channels,
      ChannelFit.hasEvidence(theirs.shape), !context.compared.named(context.node).isEmpty
    else { return [] }
    var numbers = [Double](repeating: 0, count: channels)
    for _ in 0..<Self.steps {
      guard let target = target(numbers) else { return [] }
      if ArrayEquality.error(theirs, target) <= ArrayEquality.share {
        return [SolvedCauses.shift(context)]
      }
      let width = 1e-3 * max(1e-3, Double(context.output.largest))
      guard let other = self.target(numbers.map { $0 + width }) else { return [] }
      numbers = improved(numbers, target, other, width)
    }
    return []
  }

  /// One step of Gauss and Newton for each channel.
  private func improved(
    _ numbers: [Double], _ target: Tensor, _ other: Tensor, _ width: Double
  ) -> [Double] {
    let theirs = context.stretch.theirs
    let size = theirs.shape.count / (theirs.shape[0] * channels)
    var (both, squares) = (numbers.map { _ in 0.0 }, numbers.map { _ in 0.0 })
    for offset in theirs.elements.indices {
      let channel = offset / size % channels
      let slope = (Double(other[offset]) - Double(target[offset])) / width
      both[channel] += slope * (Double(target[offset]) - Double(theirs[offset]))
      squares[channel] += slope * slope
    }
    return numbers.indices.map {
      squares[$0] > 0 ? numbers[$0] - both[$0] / squares[$0] : numbers[$0]
    }
  }

  private func target(_ numbers: [Double]) -> Tensor? {
    let size = context.output.shape.count / max(1, context.output.shape[0] * channels)
    var changed = context.output
    changed.transform { offset, element in
      Float(Double(element) + numbers[offset / size % channels])
    }
    let target = context.stretch.target(with: [.floats(changed)], at: context.node)
    return target.flatMap { $0.shape == context.stretch.theirs.shape ? $0 : nil }
  }
}
