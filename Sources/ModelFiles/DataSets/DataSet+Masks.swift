import CNNModel

/// Data sets of images and masks: a folder `images` and a folder `masks` with files of the same names.
extension DataSet {
  /// Whether a folder has masks, for both parts or in folders `train` and `test`.
  static func hasMasks(_ folder: String) -> Bool {
    [folder, "\(folder)/train"].contains { FileContent.isFolder("\($0)/masks") }
  }

  /// The images and masks of a folder; without folders `train` and `test`, both parts consist of all.
  ///
  /// The numbers of a mask are the classes of its pixels; where the loss compares values, they are
  /// divided by the one that stands for white.
  ///
  /// - Throws: ``FileError`` where an image has no mask, or one has another size than the others.
  static func masks(_ folder: String) throws(FileError) -> DataSet {
    let isDivided = FileContent.isFolder("\(folder)/train/masks")
    let train = try part(isDivided ? "\(folder)/train" : folder)
    var set = try DataSet(
      name: folder, train, test: isDivided ? part("\(folder)/test") : train)
    set.division = isDivided ? .given : .shared
    return set
  }

  private static func part(_ folder: String) throws(FileError) -> Arrays {
    let names = files(in: "\(folder)/images")
    guard !names.isEmpty else {
      throw FileError(path: "\(folder)/images", reason: "there are no images in this folder")
    }
    let masks = Dictionary(files(in: "\(folder)/masks").map { (stem($0), $0) }) { $1 }
    var pairs: (images: [String], masks: [String]) = ([], [])
    for name in names {
      guard let mask = masks[stem(name)] else {
        throw FileError(
          path: "\(folder)/images/\(name)", reason: "there is no mask of this name in ../masks")
      }
      pairs.images.append("\(folder)/images/\(name)")
      pairs.masks.append("\(folder)/masks/\(mask)")
    }
    let (images, targets) = (try stacked(pairs.images), try stacked(pairs.masks, areMasks: true))
    return Arrays(
      images: (images.array, "\(folder)/images"), targets: (targets.array, "\(folder)/masks"),
      imageMaximum: Double(images.maximum), targetMaximum: Float(targets.maximum))
  }

  private static func files(in folder: String) -> [String] {
    FileContent.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// Images of one form, one after the other.
  private static func stacked(
    _ paths: [String], areMasks: Bool = false
  ) throws(FileError) -> (array: NumericArray, maximum: Int) {
    let first = try ImageFile.read(paths[0])
    var bytes: [UInt8] = []
    for path in paths {
      let image = try ImageFile.read(path)
      let (shape, type) = (image.array.shape, image.array.elementType)
      guard !areMasks || shape[0] == 1 else {
        throw FileError(
          path: path,
          reason:
            "a mask has 1 channel, whose numbers are the classes, but this image has \(shape[0])")
      }
      guard shape == first.array.shape, type == first.array.elementType,
        image.maximum == first.maximum
      else {
        throw FileError(
          path: path,
          reason: "all images need the size and type of the first, \(first.array.shape) "
            + "\(first.array.elementType) up to \(first.maximum), but this is \(shape) \(type) "
            + "up to \(image.maximum)")
      }
      guard bytes.count + image.array.bytes.count <= FileContent.limit else {
        throw FileError(
          path: path,
          reason: "the images of this folder take more than \(ByteCount(FileContent.limit)) "
            + "(a quarter of the memory)")
      }
      bytes += image.array.bytes
    }
    let array = NumericArray(
      shape: first.array.shape.batched(paths.count), elementType: first.array.elementType,
      bytes: bytes[...])
    return (array, first.maximum)
  }
}

extension DataSetFormat {
  /// A folder of images and masks.
  static let masks = DataSetFormat(
    recognizes: { $0.entries != nil && DataSet.hasMasks($0.name) },
    open: { place throws(FileError) in try DataSet.masks(place.name) })
}
