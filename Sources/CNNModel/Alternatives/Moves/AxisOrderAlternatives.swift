/// A layer that puts the axes into another order.
protocol AxisOrdering: Layer {
  /// The same with another order, by the axes of the input.
  func ordering(_ axes: [Int]) -> any Layer
}

extension Transpose: AxisOrdering {
  func ordering(_ axes: [Int]) -> any Layer { Transpose(order: axes) }
}

/// Layers that reorder axes, by every other order.
enum AxisOrderAlternatives {
  private static let hint = "Look at which axis of the input becomes which axis of the output."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any AxisOrdering, (2...4).contains(inputs[0].rank) else {
      return []
    }
    let own = layer.checkedOutputShapes(for: inputs)
    return AxisOrders.all(inputs[0].rank).flatMap { axes -> [Alternative] in
      let other = layer.ordering(axes)
      guard other.text != layer.text else { return [] }
      let words = axes.map(String.init).joined(separator: ", ")
      let what = "the axes are put into the order \(words)"
      let forward = Alternative(
        "ordered-\(axes.map(String.init).joined())", what, hint: hint, .rule, of: layer,
        forward: { other.forward($0) })
      guard other.checkedOutputShapes(for: inputs) == own else { return [forward.withOtherShapes] }
      return [
        forward,
        Alternative(
          "ordered-\(axes.map(String.init).joined())", what, hint: hint, .rule, of: layer,
          backward: { other.backward($0) }),
      ]
    }
  }
}

/// All orders of some axes.
enum AxisOrders {
  static func all(_ rank: Int) -> [[Int]] {
    (0..<rank).reduce([[]]) { orders, _ in
      orders.flatMap { order in
        (0..<rank).filter { !order.contains($0) }.map { order + [$0] }
      }
    }
  }
}
