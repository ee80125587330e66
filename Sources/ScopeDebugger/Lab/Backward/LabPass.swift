import CNNModel

/// Which pass of the lab's convolution is shown.
package enum LabPass: String, Hashable, Sendable, CaseIterable {
  /// From the image to the output.
  case forward
  /// The gradient with respect to the image, cell by cell.
  case input = "dx"
  /// The gradient with respect to the kernel.
  case weight = "dw"
  /// Where the gradient of one output cell goes, and what is added up until there.
  case scatter

  /// The pass after this one, or another number of places on.
  func next(by places: Int) -> LabPass {
    let all = Self.allCases
    let index = (all.firstIndex(of: self) ?? 0) + places
    return all[(index % all.count + all.count) % all.count]
  }
}

/// What the backward passes of the lab have that the forward pass has not.
package struct LabBackward: Hashable, Sendable {
  package internal(set) var pass = LabPass.forward
  /// Whether the window over the output's gradient has the kernel rotated by 180°, as is right.
  package internal(set) var isRotated = true
  /// The gradient that arrives at the output `[1, channels, rows, columns]`.
  package private(set) var gradient = Tensor.zeros([1, 1, 1, 0])

  /// The numbers of the gradient that were set by hand.
  private var own: [Position: Float] = [:]

  /// Sets a number of the gradient.
  ///
  /// - Precondition: there is such a cell.
  mutating func set(_ value: Float, at place: Position) {
    own[place] = value
    gradient[place] = value
  }

  /// Gives the gradient a shape. Cells count from 1 to 9, except those that were set by hand.
  mutating func fit(_ shape: Shape) {
    guard gradient.shape != shape else { return }
    let elements = (0..<shape.count).map { offset -> Float in
      let place = shape.position(at: offset)
      let index = place[2] * shape[3] + place[3] + place[1]
      return own[place] ?? Float(index % 9 + 1)
    }
    gradient = Tensor(shape: shape, elements: elements)
  }
}
