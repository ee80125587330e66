/// Samples with their classes, for training and evaluation.
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
  func label(of index: Int) -> Int
}

extension LabeledSamples {
  /// By default copies the numbers of ``inputs(at:)``.
  public func write(_ index: Int, to numbers: inout MutableSpan<Float>) {
    let elements = inputs(at: [index]).elements
    for place in elements.indices { numbers[place] = elements[place] }
  }
}
