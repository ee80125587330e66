/// The inputs of a training step or a pass, and their targets.
public struct Batch: Hashable, Sendable {
  /// A tensor for every input of the network.
  public var inputs: [Tensor]
  /// The inputs that are integers or booleans, by source.
  public var exactInputs: [Int: Value] = [:]
  /// The targets; `nil` when they are unknown, and then there is no loss.
  public var target: Target?
  /// The index of the first sample within the training step.
  public var firstSample: Int
  /// The number of samples.
  public let size: Int

  /// - Parameter size: the number of samples; by default the first extent of the first input.
  public init(inputs: [Tensor], target: Target?, firstSample: Int = 0, size: Int? = nil) {
    (self.inputs, self.target, self.firstSample) = (inputs, target, firstSample)
    self.size = size ?? inputs.first?.shape.extents.first ?? 1
  }

  /// Inputs of any element types, as ``init(inputs:target:firstSample:size:)``.
  public init(values: [Value], target: Target?, firstSample: Int = 0, size: Int? = nil) {
    self.init(
      inputs: values.map(\.tensor), target: target, firstSample: firstSample, size: size)
    exactInputs = values.exact
  }
}
