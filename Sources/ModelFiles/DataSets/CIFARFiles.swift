import CNNModel

/// The binary version of CIFAR-10 and CIFAR-100: rows of labels and of 3×32×32 bytes.
///
/// Source: A. Krizhevsky, "The CIFAR-10 dataset", its section on the binary version. A row of CIFAR-10
/// is a label and the image; one of CIFAR-100 the coarse label, the fine label, which counts, and the
/// image.
struct CIFARFiles {
  private let path: String
  /// The content of a file of the folder or archive; nil where there is none.
  private let read: (String) throws(FileError) -> ArraySlice<UInt8>?
  private let version: Version

  private enum Version {
    case ten, hundred

    var trainFiles: [String] {
      self == .ten ? (1...5).map { "data_batch_\($0).bin" } : ["train.bin"]
    }
    var testFile: String { self == .ten ? "test_batch.bin" : "test.bin" }
    var nameFile: String { self == .ten ? "batches.meta.txt" : "fine_label_names.txt" }
    /// The number of labels before an image; the last one counts.
    var labelCount: Int { self == .ten ? 1 : 2 }
    var classCount: Int { self == .ten ? 10 : 100 }

    /// The version of which there are files.
    init?(_ names: Set<String>) {
      let hundred = Version.hundred
      if names.contains(where: { $0.hasPrefix("data_batch_") && $0.hasSuffix(".bin") })
        || names.contains(Version.ten.testFile)
      {
        self = .ten
      } else if names.contains(hundred.nameFile)
        && !names.isDisjoint(with: hundred.trainFiles + [hundred.testFile])
      {
        self = .hundred
      } else {
        return nil
      }
    }
  }

  private static let image: Shape = [3, 32, 32]

  /// A folder with the files, or with the folder of the archive.
  init?(folder place: DataSetPlace) {
    for folder in [place.name, place.path("cifar-10-batches-bin"), place.path("cifar-100-binary")]
    where FileContent.isFolder(folder) {
      guard let version = Version(Set(FileContent.names(in: folder))) else { continue }
      (path, self.version) = (folder, version)
      read = { name throws(FileError) in
        let file = "\(folder)/\(name)"
        return FileContent.exists(file) ? try FileContent.read(file)[...] : nil
      }
      return
    }
    return nil
  }

  /// An archive, compressed or not.
  ///
  /// - Throws: ``FileError`` where it is damaged or has other files.
  init(archive path: String) throws(FileError) {
    let content = try GzipFile.plain(FileContent.read(path)[...], path: path)
    let members = try TarFile.members(content, path: path)
    guard let version = Version(Set(members.map(\.file))) else {
      throw members.contains { $0.file == "data_batch_1" || $0.file == "meta" }
        ? Self.pickled(path)
        : FileError(
          path: path,
          reason: "the archive of a data set has the binary files of CIFAR, such as "
            + "data_batch_1.bin, but this one has \(DataSet.listing(members.map(\.file)))")
    }
    (self.path, self.version) = (path, version)
    let files = Dictionary(members.map { ($0.file, $0.content) }) { first, _ in first }
    read = { name in files[name] }
  }

  /// The refusal of the version for Python.
  static func pickled(_ path: String) -> FileError {
    FileError(
      path: path,
      reason: "this is CIFAR's version for Python, which holds pickled objects; the binary version "
        + "is read, cifar-10-binary.tar.gz or cifar-100-binary.tar.gz")
  }

  /// Reads the files.
  ///
  /// - Throws: ``FileError`` where one is missing or damaged.
  func dataSet(name: String) throws(FileError) -> DataSet {
    let test = try part([version.testFile])
    let train = try part(version.trainFiles)
    guard let first = train ?? test else {
      throw FileError(path: path, reason: "there is no \(version.trainFiles[0]) in it")
    }
    var set = try DataSet(
      name: name,
      files: DataSet.Files(
        trainImages: first.images, trainLabels: first.labels,
        testImages: (test ?? first).images, testLabels: (test ?? first).labels),
      countsFromZero: true)
    set.division = train == nil ? .testAlone : test == nil ? .shared : .given
    let names = try classNames()
    set.classNames = (0..<max(set.classNames.count, names.count)).map {
      $0 < names.count ? names[$0] : "\($0)"
    }
    return set
  }

  /// A name in each line.
  private func classNames() throws(FileError) -> [String] {
    guard let bytes = try read(version.nameFile) else { return [] }
    let text = try FileContent.text(Array(bytes), of: version.nameFile, "a list of names")
    return text.split(whereSeparator: \.isNewline).map { String(String($0).trimmingBlanks) }
      .filter { !$0.isEmpty }.prefix(version.classCount).map(\.self)
  }

  /// The images and labels of files; nil where there is none of them.
  ///
  /// - Throws: ``FileError`` also where one of them is missing.
  private func part(
    _ files: [String]
  ) throws(FileError) -> (images: DataSet.NamedFile, labels: DataSet.NamedFile)? {
    var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
    var missing: [String] = []
    for file in files {
      guard let bytes = try read(file) else {
        missing.append(file)
        continue
      }
      try add(bytes, of: file, &pixels, &labels)
    }
    guard missing.count < files.count else { return nil }
    if let file = missing.first {
      throw FileError(path: path, reason: "there is no \(file) in it, but other parts are there")
    }
    if let index = labels.firstIndex(where: { $0 >= version.classCount }) {
      throw FileError(
        path: path,
        reason: "label \(index) is \(labels[index]), but the classes are 0 to "
          + "\(version.classCount - 1)")
    }
    let count = labels.count
    return (
      (NumericArray(shape: Self.image.batched(count), bytes: pixels), path),
      (NumericArray(shape: [count], bytes: labels), path)
    )
  }

  /// Adds the rows of a file: labels, of which the last one counts, and then the pixels.
  private func add(
    _ bytes: ArraySlice<UInt8>, of file: String, _ pixels: inout [UInt8], _ labels: inout [UInt8]
  ) throws(FileError) {
    let size = version.labelCount + Self.image.count
    guard !bytes.isEmpty, bytes.count % size == 0 else {
      throw FileError(
        path: "\(path):\(file)",
        reason: "rows of \(size) bytes are expected, but the file has \(bytes.count) bytes")
    }
    pixels.reserveCapacity(pixels.count + bytes.count)
    for row in stride(from: bytes.startIndex, to: bytes.endIndex, by: size) {
      labels.append(bytes[row + version.labelCount - 1])
      pixels += bytes[row + version.labelCount..<row + size]
    }
  }
}

extension DataSetFormat {
  /// CIFAR's binary version as a folder.
  static let cifarFolder = DataSetFormat(
    recognizes: { CIFARFiles(folder: $0) != nil },
    open: { place throws(FileError) in
      guard let files = CIFARFiles(folder: place) else { throw CIFARFiles.pickled(place.name) }
      return try files.dataSet(name: place.name)
    })

  /// An archive, compressed or not.
  static let cifarArchive = DataSetFormat(
    recognizes: { TarFile.recognizes($0.contentStart[...]) },
    open: { place throws(FileError) in
      try CIFARFiles(archive: place.name).dataSet(name: place.name)
    })

  /// CIFAR's version for Python, which is refused.
  static let cifarPickle = DataSetFormat(
    recognizes: { place in
      let entries = place.entries ?? []
      return !entries.isDisjoint(with: ["cifar-10-batches-py", "cifar-100-python"])
        || entries.contains("data_batch_1") || entries.isSuperset(of: ["meta", "train", "test"])
    },
    open: { place throws(FileError) in throw CIFARFiles.pickled(place.name) })
}
