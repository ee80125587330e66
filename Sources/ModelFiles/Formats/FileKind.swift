/// The format of a file, determined by its first bytes.
///
/// Every format is one row of the catalog or of ``ForeignFormat``; the first row that recognizes the
/// bytes wins.
public struct FileKind: Hashable, Sendable {
  /// The formats, for a `switch` over those that can be opened.
  public enum Format: Hashable, Sendable {
    /// A format that can be opened, or none at all.
    case empty, npy, zip, gzip, idx, png, jpeg, pnm, safetensors, pytorch, exported, keras, onnx,
      text,
      unknown
    /// A format that is recognized so that the sentence can name it.
    case foreign
  }

  /// The format.
  public let format: Format
  /// The format in a sentence, with its article: `a PNG image`.
  public let name: String
  /// Whether this program can open it.
  public let isReadable: Bool
  /// What the user can do where another format is expected, as the end of a sentence; empty where
  /// there is nothing to say.
  let advice: String

  /// Whether it is an image that this program can open.
  public var isImage: Bool { [.png, .jpeg, .pnm].contains(format) }

  /// Whether arrays can be read from it, an image being one.
  var holdsArrays: Bool {
    isImage || holdsWeights || [.npy, .gzip, .idx].contains(format)
  }

  /// Whether it is a file of named arrays.
  var holdsWeights: Bool { [.safetensors, .zip, .pytorch, .exported, .keras].contains(format) }

  private struct Row: Sendable {
    let kind: FileKind
    let recognizes: @Sendable (ArraySlice<UInt8>) -> Bool

    init(
      _ format: Format, _ name: String, reads: Bool, advice: String = "",
      _ recognizes: @escaping @Sendable (ArraySlice<UInt8>) -> Bool
    ) {
      kind = FileKind(format: format, name: name, isReadable: reads, advice: advice)
      self.recognizes = recognizes
    }
  }

  private static let catalog: [Row] = [
    Row(.empty, "an empty file", reads: false) { $0.isEmpty },
    Row(.npy, "a NumPy array (.npy)", reads: true) { $0.starts(with: NpyFile.magic) },
    Row(
      .keras, "an HDF5 file (Keras .h5)", reads: true, advice: ForeignFormat.holdsWeights
    ) {
      $0.starts(with: HDF5File.magic)
    },
    Row(
      .pytorch, "a PyTorch file (.pt, .pth)", reads: true, advice: ForeignFormat.holdsWeights
    ) {
      $0.starts(with: TorchFile.magic)
    },
    Row(
      .pytorch, "a pickle (as in .pkl, .pt, .pth)", reads: true, advice: ForeignFormat.holdsWeights,
      Pickle.recognizes),
    Row(.zip, "a ZIP archive (.npz)", reads: true) {
      $0.starts(with: "PK\u{3}\u{4}".utf8) || $0.starts(with: "PK\u{5}\u{6}".utf8)
    },
    Row(.gzip, "a gzip file", reads: true, advice: "gunzip unpacks it") {
      $0.starts(with: GzipFile.magic)
    },
    Row(.idx, "an IDX array", reads: true, IdxFile.recognizes),
    Row(.png, "a PNG image", reads: true) { $0.starts(with: PNGFile.magic) },
    Row(.jpeg, "a JPEG image", reads: true) { $0.starts(with: [0xFF, 0xD8, 0xFF]) },
    Row(.pnm, "a PNM image", reads: true, isPortableMap),
    Row(.safetensors, "a safetensors file", reads: true, SafetensorsFile.recognizes),
    Row(.foreign, "a GIF image", reads: false) { $0.starts(with: "GIF8".utf8) },
    Row(.foreign, "a BMP image", reads: false) { $0.starts(with: "BM".utf8) && !isText($0) },
    Row(.foreign, "a WebP image", reads: false) {
      $0.starts(with: "RIFF".utf8) && $0.dropFirst(8).starts(with: "WEBP".utf8)
    },
    Row(.foreign, "a TIFF image", reads: false) {
      $0.starts(with: [0x49, 0x49, 0x2A, 0]) || $0.starts(with: [0x4D, 0x4D, 0, 0x2A])
    },
    Row(.foreign, "a PDF document", reads: false) { $0.starts(with: "%PDF-".utf8) },
    Row(.foreign, "text in UTF-32", reads: false, WideText.isUTF32),
    Row(.foreign, "text in UTF-16", reads: false, WideText.isUTF16),
    Row(.onnx, "an ONNX model", reads: false, isModel),
    Row(.text, "text", reads: true, isText),
  ]

  /// The formats of other programs, which are recognized before those that this one opens.
  private static let foreign = ForeignFormat.all.map { format in
    Row(.foreign, format.name, reads: false, advice: format.advice, format.recognizes)
  }

  /// The kind of a file that no row recognizes.
  private static let unknown = FileKind(
    format: .unknown, name: "of an unknown format", isReadable: false)

  /// The number of first bytes that are examined.
  private static let startLength = 512

  /// The kind of a file that begins with these bytes.
  package init(of start: ArraySlice<UInt8>) {
    let start = start.prefix(Self.startLength)
    let rows = [Self.foreign, Self.catalog].joined()
    let kind = rows.first { $0.recognizes(start) }?.kind ?? Self.unknown
    self = kind.archived(start.firstMember.map { [$0] } ?? [])
  }

  /// The kind of the file `path`, by its content, whatever it is called.
  ///
  /// - Throws: ``FileError`` where it cannot be read.
  public init(ofFile path: String) throws(FileError) {
    if FileContent.isFolder(path),
      let format = FolderFormat.all.first(where: { $0.recognizes(path) })
    {
      self.init(format: .foreign, name: format.name, isReadable: false, advice: format.advice)
      return
    }
    let kind = try FileKind(of: FileContent.start(of: path, count: Self.startLength)[...])
    guard kind.format == .zip,
      let members = try? ZipReader(path, asSource: false).members()
    else {
      self = kind
      return
    }
    self = kind.archived(members.map(\.name))
  }

  /// Of a ZIP archive the kind that the names of its members tell, otherwise itself.
  private func archived(_ names: [String]) -> FileKind {
    guard format == .zip, let known = ArchiveFormat.all.first(where: { $0.recognizes(names) })
    else { return self }
    return FileKind(
      format: known.format, name: known.name, isReadable: known.format != .foreign,
      advice: known.advice)
  }

  /// Whether a file is an ONNX model by its first bytes, or by its name where no other format
  /// recognizes it.
  ///
  /// - Throws: ``FileError`` where it cannot be read.
  public static func isModel(_ path: String) throws(FileError) -> Bool {
    let kind = try FileKind(ofFile: path)
    return kind.format == .onnx
      || path.hasSuffix(".onnx") && [.unknown, .text, .empty].contains(kind.format)
  }

  private init(format: Format, name: String, isReadable: Bool, advice: String = "") {
    (self.format, self.name) = (format, name)
    (self.isReadable, self.advice) = (isReadable, advice)
  }

  /// The kind as the second half of a sentence: `this is a PNG image`.
  var found: String { "this is \(name)" }

  /// The error that the file `path` is of this kind where something else is `expected`.
  public func refusal(_ path: String, expected: String) -> FileError {
    let advice = advice.isEmpty ? "" : "; \(advice)"
    return FileError(path: path, reason: "\(expected) is expected, but \(found)\(advice)")
  }

  private static func isPortableMap(_ start: ArraySlice<UInt8>) -> Bool {
    let start = Array(start.prefix(3))
    return start.count == 3 && start[0] == UInt8(ascii: "P")
      && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(start[1])
      && [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "#")].contains(start[2])
  }

  /// ONNX has no magic number. A model begins with field 1, its version as a small number, and
  /// goes on with one of the fields 2 to 8 in order or the opset, field 8.
  private static func isModel(_ start: ArraySlice<UInt8>) -> Bool {
    let start = Array(start.prefix(3))
    return start.count == 3 && start[0] == 0x08 && (1...30).contains(start[1])
      && [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42].contains(start[2])
  }

  /// Whether the bytes are UTF-8 without control characters, apart from a character that is cut at
  /// the end.
  static func isText(_ start: ArraySlice<UInt8>) -> Bool {
    let allowed: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D]
    guard start.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || allowed.contains($0) }) else {
      return false
    }
    return (0...(start.count < startLength ? 0 : 3)).contains {
      String(validating: start.dropLast($0), as: UTF8.self) != nil
    }
  }
}
