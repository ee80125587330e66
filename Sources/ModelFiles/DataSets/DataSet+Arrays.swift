import CNNModel

/// Data sets of arrays: inputs, and for each of them a class or an array of what is wanted.
extension DataSet {
  /// The data set of two arrays, inputs and targets, which both parts consist of, or of four, of which
  /// the last two are the test part; or of an archive with arrays of the usual names.
  ///
  /// Inputs are `[count, channels, rows, columns]`, `[count, rows, columns]` or `[count, numbers]`, or
  /// have their channels last, which ``AxisOrder`` recognizes. Targets are a list of classes, or an
  /// array for every input.
  ///
  /// - Throws: ``FileError`` where there are no such arrays, or they do not belong together.
  static func arrays(_ place: DataSetPlace) throws(FileError) -> DataSet {
    let named = try ArrayNames(place)
    var files: [NamedFile] = []
    for path in named.references { try files.append((ArrayFile.read(path), path)) }
    let order = AxisOrder(files[0].array.shape, fit: place.fit)
    let last = files.count - 2
    var set = try DataSet(
      name: place.name,
      Arrays(images: order.images(files[0]), targets: files[1]),
      test: Arrays(images: order.images(files[last]), targets: files[last + 1]))
    set.division = named.division
    set.notes = order.notes + named.notes + set.notes
    return set
  }

  /// One part of a data set.
  struct Arrays {
    let images: NamedFile
    let targets: NamedFile
    /// The value of the images that stands for 1; the largest one unless given.
    var imageMaximum: Double?
    /// What values among the targets are divided by.
    var targetMaximum: Float = 1

    func check() throws(FileError) {
      let (count, shape) = (images.array.shape[0], targets.array.shape)
      guard shape.rank > 0, shape[0] == count else {
        throw FileError(
          path: targets.path,
          reason: "a target for each of the \(count) inputs is expected, but this array is \(shape)"
        )
      }
    }
  }

  init(name: String, _ train: Arrays, test: Arrays) throws(FileError) {
    let images = try Self.batch(train.images)
    let testImages = try Self.batch(test.images)
    try train.check()
    try test.check()
    try Self.check(testImages, of: test.images.path, against: images)
    let (wanted, found) = (train.targets.array.shape.sample, test.targets.array.shape.sample)
    guard wanted == found else {
      throw FileError(
        path: test.targets.path,
        reason: "the test targets are \(found), but the training targets are \(wanted)")
    }
    let isOneHot = wanted.count > 1
    let classes = train.targets.array.classLabels.flatMap { train in
      test.targets.array.classLabels.map {
        ClassLabels(train: train, test: $0, countsFromZero: isOneHot)
      }
    }
    self.init(
      name: name, maximum: train.imageMaximum ?? max(images.valueOfOne, testImages.valueOfOne),
      classNames: classes?.names ?? ["0"],
      train: LabeledImages(
        images, labels: classes?.train, targets: train.targets.array, train.targetMaximum),
      test: LabeledImages(
        testImages, labels: classes?.test, targets: test.targets.array, test.targetMaximum))
    notes = classes?.notes ?? []
  }
}

extension DataSetFormat {
  /// Arrays: `x.npy,y.npy`, or an archive.
  static let arrays = DataSetFormat(
    recognizes: { place in
      guard place.kind == nil else { return place.kind?.format == .zip }
      return place.entries == nil && place.name.contains(",") && !DataSet.namesTables(place.name)
    },
    open: { place throws(FileError) in try DataSet.arrays(place) })
}
