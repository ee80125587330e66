/// Samples with their classes or targets, for training and evaluation.
public protocol LabeledSamples: Sendable {
  /// The number of samples.
  var count: Int { get }

  /// The network's input for some samples, including the batch axis.
  func inputs(at indices: [Int]) -> Tensor

  /// Writes the network's input for one sample: the same numbers as ``inputs(at:)``, without a
  /// tensor.
  ///
  /// - Parameter numbers: as many as the input has for a sample.
  func write(_ index: Int, to numbers: inout MutableSpan<Float>)

  /// The class of a sample.
  ///
  /// - Precondition: samples have no targets of their own.
  func label(of index: Int) -> Int

  /// Whether samples have targets of their own instead of a class each.
  var hasTargets: Bool { get }

  /// The target of some samples where they have targets of their own; `nil` where they have classes.
  ///
  /// - Parameter output: the shape of the network's output for so many samples.
  func target(at indices: [Int], _ output: Shape) -> Target?
}

extension LabeledSamples {
  /// By default samples have a class each.
  public var hasTargets: Bool { false }

  /// By default samples have a class each.
  public func target(at indices: [Int], _ output: Shape) -> Target? { nil }

  /// By default copies the numbers of ``inputs(at:)``.
  public func write(_ index: Int, to numbers: inout MutableSpan<Float>) {
    let elements = inputs(at: [index]).elements
    for place in elements.indices { numbers[place] = elements[place] }
  }
}
