/// Layers over images, with the numbers of the image read in another order.
enum ArrangementAlternatives {
  private static let hint =
    "Look at the order of the axes in memory."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard inputs.count == 1, inputs[0].rank >= 3 else { return [] }
    return changes.flatMap { change in
      [
        Alternative(
          change.name, "the image is read as though \(change.what)", hint: hint, .arrangement,
          of: layer,
          forward: { pass in
            var pass = pass
            let x = pass.input
            pass.inputs[0] = Tensor(
              shape: x.shape, elements: change.offsets(x.shape).map { x[$0] })
            pass.exactInputs = [:]
            return layer.forward(pass)
          }),
        Alternative(
          change.name, "the input gradient is stored as though \(change.what)", hint: hint,
          .arrangement, of: layer,
          backward: { pass in
            var gradients = layer.backward(pass)
            let gx = gradients.inputs[0]
            for (offset, stored) in change.offsets(gx.shape).enumerated() {
              gradients.inputs[0][stored] = gx[offset]
            }
            return gradients
          }),
      ]
    }
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    /// For every cell of `[batch, channels, …]` in reading order, where its number is read.
    let offsets: @Sendable (Shape) -> [Int]
  }

  private static let changes: [Change] = [
    Change(name: "channels-last", what: "its channels came last") { shape in
      offsets(of: shape) { [0] + Array(2..<$0) + [1] }
    },
    Change(name: "columns-first", what: "its columns came before its rows") { shape in
      offsets(of: shape) { Array(0..<$0 - 2) + [$0 - 1, $0 - 2] }
    },
  ]

  /// The offsets of the cells of a shape in an array whose axes are in another order.
  ///
  /// - Parameter order: for a rank, the axes in the order of the array.
  private static func offsets(of shape: Shape, _ order: (Int) -> [Int]) -> [Int] {
    let axes = order(shape.rank)
    let stored = Shape(axes.map { shape[$0] })
    var strides = [Int](repeating: 0, count: shape.rank)
    for (place, axis) in axes.enumerated() { strides[axis] = stored.strides[place] }
    return Offsets.sums(
      (0..<shape.rank).map { axis in (0..<shape[axis]).map { $0 * strides[axis] } })
  }
}
