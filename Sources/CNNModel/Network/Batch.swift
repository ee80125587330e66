/// Images and what is wanted of them.
public struct Batch: Hashable, Sendable {
  /// A tensor for every source of the network.
  public var inputs: [Tensor]
  /// The inputs that are integers or booleans, by source.
  public var exactInputs: [Int: Value] = [:]
  /// `nil` when nothing is known of what is wanted: then there is no loss.
  public var target: Target?
  /// The number of the first sample within the training step.
  public var firstSample: Int
  /// How many samples it has.
  public let size: Int

  /// - Parameter size: how many samples; the first extent of the first input unless said.
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
