import CNNModel
import Synchronization

/// Reads the images of a folder into memory.
///
/// Images of one size keep the bytes of their files. Others are brought to the network's input first,
/// exactly as a single image is.
struct ImageFolderReader {
  private let folder: ImageFolder
  private let fit: ImageShaping?

  init(_ folder: ImageFolder, fit: ImageShaping?) { (self.folder, self.fit) = (folder, fit) }

  /// The data set; read once as long as no file changes.
  ///
  /// - Throws: ``FileError`` naming the image that cannot be read or has another size where nothing
  ///   says to which it should be brought.
  func dataSet(name: String) throws(FileError) -> DataSet {
    let key = RecentImages.Key(folder)
    if let known = RecentImages.set(of: key, fit) { return known }
    let isOnePart = folder.train == folder.test
    let train = try images(of: folder.train, before: 0)
    let test = isOnePart ? train : try images(of: folder.test, before: folder.train.count)
    var set = try joined(name, train, test)
    set.division = folder.division
    set.notes += folder.notes
    RecentImages.keep(set, key, fit)
    return set
  }

  /// Images of one part.
  private struct Images {
    var array: NumericArray
    let maximum: Int
    /// Whether they were brought to the network's input.
    let areFitted: Bool
    let sizes: Set<Shape>
  }

  private func joined(
    _ name: String, _ train: Images, _ test: Images
  ) throws(FileError) -> DataSet {
    var (train, test) = (train, test)
    if train.areFitted != test.areFitted || train.maximum != test.maximum
      || train.array.shape.sample != test.array.shape.sample
    {
      train = try images(of: folder.train, before: 0, isFitting: true)
      test = try images(of: folder.test, before: folder.train.count, isFitting: true)
    }
    var set = DataSet(
      name: name, maximum: Double(train.maximum), classNames: folder.classNames,
      train: LabeledImages(images: train.array, labels: folder.train.map(\.label)),
      test: LabeledImages(images: test.array, labels: folder.test.map(\.label)))
    set.isFitted = train.areFitted
    if train.areFitted { set.notes = [note(train.sizes.union(test.sizes), train.array.shape)] }
    return set
  }

  private func note(_ sizes: Set<Shape>, _ shape: Shape) -> String {
    let ordered = sizes.sorted { ($0.count, $0.description) < ($1.count, $1.description) }
    let range =
      ordered.count == 1
      ? "\(ordered[0])"
      : "\(ordered.count) sizes from \(ordered[0]) to \(ordered[ordered.count - 1])"
    return "images of \(range) are brought to \(shape.sample)"
  }

  /// Reads a part: with the bytes of the files as long as all images are alike.
  private func images(
    of items: [ImageFolder.Item], before: Int, isFitting: Bool = false
  ) throws(FileError) -> Images {
    let first = try ImageFile.read(items[0].path)
    guard !isFitting else { return try fitted(items, before, unlike: first, items[0].path) }
    let (shape, type) = (first.array.shape, first.array.elementType)
    try check(bytes: shape.count * type.size, times: items.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(shape.count * type.size * items.count)
    for (index, item) in items.enumerated() {
      try advance(before + index)
      let image = try ImageFile.read(item.path)
      guard image.array.shape == shape, image.maximum == first.maximum else {
        return try fitted(items, before, unlike: image, item.path)
      }
      bytes += image.array.bytes
    }
    return Images(
      array: NumericArray(
        shape: shape.batched(items.count), elementType: type, bytes: bytes[...]),
      maximum: first.maximum, areFitted: false, sizes: [shape])
  }

  /// Reads a part of images that differ, brought to the network's input.
  private func fitted(
    _ items: [ImageFolder.Item], _ before: Int, unlike image: ImageFile, _ path: String
  ) throws(FileError) -> Images {
    guard let fit, fit.input.image.rank == 3 else { throw differs(image, path) }
    let shape = fit.input.image
    try check(bytes: shape.count * ElementType.float32.size, times: items.count)
    var (numbers, sizes): ([Float], Set<Shape>) = ([], [])
    numbers.reserveCapacity(shape.count * items.count)
    for (index, item) in items.enumerated() {
      try advance(before + index)
      let image = try ImageFile.read(item.path)
      sizes.insert(image.array.shape)
      let scale = Float(Self.byteMaximum) / Float(image.maximum)
      let fitted = try fit.apply(to: image, path: item.path)
      numbers +=
        image.maximum == Self.byteMaximum ? fitted.elements : fitted.elements.map { $0 * scale }
    }
    let tensor = Tensor(shape: shape.batched(items.count), elements: numbers)
    return Images(
      array: NumericArray(tensor), maximum: Self.byteMaximum, areFitted: true, sizes: sizes)
  }

  private static let byteMaximum = 255

  private func differs(_ image: ImageFile, _ path: String) -> FileError {
    let advice =
      fit == nil
      ? "a network or --input 3x64x64 says to which size they are brought"
      : "the network takes \(fit?.input.sample ?? []), which is no image"
    return FileError(
      path: path,
      reason: "the images of this folder differ in size, channels or depth; this one is "
        + "\(image.array.shape) up to \(image.maximum); \(advice)")
  }

  private func advance(_ done: Int) throws(FileError) {
    let isOnePart = folder.train == folder.test
    let total = folder.train.count + (isOnePart ? 0 : folder.test.count)
    try ReadingProgress.advance(done, of: total, in: folder.path)
  }

  private func check(bytes: Int, times count: Int) throws(FileError) {
    let (total, overflow) = bytes.multipliedReportingOverflow(by: count)
    guard !overflow, total <= FileContent.limit else {
      throw FileError(
        path: folder.path,
        reason: "\(count) images of \(ByteCount(bytes)) take more than "
          + "\(ByteCount(FileContent.limit)) (a quarter of the memory)")
    }
  }
}

/// The images that were read last, for the next time that the same folder is asked for.
private enum RecentImages {
  /// Tells apart what was read: the files with their sizes and times.
  struct Key: Hashable, Sendable {
    private let folder: ImageFolder
    private let times: [FileTime?]
    private let sizes: [Int]

    init(_ folder: ImageFolder) {
      self.folder = folder
      let status = (folder.train + folder.test).map { FileStatus($0.path) }
      (times, sizes) = (status.map { $0?.modification }, status.map { $0?.size ?? 0 })
    }
  }

  private static let recent = Mutex<(key: Key, fit: ImageShaping?, set: DataSet)?>(nil)

  /// The images of a folder, if they were brought to the same shape or to none.
  static func set(of key: Key, _ fit: ImageShaping?) -> DataSet? {
    recent.withLock { recent in
      guard let recent, recent.key == key, !recent.set.isFitted || recent.fit == fit else {
        return nil
      }
      return recent.set
    }
  }

  static func keep(_ set: DataSet, _ key: Key, _ fit: ImageShaping?) {
    recent.withLock { $0 = (key, fit, set) }
  }
}
