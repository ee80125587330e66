import CNNModel
import ModelFiles

/// What the input on the command line determines about a model before it is opened.
struct ModelInputs {
  /// The members of an archive, which are the inputs of the same names.
  private(set) var arrays: [String: NumericArray] = [:]
  /// The shape of an array.
  private(set) var shape: Shape?
  private let name: String?

  /// A file that is not an array is ignored here; reading the input reports the reason.
  init(_ name: String?) {
    self.name = name
    guard let name, FileContent.exists(name), let kind = try? FileKind(ofFile: name),
      [.npy, .zip, .idx].contains(kind.format), let named = try? ArrayFile.readAll(name)
    else { return }
    if kind.format == .zip {
      arrays = Dictionary(
        named.map { ($0.name, $0.array) }, uniquingKeysWith: { first, _ in first })
    } else {
      shape = named.first?.array.shape
    }
  }

  /// The image's channels, rows and columns; `nil` where there is none.
  var image: @Sendable () -> Shape? {
    { [name] in
      guard let format = name.flatMap({ try? InputImage.read($0) })?.format else { return nil }
      return format.isArray ? nil : format.shape
    }
  }

  /// The shape of a network's only input, where that has more than one sample or no batch.
  static func fixedBatch(of network: Network) -> Shape? {
    let sources = network.sources
    guard sources.count == 1, !network.nodes[sources[0]].layer.hasBatch else { return nil }
    let shape = network.outputShapes(of: sources[0])[0]
    return shape.rank > 1 ? shape : nil
  }

  /// Whether the input is one sample where a file fixes a batch of this shape.
  func isOneSample(of batch: Shape) -> Bool {
    guard arrays.isEmpty else { return false }
    guard let shape else { return batch.rank == 4 && image() != nil }
    return shape == batch.sample || shape == batch.sample.batched(1)
  }
}
