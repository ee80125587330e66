import CNNModel

/// A graph of an ONNX file, the model's or one of a branch or a loop: inputs, constants and nodes.
struct ModelGraph: Sendable {
  /// A value that enters or leaves the graph.
  struct Value: Sendable {
    let name: String
    /// Whether it is a sequence; type and extents are then those of its elements.
    let isSequence: Bool
    /// Whether it may be absent.
    let isOptional: Bool
    /// Nil for a type that is not supported.
    let type: ElementType?
    /// Why the type is not supported, as the end of a sentence; empty where it is, and where the
    /// file gives it none.
    let problem: String
    /// Its extents; nil where the file declares none.
    let extents: [Extent]?
  }

  enum Extent: Hashable, Sendable {
    case fixed(Int)
    /// Known only at run time; with its name in the file, which may be empty.
    case open(String)
  }

  let inputs: [Value]
  let outputs: [Value]
  let nodes: [Node]
  let constants: [String: NumericArray]
  /// The names of the constants, in the order of the file.
  let constantNames: [String]
  /// Constants that cannot be read, with the reason.
  let brokenConstants: [String: String]

  /// Reads a graph, whose initializers are taken out of the message.
  ///
  /// - Throws: ``FileError`` where an initializer is broken.
  init(taking graph: inout ProtoGraph, _ source: GraphSource) throws(FileError) {
    constantNames = graph.initializer.map(\.name)
    (constants, brokenConstants) = try Self.takeConstants(&graph, source)
    inputs = graph.input.map { Value($0) }
    outputs = graph.output.map { Value($0) }
    nodes = graph.node.map { Node($0, source) }
  }

  /// Moves the initializers out of the message, so that their bytes are in memory only once.
  private static func takeConstants(
    _ graph: inout ProtoGraph, _ source: GraphSource
  ) throws(FileError) -> ([String: NumericArray], [String: String]) {
    guard graph.sparseInitializer.isEmpty else {
      throw FileError(path: source.path, reason: "sparse initializers are not supported")
    }
    var constants: [String: NumericArray] = [:]
    var broken: [String: String] = [:]
    var tensors = graph.initializer
    graph.initializer = []
    for index in tensors.indices {
      let tensor = tensors[index]
      tensors[index] = ProtoTensor()
      if let reason = tensor.unsupportedType {
        broken[tensor.name] = reason
      } else {
        constants[tensor.name] = try NumericArray(
          tensor, path: source.path, external: source.external)
      }
    }
    return (constants, broken)
  }
}

extension ModelGraph.Value {
  init(_ value: ProtoValueInfo) {
    let whole = value.type.content
    let type = whole.hasSequenceType ? whole.sequenceType.elemType : whole
    let tensor = type.tensorType
    self.init(
      name: value.name, isSequence: whole.hasSequenceType, isOptional: value.type.hasOptionalType,
      type: type.hasTensorType ? ElementType(onnxCode: tensor.elemType) : nil,
      problem: Self.problem(type),
      extents: tensor.hasShape ? tensor.shape.dim.map { ModelGraph.Extent($0) } : nil)
  }
}

extension ProtoType {
  /// The type of the value that an optional one holds.
  fileprivate var content: ProtoType { hasOptionalType ? optionalType.elemType : self }
}

extension ModelGraph.Value {
  /// An element of a sequence, by its position.
  func element(_ index: Int) -> ModelGraph.Value {
    .init(
      name: "\(name)[\(index)]", isSequence: false, isOptional: false, type: type, problem: problem,
      extents: extents)
  }

  private static func problem(_ type: ProtoType) -> String {
    guard type.hasTensorType else {
      return type.unknownFields.data.isEmpty ? "" : "is not a tensor"
    }
    let code = type.tensorType.elemType
    if ElementType(onnxCode: code) != nil || code == 0 { return "" }
    return "has elements of \(ElementType.onnxName(code)), which is not supported"
  }
}

extension ModelGraph.Extent {
  /// An extent as another format states it: open where it is not there or negative.
  init(_ extent: Int?) {
    guard let extent, extent >= 0 else {
      self = .open("")
      return
    }
    self = .fixed(Attributes.clamped(Int64(extent)))
  }

  init(_ dimension: ProtoTensorShape.Dimension) {
    switch dimension.value {
    case .dimValue(let extent) where extent >= 0: self = .fixed(Attributes.clamped(extent))
    case .dimParam(let name): self = .open(name)
    default: self = .open("")
    }
  }
}

extension ProtoTensor {
  /// Why the type of the elements is not supported, nil where it is.
  fileprivate var unsupportedType: String? {
    guard ElementType(onnxCode: dataType) == nil else { return nil }
    return "the elements of \(name.quoted) are of \(ElementType.onnxName(dataType)), "
      + "which is not supported"
  }
}
