import CNNModel

/// The trained weights of built-in networks that come with the program, as 16-bit floats.
///
/// Each was made by the recipe `NETWORK-digits` on the built-in digits; `samples/weights/make` makes
/// them again, bit for bit.
public enum TrainedWeights {
  /// What `--weights` and `:load` call them.
  public static let word = "trained"

  private static let ending = ".safetensors"

  /// The networks that have some.
  public static let networks = SampleFiles.names.filter { $0.hasSuffix(ending) }
    .map { String($0.dropLast(ending.count)) }

  /// Those of a network.
  ///
  /// - Throws: ``FileError`` with the networks that have some, where this one has none.
  static func arrays(for network: Network) throws(FileError) -> [NamedArray] {
    let file = network.title + ending
    guard networks.contains(network.title), let bytes = SampleFiles.bytes(named: file) else {
      throw FileError(
        path: word,
        reason: "\(network.title) has no trained weights; "
          + "there are some for \(networks.joined(separator: ", "))")
    }
    return try SafetensorsFile.decode(bytes[...], path: word)
  }
}

extension WeightFile {
  /// The weights that a word means: those that come with the program for `trained`, else a file.
  ///
  /// - Throws: ``FileError`` where there are none.
  public init(named name: String, for network: Network) throws(FileError) {
    if name == TrainedWeights.word {
      self.init(name, arrays: try TrainedWeights.arrays(for: network))
    } else {
      try self.init(name)
    }
  }
}
