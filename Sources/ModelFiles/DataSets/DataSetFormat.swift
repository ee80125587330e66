/// A form in which data sets are kept. A new one is a file with its row, and its name in ``all``.
struct DataSetFormat: Sendable {
  /// Reads one sample without the others: the image as its file has it, and its class.
  typealias SampleReader =
    @Sendable (SampleReference) throws(FileError) -> (image: ImageFile, label: Int)

  /// Whether a place has this form.
  let recognizes: @Sendable (DataSetPlace) -> Bool
  /// Reads a place that was recognized; its error names the file that is missing or cannot be used.
  let open: @Sendable (DataSetPlace) throws(FileError) -> DataSet
  /// Nil where a sample is not a file of its own.
  let sample: SampleReader?

  init(
    recognizes: @escaping @Sendable (DataSetPlace) -> Bool,
    open: @escaping @Sendable (DataSetPlace) throws(FileError) -> DataSet,
    sample: SampleReader? = nil
  ) {
    (self.recognizes, self.open, self.sample) = (recognizes, open, sample)
  }

  /// The form of a place; nil where none recognizes it.
  init?(of place: DataSetPlace) {
    guard let format = Self.all.first(where: { $0.recognizes(place) }) else { return nil }
    self = format
  }

  /// All forms; the first that recognizes a place reads it.
  static let all: [DataSetFormat] = [
    .digits, .mnist, .arrays, .tables, .cifarArchive, .cifarFolder, .cifarPickle, .masks,
    .idxFolder, .imageFolder,
  ]
}

extension DataSet {
  /// The data set that `DATA` on the command line names: `digits`, `mnist`, or a folder or files of
  /// one of the forms of ``DataSetFormat``.
  ///
  /// - Parameter fit: what images of different sizes are brought to; without it they must be of one
  ///   size.
  /// - Throws: ``FileError`` where it is none of these or its files cannot be used.
  package static func open(
    _ name: String, fit: ImageShaping? = nil,
    environment: @escaping Environment = processEnvironment
  ) throws(FileError) -> DataSet {
    let place = DataSetPlace(name, fit: fit, environment: environment)
    guard let format = DataSetFormat(of: place) else { throw unknown(place) }
    return try format.open(place)
  }

  private static func unknown(_ place: DataSetPlace) -> FileError {
    let reason: String
    if place.entries != nil {
      let found = place.visibleEntries
      reason =
        "a folder of a data set has IDX files, a folder of images for each class, images/ and "
        + "masks/, or the binary files of CIFAR, but this one has "
        + (found.isEmpty ? "nothing" : listing(found))
    } else if place.kind != nil {
      reason =
        "a folder with IDX files, an .npz archive or two arrays, as in x.npy,y.npy, are expected, "
        + "but this is one file"
    } else {
      reason =
        "there is no data set or folder of this name; the data sets are "
        + knownNames.joined(separator: ", ")
    }
    return FileError(path: place.name, reason: reason)
  }

  /// The first of some names, for a sentence.
  static func listing(_ names: [String]) -> String {
    let shown = names.prefix(5).map(\.brief).joined(separator: ", ").harmless
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
