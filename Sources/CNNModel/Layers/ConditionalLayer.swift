/// A layer that has a result for some values of its inputs only, such as indices within an axis.
public protocol ConditionalLayer: Layer {
  /// The inputs that the condition is about, by number.
  var checkedInputs: [Int] { get }

  /// Why there is no result, as a clause; `nil` where there is one.
  ///
  /// - Parameters:
  ///   - values: the values of the ``checkedInputs``.
  ///   - shapes: the shapes of all inputs.
  func violation(of values: [Value], _ shapes: [Shape]) -> String?
}

/// A layer whose condition is that numbers which decided shapes when the network was opened are the
/// same again.
public protocol ShapeDecidingLayer: ConditionalLayer {}
