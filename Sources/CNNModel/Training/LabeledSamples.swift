/// Samples with the class of each, as trainings and evaluations take them.
public protocol LabeledSamples: Sendable {
  var count: Int { get }

  /// What is to be given to the network's source for these samples, the batch in front.
  func inputs(at indices: [Int]) -> Tensor

  /// Writes what is to be given for one sample: the same as ``inputs(at:)``, without a tensor.
  ///
  /// - Parameter numbers: as many as the network's source takes of a sample.
  func write(_ index: Int, to numbers: inout MutableSpan<Float>)

  /// The class of a sample.
  func label(of index: Int) -> Int
}

extension LabeledSamples {
  public func write(_ index: Int, to numbers: inout MutableSpan<Float>) {
    let elements = inputs(at: [index]).elements
    for place in elements.indices { numbers[place] = elements[place] }
  }
}
