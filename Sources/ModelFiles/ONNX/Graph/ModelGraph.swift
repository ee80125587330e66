import CNNModel
import SwiftProtobuf

/// An ONNX model as its file says it: inputs, constants and nodes, read but not yet understood.
struct ModelGraph {
  /// A value that enters or leaves the graph.
  struct Value {
    let name: String
    /// `nil` for a type that has no arrays here.
    let type: ElementType?
    /// The type as a sentence names it.
    let typeName: String
    /// Its extents, those that the file leaves open as a name or as nothing; `nil` without a shape.
    let extents: [Extent]?
  }

  enum Extent: Hashable {
    case fixed(Int)
    case open(String)
  }

  struct Node {
    let name: String
    /// The operator, such as `Conv`.
    let kind: String
    let domain: String
    /// Empty for an input that is left out.
    let inputs: [String]
    let outputs: [String]
    let attributes: Attributes
  }

  let inputs: [Value]
  let outputs: [Value]
  let nodes: [Node]
  let constants: [String: NumericArray]
  /// What the constants are called, in the file's order.
  let constantNames: [String]
  /// Constants that cannot be read, with the reason.
  let brokenConstants: [String: String]
  /// The version of the standard operators.
  let version: Int

  /// Reads the file at `path`.
  ///
  /// - Throws: ``FileError`` where it is no ONNX model.
  init(path: String) throws(FileError) {
    var model = try Self.decode(try FileContent.read(path), path)
    guard !model.graph.node.isEmpty || !model.graph.output.isEmpty else {
      throw FileError(path: path, reason: "an ONNX model is expected, but there is no graph in it")
    }
    let standard = model.opsetImport.first { ["", "ai.onnx"].contains($0.domain) }
    version = Int(clamping: standard?.version ?? 1)
    constantNames = model.graph.initializer.map(\.name)
    (constants, brokenConstants) = try Self.takeConstants(&model.graph, path)
    inputs = model.graph.input.map { Value($0) }
    outputs = model.graph.output.map { Value($0) }
    nodes = model.graph.node.map { Node($0, path: path) }
  }

  private static func decode(_ bytes: [UInt8], _ path: String) throws(FileError) -> ProtoModel {
    do { return try ProtoModel(serializedBytes: bytes) } catch {
      throw FileError(
        path: path,
        reason: "an ONNX model is expected, but the file is damaged: \(Self.reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? BinaryDecodingError {
    case .truncated: "it ends too early"
    case .invalidUTF8: "a name in it is not UTF-8"
    case .messageDepthLimit: "it is nested too deeply"
    default: "its fields make no sense"
    }
  }

  /// Takes the initializers out of the message, so that their bytes are held once.
  private static func takeConstants(
    _ graph: inout ProtoGraph, _ path: String
  ) throws(FileError) -> ([String: NumericArray], [String: String]) {
    guard graph.sparseInitializer.isEmpty else {
      throw FileError(path: path, reason: "sparse constants are not supported")
    }
    var constants: [String: NumericArray] = [:]
    var broken: [String: String] = [:]
    var tensors = graph.initializer
    graph.initializer = []
    for index in tensors.indices {
      let tensor = tensors[index]
      tensors[index] = ProtoTensor()
      guard ElementType(modelCode: tensor.dataType) != nil else {
        broken[tensor.name] =
          "the elements of \(tensor.name.quoted) are \(ElementType.modelName(tensor.dataType))"
        continue
      }
      constants[tensor.name] = try NumericArray(tensor, path: path)
    }
    return (constants, broken)
  }
}

extension ModelGraph.Value {
  init(_ value: ProtoValueInfo) {
    let tensor = value.type.tensorType
    self.init(
      name: value.name,
      type: value.type.hasTensorType ? ElementType(modelCode: tensor.elemType) : nil,
      typeName: value.type.hasTensorType
        ? ElementType.modelName(tensor.elemType) : "a value that is no tensor",
      extents: tensor.hasShape ? tensor.shape.dim.map { ModelGraph.Extent($0) } : nil)
  }
}

extension ModelGraph.Extent {
  init(_ dimension: ProtoTensorShape.Dimension) {
    switch dimension.value {
    case .dimValue(let extent) where extent >= 0: self = .fixed(Attributes.bounded(extent))
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
