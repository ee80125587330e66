import CNNModel
internal import SwiftProtobuf

/// The graph of an ONNX file: inputs, constants and nodes, read but not yet interpreted.
struct ModelGraph {
  /// A value that enters or leaves the graph.
  struct Value {
    let name: String
    /// Nil for a type that is not supported.
    let type: ElementType?
    /// Why the type is not supported, as the end of a sentence; empty where it is, and where the
    /// file gives it none.
    let problem: String
    /// Its extents; nil where the file declares none.
    let extents: [Extent]?
  }

  enum Extent: Hashable {
    case fixed(Int)
    /// Known only at run time; with its name in the file, which may be empty.
    case open(String)
  }

  struct Node {
    let name: String
    /// The operator, such as `Conv`.
    let kind: String
    let domain: String
    /// Empty for an input that is omitted.
    let inputs: [String]
    let outputs: [String]
    let attributes: Attributes
  }

  let inputs: [Value]
  let outputs: [Value]
  let nodes: [Node]
  let constants: [String: NumericArray]
  /// The names of the constants, in the order of the file.
  let constantNames: [String]
  /// Constants that cannot be read, with the reason.
  let brokenConstants: [String: String]
  /// The version of the standard operator set.
  let version: Int

  /// Reads the file at `path`.
  ///
  /// - Throws: ``FileError`` where it is not an ONNX model.
  init(path: String) throws(FileError) {
    var model = try Self.decode(try FileContent.read(path), path)
    guard !model.graph.node.isEmpty || !model.graph.output.isEmpty else {
      throw FileError(path: path, reason: "an ONNX model is expected, but there is no graph in it")
    }
    let standard = model.opsetImport.first { OperatorDomain(name: $0.domain) == .standard }
    version = Int(clamping: standard?.version ?? 1)
    constantNames = model.graph.initializer.map(\.name)
    (constants, brokenConstants) = try Self.takeConstants(&model.graph, path)
    inputs = model.graph.input.map { Value($0) }
    outputs = model.graph.output.map { Value($0) }
    nodes = model.graph.node.map { Node($0, path: path) }
  }

  private static func decode(_ bytes: [UInt8], _ path: String) throws(FileError) -> ProtoModel {
    let kind = FileKind(of: bytes[...])
    guard kind.format != .text, kind.format != .empty else {
      throw kind.refusal(path, expected: "an ONNX model")
    }
    do { return try ProtoModel(serializedBytes: bytes) } catch {
      throw FileError(
        path: path,
        reason: "an ONNX model is expected, but the file is corrupt: \(Self.reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? BinaryDecodingError {
    case .truncated: "it ends too early"
    case .invalidUTF8: "a name in it is not UTF-8"
    case .messageDepthLimit: "it is nested too deeply"
    default: "its fields are invalid"
    }
  }

  /// Moves the initializers out of the message, so that their bytes are in memory only once.
  private static func takeConstants(
    _ graph: inout ProtoGraph, _ path: String
  ) throws(FileError) -> ([String: NumericArray], [String: String]) {
    guard graph.sparseInitializer.isEmpty else {
      throw FileError(path: path, reason: "sparse initializers are not supported")
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
        constants[tensor.name] = try NumericArray(tensor, path: path)
      }
    }
    return (constants, broken)
  }
}

extension ModelGraph.Value {
  init(_ value: ProtoValueInfo) {
    let tensor = value.type.tensorType
    self.init(
      name: value.name,
      type: value.type.hasTensorType ? ElementType(onnxCode: tensor.elemType) : nil,
      problem: Self.problem(value.type),
      extents: tensor.hasShape ? tensor.shape.dim.map { ModelGraph.Extent($0) } : nil)
  }
}

extension ModelGraph.Value {
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
  init(_ dimension: ProtoTensorShape.Dimension) {
    switch dimension.value {
    case .dimValue(let extent) where extent >= 0: self = .fixed(Attributes.clamped(extent))
    case .dimParam(let name): self = .open(name)
    default: self = .open("")
    }
  }
}

extension ModelGraph.Node {
  init(_ node: ProtoNode, path: String) {
    self.init(
      name: node.name, kind: node.opType, domain: node.domain, inputs: node.input,
      outputs: node.output, attributes: Attributes(node.attribute, path: path))
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
