extension ModelFile {
  /// Reads the model in a file of any format that describes one: ONNX, a model of Keras, or a program
  /// that PyTorch exported.
  ///
  /// - Throws: ``FileError`` where it cannot be read or describes none.
  init(ofFile path: String) throws(FileError) {
    switch try FileKind(ofFile: path).format {
    case .exported: self.init(path: path, graph: try ExportedProgram(path).graph)
    case .keras: self.init(path: path, graph: try KerasModel(path).graph)
    default: try self.init(path: path)
    }
  }

  /// A model of another format.
  private init(path: String, graph: ModelGraph) {
    (self.path, self.graph, functions, metadata) = (path, graph, [:], [])
  }
}

extension FileKind {
  /// Whether a file describes a network: an ONNX model, an exported program, or a file of Keras with
  /// its configuration.
  ///
  /// - Throws: ``FileError`` where it cannot be read.
  public static func isNetwork(_ path: String) throws(FileError) -> Bool {
    switch try FileKind(ofFile: path).format {
    case .exported: true
    case .keras: try KerasFile.hasModel(path)
    default: try isModel(path)
    }
  }
}
