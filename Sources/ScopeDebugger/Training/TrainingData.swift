package import CNNModel
package import ModelFiles

/// Labeled images to train and to test with, made to fit a network.
package struct TrainingData: Sendable {
  /// The data set as its files have it.
  package let set: DataSet
  package let train: FittedSamples
  package let test: FittedSamples
  /// What is done to an image before the network sees it.
  package let preparation: Preprocessing
  private let key: Key

  /// What tells two of them apart, so that images need not be compared.
  private struct Key: Hashable, Sendable {
    let name: String
    let input: Shape
    let preparation: Preprocessing
    /// What the user wanted: it decides also how images of several shapes were brought to one.
    let wanted: PreprocessingOptions
    let limit: Int?
  }

  /// How the network is compared with what is wanted.
  private let form: TargetForm
  /// Whether what is wanted belongs to places of the image, so that it cannot be shifted alone.
  let hasPlaces: Bool

  /// Whether several images can go through the network at once.
  let takesBatches: Bool

  /// Why the network cannot be trained on several images; `nil` where it can.
  private let hindrance: String?

  /// The data set of a name, made to fit a network.
  ///
  /// - Parameters:
  ///   - preparation: what the user wants of that; the default preprocessing unless given.
  ///   - limit: how many of the images to train with are used; all by default.
  /// - Throws: ``UserError`` when there is no such set, its images do not fit, or it has classes that
  ///   the network does not have.
  package init(
    _ name: String, for network: Network, _ preparation: PreprocessingOptions = .init(),
    limit: Int? = nil
  ) throws(UserError) {
    let set: DataSet
    do throws(FileError) {
      set = try DataSet.open(name, fit: ImageShaping(InputFormat(network), preparation))
    } catch {
      throw UserError(error)
    }
    try self.init(set, for: network, preparation, limit: limit)
  }

  package init(
    _ set: DataSet, for network: Network, _ preparation: PreprocessingOptions = .init(),
    limit: Int? = nil
  ) throws(UserError) {
    try Self.checkInputs(network)
    form = try TargetForm(of: set, network)
    if form == .labels { try Self.checkClasses(of: set, network) }
    takesBatches = network.takesBatches
    hindrance =
      ValueConditions(network).decideShapes
      ? "\(network.title) has shapes that depend on the numbers of its input, so it cannot be trained "
        + "on a data set, only on the image that it was opened with" : nil
    let target = InputFormat(network)
    let numbers = PixelFormat(set.imageShape, maximum: set.maximum)
    let rest = set.isFitted ? ImageShaping(target, preparation).rest : preparation
    do throws(PreprocessingError) {
      self.preparation = try Preprocessing(numbers, to: target, rest)
    } catch {
      throw UserError("\(set.name): \(error)")
    }
    self.set = set
    let part = limit.map { set.train.prefix($0) } ?? set.train
    train = FittedSamples(part, self.preparation, form)
    test = FittedSamples(set.test, self.preparation, form)
    hasPlaces = form != .labels && network.outputSample.rank > 1
    key = Key(
      name: set.name, input: target.sample, preparation: self.preparation, wanted: preparation,
      limit: limit)
  }

  /// How the user names the data set.
  package var name: String { self.set.name }

  /// - Throws: ``UserError`` where there is nothing to train with, or the network has other shapes
  ///   for every image.
  func checkTrainPart() throws(UserError) {
    if let hindrance { throw UserError(hindrance) }
    guard self.set.division == .testAlone else { return }
    throw UserError(
      "\(name.harmless) has a test part alone, so there is nothing to train with; evaluate takes it"
    )
  }

  /// What is done to an image before the network sees it, in words.
  package var fit: String { "\(preparation)" }

  /// As many images as there are, or one where the network takes no more at once.
  func batchSize(atMost size: Int) -> Int { takesBatches ? min(size, train.count) : 1 }

  private static func checkInputs(_ network: Network) throws(UserError) {
    guard network.sources.count == 1 else {
      throw UserError("\(network.title) has \(network.sources.count) inputs; training feeds one")
    }
    guard network.nodes[network.sources[0]].layer.hasBatch else {
      throw UserError(
        "\(network.title) takes no batches of images, so it cannot be trained on a data set")
    }
  }

  private static func checkClasses(of set: DataSet, _ network: Network) throws(UserError) {
    guard network.comparesWithClasses else { return }
    let output = network.outputSample
    guard let classes = network.classCount else {
      throw UserError(
        "\(network.title) gives \(output), but \(set.name) has one class per image")
    }
    guard set.classNames.count <= classes else {
      throw UserError(
        "\(set.name) has the classes 0 to \(set.classNames.count - 1), but \(network.title) gives "
          + "\(classes) number\(classes == 1 ? "" : "s"); \(set.classNames.count) would fit")
    }
  }
}

extension TrainingData: Hashable {
  package static func == (one: TrainingData, other: TrainingData) -> Bool { one.key == other.key }
  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Network {
  /// What it gives for one image.
  var outputSample: Shape { outputShapes(of: output.node)[output.output].sample }

  /// Whether what is wanted is the class, not the image itself.
  var comparesWithClasses: Bool { loss.target != .values || outputSample != inputSample }

  /// The number of classes of its output, no and yes for a single number; `nil` where an image has
  /// more than one class.
  package var classCount: Int? {
    let output = outputSample
    guard output.rank > 0, output.count == output[0], comparesWithClasses else { return nil }
    return output.count == 1 && loss.target == .multiLabel ? 2 : output.count
  }
}

/// Labeled images as a network takes them.
package struct FittedSamples: LabeledSamples {
  private let images: LabeledImages
  private let fit: Preprocessing
  private let form: TargetForm
  /// The quick way to the same numbers, where there is one.
  private let table: PreprocessingTable?
  /// The images that were made to fit already, where there is no quick way.
  private let known: KnownImages?

  init(_ images: LabeledImages, _ fit: Preprocessing, _ form: TargetForm) {
    (self.images, self.fit, table) = (images, fit, PreprocessingTable(images, fit))
    self.form = form
    let size = images.count * fit.target.count
    known = table == nil && size <= KnownImages.most ? KnownImages(count: images.count) : nil
  }

  package var count: Int { images.count }
  package func label(of index: Int) -> Int { images.labels[index] }
  package var hasTargets: Bool { form != .labels }

  package func target(at indices: [Int], _ output: Shape) -> Target? {
    form.target(images, indices, output)
  }

  /// The bits of what is compared with a sample's output: its target, or its class.
  func targetBits(of index: Int) -> [UInt64] {
    hasTargets
      ? images.targetValues(at: [index]).map { UInt64($0.bitPattern) }
      : [UInt64(clamping: images.labels[index])]
  }

  /// The class of a sample, where it has one.
  func knownLabel(of index: Int) -> Int? { images.hasLabels ? images.labels[index] : nil }

  package func inputs(at indices: [Int]) -> Tensor {
    guard let known else { return fit.apply(to: original(at: indices)) }
    return Tensor(
      shape: fit.target.batched(indices.count),
      elements: indices.flatMap {
        known.numbers(of: $0) { fit.apply(to: original(at: [$0])).elements }
      })
  }

  package func write(_ index: Int, to numbers: inout MutableSpan<Float>) {
    guard let table else {
      let elements = inputs(at: [index]).elements
      for place in elements.indices { numbers[place] = elements[place] }
      return
    }
    table.write(index, to: &numbers)
  }

  /// The images with the numbers of the file.
  package func original(at indices: [Int]) -> Tensor { images.images(at: indices) }
}

extension TrainingData {
  /// Whether a network can be evaluated on it: its output tells classes apart, so that right ones can
  /// be counted, or there are targets to compute the loss with; and it is for one sample, unlike the
  /// boxes that a detector finds in it.
  package func canEvaluate(_ network: Network) -> Bool {
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    guard output.rank < 2 || output[0] == 1 else { return false }
    return test.hasTargets || network.classCount != nil
  }

  /// - Throws: ``UserError`` where images cannot be changed because their targets would have to be.
  func check(_ augmentation: Augmentation) throws(UserError) {
    guard !augmentation.changes.isEmpty, hasPlaces else { return }
    let isShift = augmentation.shiftAlone != nil
    throw UserError(
      "\(name.harmless) has targets for the places of an image, so images cannot be "
        + (isShift ? "shifted; shift 0 would fit" : "augmented; augment none would fit"))
  }
}

extension TrainingData {
  /// The same images, made to fit in another way.
  ///
  /// - Throws: ``UserError`` when they cannot be.
  func prepared(
    _ preparation: PreprocessingOptions, for network: Network
  ) throws(UserError) -> TrainingData {
    try TrainingData(name, for: network, preparation, limit: key.limit)
  }
}

extension DataLoader {
  /// The same feed of other data with as many images.
  func loading(_ data: TrainingData) -> DataLoader {
    var loader = DataLoader(data, batchSize: batchSize)
    (loader.isShuffled, loader.augmentation) = (isShuffled, augmentation)
    (loader.firstStep, loader.firstEpoch) = (firstStep, firstEpoch)
    return loader
  }
}
