import CNNModel
internal import SwiftProtobuf

/// The file of a model: its graph, of operators of ONNX, and the functions that its nodes may call,
/// read but not yet interpreted.
struct ModelFile {
  let path: String
  let graph: ModelGraph
  let functions: [ModelFunction.Name: ModelFunction]
  /// What the exporter says about the model, by keys of its own.
  let metadata: [(key: String, value: String)]

  /// Reads the ONNX file at `path`.
  ///
  /// - Throws: ``FileError`` where it is not an ONNX model.
  init(path: String) throws(FileError) {
    var model = try Self.decode(try FileContent.read(path), path)
    guard !model.graph.node.isEmpty || !model.graph.output.isEmpty else {
      throw FileError(path: path, reason: "an ONNX model is expected, but there is no graph in it")
    }
    let source = GraphSource(path: path, model.opsetImport)
    self.path = path
    graph = try ModelGraph(taking: &model.graph, source)
    functions = Dictionary(
      model.functions.map { (ModelFunction.Name($0), ModelFunction($0, source)) },
      uniquingKeysWith: { first, _ in first })
    metadata = model.metadataProps.map { ($0.key, $0.value) }
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
}

/// Where a graph is read from, and what its operators mean there.
struct GraphSource {
  let path: String
  /// The version of the standard operator set.
  let version: Int
  let external: ExternalData

  init(path: String, _ sets: [ProtoOperatorSet]) {
    self.path = path
    version = Self.version(sets) ?? 1
    external = ExternalData(beside: path)
  }

  private init(_ source: GraphSource, version: Int) {
    (path, external, self.version) = (source.path, source.external, version)
  }

  /// The same file under the operator sets that a function imports; the standard one is the
  /// model's where the function does not name it.
  func importing(_ sets: [ProtoOperatorSet]) -> GraphSource {
    GraphSource(self, version: Self.version(sets) ?? version)
  }

  private static func version(_ sets: [ProtoOperatorSet]) -> Int? {
    sets.first { $0.domain.standardDomain.isEmpty }.map { Int(clamping: $0.version) }
  }
}

extension String {
  /// The domain of operators, empty for the one of the specification under either of its names.
  var standardDomain: String { self == "ai.onnx" ? "" : self }
}
