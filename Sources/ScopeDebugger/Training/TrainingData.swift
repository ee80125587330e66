public import CNNEngine
public import ModelFiles

/// Labelled images to train and to test with, made to fit a network.
public struct TrainingData: Sendable {
  /// How the user names the data set.
  public let name: String
  public let train: FittedSamples
  public let test: FittedSamples
  /// What is done to an image before the network sees it, in words: step 0.
  public let fit: String
  private let key: Key

  /// What tells two of them apart, so that images need not be compared.
  private struct Key: Hashable, Sendable {
    let name: String
    let input: Shape
    let resize: InputFit.Resize?
    let limit: Int?
  }

  /// Whether several images can go through the network at once.
  let takesBatches: Bool

  /// The data set of a name, made to fit a network.
  ///
  /// - Parameter limit: how many of the images to train with are used; all unless said.
  /// - Throws: ``UserError`` when there is no such set, its images do not fit, or it has classes that
  ///   the network does not have.
  public init(
    _ name: String, for network: Network, resize: InputFit.Resize? = nil, limit: Int? = nil
  ) throws(UserError) {
    let set: DataSet
    do throws(FileError) { set = try DataSet.open(name) } catch { throw UserError(error) }
    try self.init(set, for: network, resize: resize, limit: limit)
  }

  public init(
    _ set: DataSet, for network: Network, resize: InputFit.Resize? = nil, limit: Int? = nil
  ) throws(UserError) {
    try Self.checkClasses(of: set, network)
    takesBatches = network.takesBatches
    let steps = try Self.fit(set, network, resize)
    name = set.name
    let part = limit.map { set.train.prefix($0) } ?? set.train
    train = FittedSamples(part, fit: steps, target: network.inputSample)
    test = FittedSamples(set.test, fit: steps, target: network.inputSample)
    let divided = set.maximum == 1 ? [] : ["divided by \(Decimals.exact(set.maximum))"]
    let fitted = steps.map { $0.steps.isEmpty ? [] : [$0.description] } ?? ["in reading order"]
    fit = (divided + fitted).joined(separator: ", ")
    key = Key(name: set.name, input: network.inputSample, resize: resize, limit: limit)
  }

  /// As many images as there are, or one where the network takes no more at once.
  func batchSize(atMost size: Int) -> Int { takesBatches ? min(size, train.count) : 1 }

  private static func fit(
    _ set: DataSet, _ network: Network, _ resize: InputFit.Resize?
  ) throws(UserError) -> InputFit? {
    let target = network.inputSample
    guard target.rank == 3 else {
      guard set.imageShape.count == target.count else {
        throw UserError(
          "\(set.name): \(network.title) takes \(target) numbers, "
            + "but the images are \(set.imageShape)")
      }
      return nil
    }
    do throws(InputFitError) {
      return try InputFit(set.imageShape, to: target, resize: resize)
    } catch {
      throw UserError("\(set.name): \(error)")
    }
  }

  private static func checkClasses(of set: DataSet, _ network: Network) throws(UserError) {
    guard network.sources.count == 1 else {
      throw UserError("\(network.title) has \(network.sources.count) inputs; training feeds one")
    }
    guard network.nodes[network.sources[0]].layer.hasBatch else {
      throw UserError("\(network.title) takes no batch of images, so no data set can be fed to it")
    }
    guard network.comparesWithClasses else { return }
    let output = network.outputSample
    guard let classes = network.classCount else {
      throw UserError(
        "\(network.title) gives \(output), but \(set.name) has one class for an image")
    }
    guard set.classNames.count <= classes else {
      throw UserError(
        "\(set.name) has the classes 0 to \(set.classNames.count - 1), but \(network.title) gives "
          + "\(classes) number\(classes == 1 ? "" : "s"); \(set.classNames.count) would fit")
    }
  }
}

extension TrainingData: Hashable {
  public static func == (one: TrainingData, other: TrainingData) -> Bool { one.key == other.key }
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Network {
  /// What it gives for one image.
  var outputSample: Shape { outputShapes(of: output.node)[output.output].sample }

  /// Whether what is wanted is the class, not the image itself.
  var comparesWithClasses: Bool { loss.target == .classes || outputSample != inputSample }

  /// How many classes its output tells apart; `nil` where it says more than one class of an image.
  var classCount: Int? {
    let output = outputSample
    return output.rank > 0 && output.count == output[0] && comparesWithClasses ? output.count : nil
  }
}

/// Labelled images as a network takes them.
public struct FittedSamples: LabelledSamples {
  private let images: LabelledImages
  private let fit: InputFit?
  private let target: Shape

  init(_ images: LabelledImages, fit: InputFit?, target: Shape) {
    (self.images, self.fit, self.target) = (images, fit, target)
  }

  public var count: Int { images.count }
  public func label(of index: Int) -> Int { images.labels[index] }

  public func inputs(at indices: [Int]) -> Tensor {
    let batch = images.images(at: indices)
    return fit.map { $0.apply(to: batch) } ?? batch.reshaped(to: target.batched(indices.count))
  }
}

extension TrainingData {
  /// Whether a network's output tells classes apart, so that right ones can be counted.
  public func hasClasses(of network: Network) -> Bool { network.classCount != nil }
}
