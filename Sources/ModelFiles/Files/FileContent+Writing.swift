extension FileContent {
  /// What is written to a file.
  public enum Writing: Hashable, Sendable, CaseIterable {
    /// The text of a network.
    case network
    /// Parameters of a network.
    case weights
    /// One array.
    case array
    /// Several arrays.
    case arrays
    /// A PNG image.
    case picture
    /// A picture in Scalable Vector Graphics.
    case drawing
    /// A table of numbers.
    case curve
    /// The rows of a training, one after the other.
    case log
    /// A network in another language, for reading.
    case code
    /// A screen as text.
    case screen
    /// A screen as it changes, in time.
    case cast
    /// A script of what was typed.
    case script
    /// A network as an ONNX model.
    case model

    /// The formats of its files.
    func formats(_ path: String) -> [FileKind.Format] {
      switch self {
      case .network, .curve, .log, .code, .screen, .script, .drawing, .cast: [.text]
      case .weights: [path.lowercased().hasSuffix(".npz") ? .zip : .safetensors]
      case .array: [.npy]
      case .arrays: [.zip]
      case .picture: [.png]
      case .model: [.onnx]
      }
    }

    /// The usual ending of its files.
    var ending: String {
      switch self {
      case .network: ".cnn"
      case .weights: ".safetensors"
      case .array: ".npy"
      case .arrays: ".npz"
      case .picture: ".png"
      case .drawing: ".svg"
      case .cast: ".cast"
      case .curve, .log: ".csv"
      case .code: ".py"
      case .screen: ".txt"
      case .script: ".scope"
      case .model: ".onnx"
      }
    }
  }

  /// What may be written to files with these endings; nothing where they belong to a format that is
  /// read alone. Other endings say nothing.
  private static let endings: [String: Set<Writing>] = {
    let texts: Set<Writing> = [.network, .curve, .log, .code, .screen, .script]
    var endings: [String: Set<Writing>] = [
      "cnn": [.network], "csv": [.curve, .log], "py": [.code], "npy": [.array],
      "npz": [.arrays, .weights], "zip": [.arrays], "safetensors": [.weights], "png": [.picture],
      "onnx": [.model], "scope": [.script], "svg": [.drawing], "cast": [.cast], "ansi": [.screen],
      "txt": texts, "log": texts,
    ]
    let readOnly = """
      pb jpg jpeg gif bmp tif tiff webp pgm ppm pbm pnm pdf h5 hdf5 keras pt pth ckpt pt2 pkl gz \
      md markdown json idx
      """
    for ending in readOnly.split(separator: " ") { endings[String(ending)] = [] }
    return endings
  }()

  /// The part of a path before the ending of its name, and the ending in lowercase without its dot.
  private static func parts(of path: String) -> (stem: Substring, ending: String?) {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot != start else { return (path[...], nil) }
    return (path[..<dot], path[path.index(after: dot)...].lowercased())
  }

  /// - Throws: ``FileError`` where the ending of a file's name, or of the file that it links to,
  ///   belongs to something else.
  static func checkEnding(of path: String, _ writing: Writing) throws(FileError) {
    for name in [path, FileStatus.resolved(path)] {
      guard let ending = parts(of: name).ending, let allowed = endings[ending],
        !allowed.contains(writing)
      else { continue }
      throw FileError(
        path: path,
        reason:
          "files ending in .\(ending) have another format than what is written here; use \(writing.ending)"
      )
    }
  }

  /// The path, or where there is such a file already, the first like it that is free.
  package static func unused(_ path: String, for writing: Writing) -> String {
    exists(path) ? freeName(like: path, for: writing) : path
  }

  /// Another name, of which there is no file: `net-2.npz`. It keeps an ending that fits.
  static func freeName(like path: String, for writing: Writing) -> String {
    let (stem, ending) = parts(of: path)
    let fits = ending.flatMap { endings[$0] }?.contains(writing) ?? (ending != nil)
    let rest = fits ? String(path[stem.endIndex...]) : writing.ending
    return (1...999).lazy.map { stem + ($0 == 1 ? "" : "-\($0)") + rest }.first { !exists($0) }
      ?? stem + "-new" + rest
  }
}
