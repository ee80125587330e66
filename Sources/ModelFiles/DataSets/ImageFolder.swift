import CNNModel

/// A folder of images in a folder for each class, or such folders `train` and `test` (or `val`), as
/// torchvision's `ImageFolder` has them: which images there are, before any is read.
///
/// The classes are the names of their folders, in the order of their characters.
struct ImageFolder: Hashable, Sendable {
  /// An image and its class.
  struct Item: Hashable, Sendable {
    let path: String
    let label: Int
  }

  let path: String
  let classNames: [String]
  let train: [Item]
  let test: [Item]
  let division: DataSet.Division
  private(set) var notes: [String] = []

  /// The endings of image files, those among them that are not read included, so that the sentence
  /// names the file.
  private static let endings: Set<String> = [
    "png", "jpg", "jpeg", "jpe", "pgm", "ppm", "pbm", "pnm", "bmp", "gif", "webp", "tif", "tiff",
  ]
  private static let trainNames = ["train", "training"]
  private static let testNames = ["test", "testing", "val", "valid", "validation"]
  /// How many folders below that of a class are looked into.
  private static let depth = 1
  /// One of so many images goes into the test part where the folder is not divided.
  private static let share: UInt64 = 5

  /// Whether a folder has folders with images, or parts that have such.
  static func recognizes(_ place: DataSetPlace) -> Bool {
    guard place.entries != nil else { return false }
    let folders = classFolders(in: place.name)
    let parts = trainNames + testNames
    return folders.contains { name in
      let folder = place.path(name)
      return hasImage(folder, depth)
        || parts.contains(name.lowercased())
          && classFolders(in: folder).contains { hasImage("\(folder)/\($0)", depth) }
    }
  }

  /// - Throws: ``FileError`` where the folder has no images in class folders, or the test part has a
  ///   class that the train part lacks.
  init(_ path: String) throws(FileError) {
    self.path = path
    let folders = Self.classFolders(in: path)
    func part(_ names: [String]) -> [String] {
      names.compactMap { name in folders.first { $0.lowercased() == name } }.filter { folder in
        let part = "\(path)/\(folder)"
        return Self.classFolders(in: part).contains { Self.hasImage("\(part)/\($0)", Self.depth) }
      }
    }
    let (trains, tests) = (part(Self.trainNames), part(Self.testNames))
    guard !trains.isEmpty || !tests.isEmpty else {
      classNames = folders.filter { Self.hasImage("\(path)/\($0)", Self.depth) }
      let all = Self.items(in: path, classNames)
      (train, test, division) = Self.divided(all, in: path)
      return
    }
    let test = tests.first ?? trains[0]
    let train = trains.first ?? test
    division = trains.isEmpty ? .testAlone : tests.isEmpty ? .shared : .given
    let classes = Self.classFolders(in: "\(path)/\(train)")
    let testNames = Self.classFolders(in: "\(path)/\(test)")
    if let unknown = testNames.first(where: { !classes.contains($0) }) {
      throw FileError(
        path: "\(path)/\(test)",
        reason: "the class \(unknown.quoted) is not among those of \(train.harmless)")
    }
    classNames = classes
    self.train = Self.items(in: "\(path)/\(train)", classes)
    self.test = Self.items(in: "\(path)/\(test)", classes)
    notes = (trains.dropFirst() + tests.dropFirst()).map { "the folder \($0.harmless) is left out" }
  }

  /// The folders in a folder, in the order of their names' characters.
  private static func classFolders(in path: String) -> [String] {
    visibleNames(in: path)
      .filter { !isImage($0) && FileContent.isFolder("\(path)/\($0)") }
      .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private static func items(in path: String, _ classes: [String]) -> [Item] {
    classes.enumerated().flatMap { label, name in
      images(in: "\(path)/\(name)", depth).map { Item(path: $0, label: label) }
    }
  }

  /// The images in a folder and those below it, in the order of their names.
  private static func images(in path: String, _ depth: Int) -> [String] {
    let names = visibleNames(in: path)
      .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    return names.flatMap { name -> [String] in
      if isImage(name) { return ["\(path)/\(name)"] }
      let isOpened = depth > 0 && FileContent.isFolder("\(path)/\(name)")
      return isOpened ? images(in: "\(path)/\(name)", depth - 1) : []
    }
  }

  private static func hasImage(_ path: String, _ depth: Int) -> Bool {
    let names = visibleNames(in: path)
    return names.contains(where: isImage)
      || depth > 0 && names.contains { hasImage("\(path)/\($0)", depth - 1) }
  }

  /// The names in a folder without the hidden ones, such as the `._1.png` of macOS.
  private static func visibleNames(in path: String) -> [String] {
    FileContent.names(in: path).filter { !$0.hasPrefix(".") }
  }

  private static func isImage(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
    return endings.contains(name[name.index(after: dot)...].lowercased())
  }

  /// The parts of a folder that is not divided: a hash of class and file name decides, so that an
  /// image stays in its part when others are added.
  private static func divided(
    _ items: [Item], in path: String
  ) -> (train: [Item], test: [Item], division: DataSet.Division) {
    let isTest = items.map { hash($0.path.utf8.dropFirst(path.utf8.count)) % share == 0 }
    let train = items.indices.filter { !isTest[$0] }.map { items[$0] }
    let test = items.indices.filter { isTest[$0] }.map { items[$0] }
    return train.isEmpty || test.isEmpty ? (items, items, .shared) : (train, test, .hashed)
  }

  /// FNV-1a, whose bits are mixed so that all of them decide.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return (sum ^ sum >> 32) &* 0xD6E8_FEB8_6659_FD93 >> 32
  }
}

extension DataSetFormat {
  /// A folder of images in a folder for each class.
  static let imageFolder = DataSetFormat(
    recognizes: { ImageFolder.recognizes($0) },
    open: { place throws(FileError) in
      try ImageFolderReader(ImageFolder(place.name), fit: place.fit).dataSet(name: place.name)
    },
    sample: { reference throws(FileError) in
      let folder = try ImageFolder(reference.dataSet)
      let (part, index) = try reference.position(
        train: folder.train.count, test: folder.test.count, of: folder.path)
      let item = part == .train ? folder.train[index] : folder.test[index]
      return (try ImageFile.read(item.path), item.label)
    })
}
