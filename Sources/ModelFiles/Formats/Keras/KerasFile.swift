import CNNModel

/// The weights in files of Keras 2 and 3: `.h5` and `.weights.h5` (HDF5), and `.keras`, an archive of a
/// configuration and such a file.
///
/// Arrays are called by layer and weight, as in `conv2d.kernel`, and are arranged as ours are (see
/// ``KerasKernel``).
package enum KerasFile {
  /// The most bytes that a configuration may take.
  private static let largestText = 8 << 20
  /// How deep a configuration may be nested.
  private static let deepest = 64

  /// The parts of a file.
  struct Parts {
    let weights: HDF5File
    /// The configuration of the model; nil in a file of weights alone.
    let model: JSONText?
    /// The first number of the version of Keras that wrote it; nil where the file does not say it.
    let version: Int?
  }

  /// The weights in the file `path`, layer after layer.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, is corrupt or holds no weights.
  static func read(_ path: String) throws(FileError) -> ArrayContents {
    try contents(parts(path), path: path)
  }

  /// The weights in the bytes of an HDF5 file.
  package static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> ArrayContents {
    try contents(parts(bytes, path: path), path: path)
  }

  /// Whether a file has the configuration of a model.
  static func hasModel(_ path: String) throws(FileError) -> Bool {
    guard try FileContent.start(of: path, count: 2) == Array("PK".utf8) else {
      let file = try HDF5File(FileContent.read(path), path: path) { _ in false }
      return file.groups[""]?.attributes["model_config"] != nil
    }
    return try ZipReader(path).members().contains { $0.name == "config.json" }
  }

  static func parts(_ path: String) throws(FileError) -> Parts {
    guard try FileContent.start(of: path, count: 2) == Array("PK".utf8) else {
      return try parts(FileContent.read(path), path: path)
    }
    let archive = try ZipReader(path)
    let members = try archive.members()
    guard let weights = members.first(where: { $0.name == "model.weights.h5" }) else {
      throw FileError(path: path, reason: "this Keras archive has no model.weights.h5")
    }
    func json(_ name: String) throws(FileError) -> JSONText? {
      let text = members.first { $0.name == name && $0.size <= largestText }
      return try text.map { (text) throws(FileError) in
        try JSONText.parse(
          archive.checkedBytes(of: text, path: path)[...], path: path, deepest: deepest)
      }
    }
    let model = try json("config.json")
    let version = try json("metadata.json")?["keras_version"]?.string
    let file = try HDF5File(
      archive.checkedBytes(of: weights, path: path), path: path, where: isWeights)
    return Parts(weights: file, model: model, version: version.flatMap(major))
  }

  private static func parts(_ bytes: [UInt8], path: String) throws(FileError) -> Parts {
    let file = try HDF5File(bytes, path: path, where: isWeights)
    let text = file.groups[""]?.attributes["model_config"]?.first
    let model = try text.map { (text) throws(FileError) in
      try JSONText.parse(Array(text.utf8)[...], path: path, deepest: deepest)
    }
    let version = ["", "model_weights"].lazy
      .compactMap { file.groups[$0]?.attributes["keras_version"]?.first }.first
    return Parts(weights: file, model: model, version: version.flatMap(major))
  }

  /// 2 of `2.15.0`.
  private static func major(_ version: String) -> Int? { Int(version.prefix { $0 != "." }) }

  /// Whether a member of the file belongs to the model, not to the optimizer.
  private static func isWeights(_ path: String) -> Bool {
    !path.hasPrefix("optimizer") && !path.hasPrefix("top_level_model_weights")
  }

  private static func contents(_ parts: Parts, path: String) throws(FileError) -> ArrayContents {
    let layers = parts.model.flatMap(KerasLayer.all) ?? []
    let names = KerasNames(parts.weights, layers)
    let arrays = names.entries.map { NamedArray($0.name, transposed($0)) }
    guard !arrays.isEmpty else {
      throw FileError(path: path, reason: "this file of Keras holds no weights")
    }
    var seen: Set<String> = []
    if let twice = arrays.first(where: { !seen.insert($0.name).inserted }) {
      throw FileError(path: path, reason: "two weights have the name \(twice.name.quoted)")
    }
    return ArrayContents(arrays, refused: parts.weights.refused, isChannelsLast: true)
  }

  /// A weight in PyTorch's layout.
  static func transposed(_ entry: KerasNames.Entry) -> NumericArray {
    switch entry.weight {
    case "depthwise_kernel": KerasKernel.transposedDepthwise(entry.array)
    case "kernel", "pointwise_kernel": KerasKernel.transposed(entry.array)
    default: entry.array
    }
  }
}
