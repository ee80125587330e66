/// How the numbers of a value are read as scores of classes.
public enum Scores: Hashable, Sendable {
  /// Any numbers.
  case logits
  /// Probabilities that add up to 1 along an axis.
  case probabilities(axis: Int)
  /// The natural logarithms of such probabilities.
  case logProbabilities(axis: Int)
  /// Every number is a probability of its own.
  case independentProbabilities

  /// The same scores after a layer that keeps the numbers in their order.
  ///
  /// - Returns: logits where the axis of the probabilities is not an axis of the new shape.
  func reshaped(from old: Shape, to new: Shape) -> Scores {
    switch self {
    case .logits, .independentProbabilities: self
    case .probabilities(let axis):
      Self.moved(axis, old, new).map { .probabilities(axis: $0) } ?? .logits
    case .logProbabilities(let axis):
      Self.moved(axis, old, new).map { .logProbabilities(axis: $0) } ?? .logits
    }
  }

  /// The axis with the same extent and as many cells behind it.
  private static func moved(_ axis: Int, _ old: Shape, _ new: Shape) -> Int? {
    func rest(_ shape: Shape, _ axis: Int) -> Int { shape.extents[(axis + 1)...].reduce(1, *) }
    return new.extents.indices.last {
      new[$0] == old[axis] && rest(new, $0) == rest(old, axis)
    }
  }
}
