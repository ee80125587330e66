import CNNModel

/// The initializer of the file that a constant shows, directly or through nodes that only show it
/// in another form. What was computed from initializers has none.
struct Origin: Hashable {
  /// The name of the initializer.
  let name: String
  /// What was done with it, apart from giving it another shape.
  private(set) var steps: [Step] = []

  enum Step: Hashable {
    /// A matrix was transposed.
    case transposed
    /// Anything else, told apart by its text.
    case other(String)
  }

  init(_ name: String) { self.name = name }

  /// The same after another step; two transpositions in a row cancel.
  func after(_ step: Step) -> Origin {
    var next = self
    if step == .transposed, steps.last == .transposed {
      next.steps.removeLast()
    } else {
      next.steps.append(step)
    }
    return next
  }

  /// Whether this form is the transposed matrix of another one of the same initializer; `nil` where
  /// neither is the other's.
  func isTransposed(of other: Origin) -> Bool? {
    if self == other { return false }
    return self == other.after(.transposed) ? true : nil
  }
}

extension Origin {
  /// The origin of what a node gives, from that of its first input; `nil` where the node computes
  /// other numbers.
  init?(_ origin: Origin?, through node: ModelGraph.Node, rank: Int, to type: ElementType) {
    guard let origin else { return nil }
    switch node.kind {
    case "Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Dropout": self = origin
    case "Cast", "CastLike": self = type == .float32 ? origin : origin.after(.other("\(type)"))
    case "Transpose":
      let order = (try? node.attributes.ints("perm")) ?? Array((0..<rank).reversed())
      let isWhole = order == Array(0..<rank)
      self = isWhole ? origin : origin.after(rank == 2 ? .transposed : .other("\(order)"))
    case "DequantizeLinear":
      self = origin.after(.other(node.inputs.dropFirst().joined(separator: " ")))
    default: return nil
    }
  }
}
