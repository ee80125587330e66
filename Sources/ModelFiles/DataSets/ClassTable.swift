import CNNModel

/// A table with a class and an image in each row, as Kaggle's `label,pixel0,…`: the class in the
/// column that is called so, or else in the first or the last one.
struct ClassTable {
  let labels: [String]
  /// `[count, channels, rows, columns]`, bytes where all numbers are such.
  let images: NumericArray

  private static let labelNames: Set<String> = [
    "label", "labels", "class", "target", "y", "digit", "category",
  ]
  private static let numberingNames: Set<String> = ["", "id", "index", "imageid", "unnamed: 0"]

  /// Whether a heading is that of the classes.
  static func isLabel(_ heading: String) -> Bool { labelNames.contains(heading.lowercased()) }

  private static func isNumbering(_ heading: String) -> Bool {
    numberingNames.contains(heading.lowercased())
  }

  /// The table in a file, plain or compressed by gzip.
  ///
  /// - Throws: ``FileError`` where it is no such table.
  static func read(_ path: String) throws(FileError) -> ClassTable {
    try ClassTable(GzipFile.plain(FileContent.read(path)[...], path: path), path: path)
  }

  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    let table = try NumberTable(bytes, path: path) { headings, columns in
      let named = headings.indices.filter {
        Self.isLabel(headings[$0]) || Self.isNumbering(headings[$0])
      }
      return headings.contains(where: Self.isLabel) ? Set(named) : [0, columns - 1]
    }
    let label = try Self.labelColumn(of: table, path)
    labels = table.words[label] ?? []
    let numbering = Set(table.headings.indices.filter { Self.isNumbering(table.headings[$0]) })
    let pixels = (0..<table.columns).filter { $0 != label && !numbering.contains($0) }
    images = try Self.images(of: table, pixels, path)
  }

  /// The column of the classes: the one that is called so; or the one of words; or the first, unless
  /// its numbers are all the same or no integers and those of the last are not.
  private static func labelColumn(
    of table: NumberTable, _ path: String
  ) throws(FileError) -> Int {
    if let named = table.headings.firstIndex(where: isLabel) { return named }
    let last = table.columns - 1
    let (first, end) = (table.words[0] ?? [], table.words[last] ?? [])
    let hasWords = [first, end].map { words in words.contains { Float($0) == nil } }
    guard hasWords != [true, true] else {
      throw FileError(
        path: path,
        reason: "the first and the last column are no numbers, so either could be the classes; a "
          + "heading \"label\" would say it")
    }
    if hasWords != [false, false] { return hasWords[0] ? 0 : last }
    return !areClasses(first) && areClasses(end) ? last : 0
  }

  /// Whether numbers are integers, and not all the same.
  private static func areClasses(_ words: [String]) -> Bool {
    words.allSatisfy { Int($0) != nil } && Set(words).count > 1
  }

  private static func images(
    of table: NumberTable, _ pixels: [Int], _ path: String
  ) throws(FileError) -> NumericArray {
    guard !pixels.isEmpty else {
      throw FileError(path: path, reason: "this table has no columns of pixels")
    }
    let shape = image(of: pixels.count).batched(table.rows)
    var numbers: [Float] = []
    numbers.reserveCapacity(shape.count)
    for row in 0..<table.rows {
      for column in pixels { numbers.append(table.numbers[row * table.columns + column]) }
    }
    let areBytes = numbers.allSatisfy { $0 >= 0 && $0 <= 255 && $0.rounded() == $0 }
    return areBytes
      ? NumericArray(shape: shape, bytes: numbers.map { UInt8($0) })
      : NumericArray(Tensor(shape: shape, elements: numbers))
  }

  /// A square, three squares one after the other, or one row.
  private static func image(of count: Int) -> Shape {
    func side(_ count: Int) -> Int? {
      let side = Int(Double(count).squareRoot().rounded())
      return side * side == count ? side : nil
    }
    if let side = side(count) { return [1, side, side] }
    if count % 3 == 0, let side = side(count / 3) { return [3, side, side] }
    return [1, 1, count]
  }
}

extension DataSet {
  /// Whether a list of files begins with a table.
  static func namesTables(_ name: String) -> Bool {
    let first = name.prefix { $0 != "," }.lowercased()
    return first.hasSuffix(".csv") || first.hasSuffix(".csv.gz")
  }

  /// The data set of a table, which both parts consist of, or of two, `train.csv,test.csv`.
  ///
  /// - Throws: ``FileError`` where they are no such tables, or do not belong together.
  static func tables(_ place: DataSetPlace) throws(FileError) -> DataSet {
    let paths = place.kind == nil ? place.name.split(separator: ",").map(String.init) : [place.name]
    guard paths.count <= 2 else {
      throw FileError(
        path: place.name,
        reason: "one table, or two with the test part are expected, but \(paths.count) are named")
    }
    let train = try ClassTable.read(paths[0])
    let test = paths.count == 2 ? try ClassTable.read(paths[1]) : train
    let testPath = paths[paths.count - 1]
    try check(test.images, of: testPath, against: train.images)
    if let unknown = Set(test.labels).subtracting(train.labels).min() {
      throw FileError(
        path: testPath, reason: "the class \(unknown.quoted) is not among those to train with")
    }
    let classes = ClassLabels(trainNames: train.labels, testNames: test.labels)
    var set = DataSet(
      name: place.name, maximum: max(train.images.valueOfOne, test.images.valueOfOne),
      classNames: classes.names, train: LabeledImages(images: train.images, labels: classes.train),
      test: LabeledImages(images: test.images, labels: classes.test))
    set.division = paths.count == 2 ? .given : .shared
    set.notes = classes.notes
    return set
  }
}

extension DataSetFormat {
  /// Tables: `train.csv`, `train.csv.gz`, or two of them.
  static let tables = DataSetFormat(
    recognizes: { place in
      guard let kind = place.kind else {
        return place.entries == nil && place.name.contains(",") && DataSet.namesTables(place.name)
      }
      return kind.format == .text
        || kind.format == .gzip && FileKind.isText(place.contentStart[...])
          && !place.contentStart.isEmpty
    },
    open: { place throws(FileError) in try DataSet.tables(place) })
}
