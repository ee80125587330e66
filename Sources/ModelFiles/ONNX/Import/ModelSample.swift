public import CNNModel

/// The input that decides the shapes of a model that depend on the numbers of its inputs.
public struct ModelSample: Sendable {
  /// Computes values of a network with the model's inputs as its sources, for this input.
  public typealias Compute = @Sendable (Network, [ValueReference]) throws -> [Value]

  /// How a sentence names the input: `digits:42`, `an input of zeros`.
  let name: String
  let compute: Compute

  /// An input; see the properties.
  public init(_ name: String, compute: @escaping Compute) {
    (self.name, self.compute) = (name, compute)
  }
}
