import CNNModel

/// A model of ONNX, Keras or PyTorch as a network, with the weights and names of the file.
///
/// Values that do not depend on the inputs were computed during import. A node with an unsupported
/// operator is missing from the network, with all nodes that depend on it.
public struct ImportedModel: Sendable {
  /// A value that the user provides.
  public struct Input: Hashable, Sendable {
    /// Its name in the file.
    public let name: String
    /// The type that the model declares for it.
    public let type: ElementType
    /// Its shape, with the batch.
    public let shape: Shape
    /// The node of the network where it enters; nil where it was used during import, as a shape is.
    public let source: Int?
  }

  /// A value that the model produces.
  public struct Output: Sendable {
    /// Where the value comes from.
    public enum Content: Sendable {
      /// It does not depend on the inputs.
      case constant(NumericArray)
      /// An edge of the network carries it.
      case computed(ValueReference)
      /// It depends on a missing node; with the end of a sentence.
      case missing(String)
    }

    /// Its name in the file.
    public let name: String
    /// The type that the model declares for it.
    public let type: ElementType
    /// Where the value comes from.
    public let content: Content
  }

  /// Nil where every output is a constant.
  public let network: Network?
  /// The inputs that the user provides, in the order of the file.
  public let inputs: [Input]
  /// The outputs, in the order of the file.
  public let outputs: [Output]
  /// The nodes that are missing, in the order of the file.
  public let missing: [Network.MissingNode]
  /// Assumptions, such as a batch size of 1 where the file leaves it open.
  public let notes: [String]

  /// Reads the model at `path`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - title: the title of the network.
  ///   - given: arrays for inputs of the model, by name. Those that are not 32-bit floats, such as
  ///     shapes, and those that a layer needs as weights are used during import.
  ///   - proposal: the shape of the first input, where the user or the image says it.
  ///   - sample: the input that decides shapes which depend on numbers; nodes with such shapes are
  ///     missing without one.
  /// - Throws: ``FileError`` where it is not such a model, or a node contradicts the specification
  ///   or its inputs.
  public init(
    _ path: String, title: String, given: [String: NumericArray] = [:],
    _ proposal: InputProposal = .init(), sample: ModelSample? = nil
  ) throws(FileError) {
    try self.init(
      try ModelFile(ofFile: path), title: title, given: given, proposal, sample: sample)
  }

  init(
    _ file: ModelFile, title: String, given: [String: NumericArray] = [:],
    _ proposal: InputProposal = .init(), sample: ModelSample? = nil
  ) throws(FileError) {
    var importer = Importer(file, given: given, proposal, sample)
    try importer.addInputs()
    try importer.lowerNodes()
    importer.draft.finishParameters()
    (inputs, outputs, missing) = (importer.finalInputs, importer.outputs, importer.missing)
    notes = importer.notes + importer.draftValues.notes
    network = try importer.network(title: title)
  }
}

extension ImportedModel.Output {
  /// A computed value as an array of the type that the model declares.
  public func array(_ value: Value) -> NumericArray { NumericArray(value).cast(to: type) }
}
