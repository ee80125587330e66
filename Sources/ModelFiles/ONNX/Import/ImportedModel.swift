import CNNModel

/// An ONNX model as a network, with the file's numbers and names.
///
/// What does not depend on the input was computed while it was read. A node that nothing here
/// stands for is missing from the network, with all that needs it.
public struct ImportedModel: Sendable {
  /// A value that the user gives.
  public struct Input: Hashable, Sendable {
    /// What the file calls it.
    public let name: String
    public let type: ElementType
    public let shape: Shape
    /// The node of the network where it enters; `nil` where it was used up while reading, as a
    /// shape is.
    public let source: Int?
  }

  /// What a model gives.
  public struct Output: Sendable {
    public enum Content: Sendable {
      /// It does not depend on what flows.
      case known(NumericArray)
      case flowing(ValueReference)
      /// It needs a missing node, with the sentence's end.
      case missing(String)
    }

    /// What the file calls it.
    public let name: String
    /// The type that the model gives it.
    public let type: ElementType
    public let content: Content
  }

  /// `nil` where nothing flows, because everything is known.
  public let network: Network?
  public let inputs: [Input]
  public let outputs: [Output]
  /// The nodes that are missing, in the order of the file.
  public let missing: [Network.MissingNode]
  /// What was assumed, such as a batch of 1 where the file leaves it open.
  public let notes: [String]

  /// Reads the model at `path`.
  ///
  /// - Parameters:
  ///   - title: what the network is called.
  ///   - given: arrays for inputs of the model, by name. Those that are no 32-bit numbers, such as
  ///     shapes, and those that a layer needs as weights are used while reading.
  ///   - sample: the shape of the first input without the batch, where the file leaves it open.
  /// - Throws: ``FileError`` where it is no ONNX model, or a node contradicts the specification or
  ///   what comes to it.
  public init(
    _ path: String, title: String, given: [String: NumericArray] = [:], sample: Shape? = nil
  ) throws(FileError) {
    try self.init(
      try ModelGraph(path: path), path: path, title: title, given: given, sample: sample)
  }

  init(
    _ graph: ModelGraph, path: String, title: String, given: [String: NumericArray] = [:],
    sample: Shape? = nil
  ) throws(FileError) {
    var importer = Importer(graph, path: path, given: given, sample: sample)
    try importer.enterInputs()
    try importer.lowerNodes()
    (inputs, outputs, missing) = (importer.finalInputs, importer.outputs, importer.missing)
    notes = importer.notes
    network = try importer.network(title: title)
  }
}

extension ImportedModel.Output {
  /// A tensor that flowed as the array that the model gives: its numbers as its own type.
  public func array(_ tensor: Tensor) -> NumericArray {
    NumericArray(tensor).cast(to: type)
  }
}
