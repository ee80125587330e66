/// A format of other programs that this one does not open, recognized so that the sentence can say
/// what a file is and what to do with it.
struct ForeignFormat: Sendable {
  /// With its article: `a web page (HTML)`.
  let name: String
  /// What helps, as the end of a sentence.
  let advice: String
  /// Whether a file begins so.
  let recognizes: @Sendable (ArraySlice<UInt8>) -> Bool

  private init(
    _ name: String, _ advice: String, _ recognizes: @escaping @Sendable (ArraySlice<UInt8>) -> Bool
  ) {
    (self.name, self.advice, self.recognizes) = (name, advice, recognizes)
  }

  /// The formats, those with a magic number of their own first.
  static let all: [ForeignFormat] = models + packed + texts

  /// What helps where a network is expected.
  static let holdsWeights = "it holds weights alone, which --weights and :load fill a network with"
  private static let toONNX = "the model can be exported as .onnx"
  static let fromTensorFlow = "tf2onnx writes the model as .onnx"
  static let original = "the model that it was converted from can be exported as .onnx"

  private static let models: [ForeignFormat] = [
    .init("a TensorFlow Lite model (.tflite)", fromTensorFlow) { $0.has("TFL3", at: 4) },
    .init("a Core ML model (.mlmodel)", original, isCoreML),
    .init("a TensorFlow SavedModel (.pb)", fromTensorFlow, isSavedModel),
    .init("a TensorFlow graph (.pb)", fromTensorFlow, isGraph),
    .init("an ONNX Runtime model (.ort)", "the .onnx file that it was made from can be opened") {
      $0.has("ORTM", at: 4)
    },
    .init("a GGUF file", toONNX) { $0.has("GGUF", at: 0) },
  ]

  private static let packed: [ForeignFormat] = [
    .init("a tar archive", "tar -xf unpacks it") { $0.has("ustar", at: 257) },
    .init("an xz file", "unxz unpacks it") { $0.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) },
    .init("a bzip2 file", "bunzip2 unpacks it") { $0.has("BZh", at: 0) && $0.has("1AY&SY", at: 4) },
    .init("a Zstandard file", "unzstd unpacks it") { $0.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) },
    .init("a 7z archive", "7z x unpacks it") {
      $0.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
    },
  ]

  private static let texts: [ForeignFormat] = [
    .init("an OpenVINO model (.xml)", original, isOpenVINO),
    .init("an ncnn model (.param)", original) { $0.starts(with: "7767517\n".utf8) },
    .init("a Git LFS pointer, not the file itself", "git lfs pull downloads it") {
      $0.starts(with: "version https://git-lfs.github.com/spec/".utf8)
    },
    .init(
      "a web page (HTML), not the file itself", "the page has to be replaced by what it links to",
      isWebPage),
  ]

  /// Text that begins with `<!doctype html` or `<html`, in any case, behind white space.
  private static func isWebPage(_ start: ArraySlice<UInt8>) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = start.starts(with: mark) ? start.dropFirst(3) : start
    let words = text.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(14)
    let word = String(decoding: words, as: UTF8.self).lowercased()
    return ["<!doctype html", "<html", "<head>"].contains(where: word.hasPrefix)
  }

  /// The element `net` at the beginning of an XML text.
  private static func isOpenVINO(_ start: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: start, as: UTF8.self).drop(while: \.isWhitespace)
    let root = text.hasPrefix("<?xml") ? text.drop { $0 != ">" }.dropFirst() : text
    return root.drop(while: \.isWhitespace).hasPrefix("<net ")
  }

  /// Field 1, a version, and field 2, a description that begins with its field 1, an input, which
  /// begins with its name in letters.
  private static func isCoreML(_ start: ArraySlice<UInt8>) -> Bool {
    guard start.first == 0x08, start.dropFirst(2).first == 0x12 else { return false }
    let description = start.dropFirst(3).drop { $0 >= 0x80 }.dropFirst()
    guard description.first == 0x0A else { return false }
    let input = description.dropFirst().drop { $0 >= 0x80 }.dropFirst()
    guard input.first == 0x0A, let length = input.dropFirst().first, (1...100).contains(length)
    else { return false }
    let name = input.dropFirst(2).prefix(Int(length))
    return name.count == Int(length) && name.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Field 1, the version 1, and field 2, a graph that begins with its field 1. In ONNX a text, the
  /// producer's name, comes second, and no exporter wrote its version 1.
  private static func isSavedModel(_ start: ArraySlice<UInt8>) -> Bool {
    guard start.starts(with: [0x08, 0x01, 0x12]) else { return false }
    return start.dropFirst(3).drop { $0 >= 0x80 }.dropFirst().first == 0x0A
  }

  /// Field 1, a node, that begins with its name, field 1, and its operator, field 2.
  private static func isGraph(_ start: ArraySlice<UInt8>) -> Bool {
    guard start.first == 0x0A else { return false }
    let node = start.dropFirst().drop { $0 >= 0x80 }.dropFirst()
    guard node.first == 0x0A, let length = node.dropFirst().first, length < 0x80 else {
      return false
    }
    let kind = node.dropFirst(2 + Int(length))
    guard kind.first == 0x12, let count = kind.dropFirst().first, (2...60).contains(count) else {
      return false
    }
    let letters = kind.dropFirst(2).prefix(Int(count))
    return letters.count == Int(count)
      && letters.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) }
  }
}

extension ArraySlice<UInt8> {
  /// Whether these characters stand at an offset.
  fileprivate func has(_ text: String, at offset: Int) -> Bool {
    dropFirst(offset).starts(with: text.utf8)
  }
}
