import ModelFiles

/// What `export` writes, and to which file.
package struct Export: Hashable, Sendable {
  /// What can be written.
  package enum Content: String, CaseIterable, Hashable, Sendable {
    case tensor, tensors, curve, network, onnx, pytorch, keras, screen, sheet, activations,
      gradients

    /// Whether it is the network as it is defined, whatever is planted in it.
    var isOfNetwork: Bool { [.network, .onnx, .pytorch, .keras].contains(self) }

    /// The file name extensions that imply it.
    var endings: [String] {
      switch self {
      case .tensor: [".npy"]
      case .tensors: [".npz"]
      case .curve: [".csv"]
      case .network: [".cnn"]
      case .onnx: [".onnx"]
      case .screen: [".txt", ".ansi", ".svg", ".png"]
      case .pytorch, .keras, .sheet, .activations, .gradients: []
      }
    }
  }

  package let content: Content
  /// The tensor that was named; nil for the one that is looked at.
  package let tensor: String?
  package let path: String
  /// Whether a file that is there may be replaced.
  package let replaces: Bool
  /// How many pixels wide a unit of a picture is.
  package let magnify: Int
  /// What a picture stands on; nil for the background that the screen has.
  package let background: PictureBackground?

  /// What the command that takes it does.
  package static let help =
    "write a tensor (.npy), all (.npz), the curve (.csv .svg .png), the network (.cnn, .onnx, "
    + "pytorch, keras), the screen (.txt .ansi .svg .png), the maps as a sheet (.svg .png), "
    + "activations or gradients of a layer for a data set"

  /// Reads `[WHAT] FILE [--over] [--magnify N] [--background light|dark]`, where WHAT is a word of ``Content`` or the name of a
  /// tensor.
  ///
  /// - Throws: ``UserError`` where no file is named, or neither word nor ending says what to write.
  package init(_ text: String) throws(UserError) {
    let arguments = try FileArguments(
      text, options: ["--over"], valued: ["--magnify": "2", "--background": "light"])
    replaces = arguments.options.contains("--over")
    magnify = try Magnification(arguments.values["--magnify"] ?? "1").factor
    background = try arguments.values["--background"].map { word throws(UserError) in
      guard let found = PictureBackground(rawValue: word) else {
        throw UserError("--background is light or dark, not \(word.quoted)")
      }
      return found
    }
    let words = arguments.words.map(\.text)
    guard let path = words.last, words.count <= 2 else {
      throw UserError(
        "export needs a file, as in export conv1.npy, export all.npz, export curve.csv, "
          + "export net.cnn, export net.onnx, export pytorch net.py, export screen.svg")
    }
    self.path = path
    let known = Content.allCases.first { content in
      content.endings.contains { path.hasSuffix($0) }
    }
    if words.count == 2 {
      let named = Content(rawValue: words[0])
      (content, tensor) = (named ?? .tensor, named == nil ? words[0] : nil)
    } else if let known {
      (content, tensor) = (known, nil)
    } else {
      throw UserError(
        "the name \(path.quoted) does not say what to write; export pytorch \(path.harmless) would, "
          + "or the endings \(Content.allCases.flatMap(\.endings).joined(separator: " "))")
    }
    if background != nil, !isPicture {
      throw UserError("--background is for pictures, .svg and .png, not \(path.quoted)")
    }
    if magnify > 1, !isPicture {
      throw UserError("--magnify enlarges pictures, .svg and .png, not \(path.quoted)")
    }
  }

  /// A picture's background, as it is typed.
  package enum PictureBackground: String, CaseIterable, Hashable, Sendable {
    case light, dark
  }

  /// Whether it is written as pixels or vector graphics.
  package var isPicture: Bool {
    [.screen, .sheet, .curve].contains(content)
      && [".svg", ".png"].contains { path.hasSuffix($0) }
  }

  /// What kind of file it is.
  package var writing: FileContent.Writing {
    if isPicture { return path.hasSuffix(".png") ? .picture : .drawing }
    return switch content {
    case .tensor: .array
    case .tensors, .activations, .gradients: .arrays
    case .curve: .curve
    case .network: .network
    case .onnx: .model
    case .pytorch, .keras: .code
    case .sheet: .picture
    case .screen: .screen
    }
  }

  /// - Throws: ``UserError`` where the file is there already or cannot be written.
  func check() throws(UserError) {
    do throws(FileError) {
      try FileContent.checkReplaceable(path, by: writing, replacing: replaces)
    } catch {
      throw UserError(error)
    }
  }

  /// Writes the file.
  ///
  /// - Returns: a sentence that says so.
  /// - Throws: ``UserError`` where the file is there already or cannot be written; nothing is lost.
  package func write(_ bytes: [UInt8], _ what: String) throws(UserError) -> String {
    do throws(FileError) {
      try FileContent.writeNew(bytes, to: path, as: writing, replacing: replaces)
    } catch {
      throw UserError(error)
    }
    return "\(path.harmless): \(what)"
  }
}

/// `[WHAT] FILE [--over] [--magnify N] [--background light|dark]`
package struct ExportText: CommandParameter {
  package init() {}

  package var usage: String { "[WHAT] FILE [--over] [--magnify N] [--background light|dark]" }
  package var expectation: String { "a file" }
  package var example: String { "conv1.npy" }
  package var takesRest: Bool { true }
  package var completion: Completion { .wordsOrFile(Export.Content.allCases.map(\.rawValue)) }

  package func parse(
    _ reader: inout ArgumentReader, in session: Session
  ) throws(UserError) -> Export {
    try Export(reader.takeRest() ?? "")
  }
}
