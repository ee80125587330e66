import CNNModel

/// What a data set is, in numbers: for people who look at one before they train with it.
package struct DataSetSummary: Hashable, Sendable {
  /// A class, and how many images of each part have it.
  package struct Class: Hashable, Sendable {
    package let name: String
    package let train: Int
    package let test: Int
  }

  /// Mean and standard deviation of a channel over all images of the training part, with the value
  /// that stands for 1 as 1: what `--mean` and `--deviation` take.
  package struct Channel: Hashable, Sendable {
    package let mean: Double
    package let deviation: Double
  }

  package let name: String
  package let division: DataSet.Division
  package let trainCount: Int
  package let testCount: Int
  /// `[channels, rows, columns]`
  package let imageShape: Shape
  /// The value that stands for 1.
  package let maximum: Double
  /// None where an array says what is wanted.
  package let classes: [Class]
  /// The shape of what is wanted of an image, where that is no class.
  package let targetShape: Shape?
  package let channels: [Channel]
  package let notes: [String]

  package init(_ set: DataSet) {
    (name, division, notes) = (set.name, set.division, set.notes)
    (trainCount, testCount) = (set.train.count, set.test.count)
    (imageShape, maximum) = (set.imageShape, set.maximum)
    let hasLabels = set.train.hasLabels && set.test.hasLabels
    classes = hasLabels ? Self.classes(of: set) : []
    targetShape = hasLabels ? nil : set.train.targets?.shape.sample
    channels = set.train.channelMoments.map { moments in
      Channel(mean: moments.mean / set.maximum, deviation: moments.deviation / set.maximum)
    }
  }

  private static func classes(of set: DataSet) -> [Class] {
    func counts(_ labels: [Int]) -> [Int] {
      labels.reduce(into: [Int](repeating: 0, count: set.classNames.count)) { $0[$1] += 1 }
    }
    let (train, test) = (counts(set.train.labels), counts(set.test.labels))
    return set.classNames.indices.map {
      Class(name: set.classNames[$0], train: train[$0], test: test[$0])
    }
  }
}

/// Mean and standard deviation of numbers: `μ = Σx/n`, `σ = √(Σ(x−μ)²/n)`.
struct Moments: Hashable, Sendable {
  let mean: Double
  let deviation: Double

  /// Of numbers that occur so many times each.
  ///
  /// - Precondition: there is at least one.
  init(_ numbers: some Sequence<(value: Double, count: Int)>) {
    var (sum, count) = (0.0, 0)
    for (value, times) in numbers { (sum, count) = (sum + value * Double(times), count + times) }
    let mean = sum / Double(count)
    let squares = numbers.reduce(0) {
      $0 + ($1.value - mean) * ($1.value - mean) * Double($1.count)
    }
    (self.mean, deviation) = (mean, (squares / Double(count)).squareRoot())
  }
}

extension LabeledImages {
  /// The moments of each channel over all images, with the values of the file.
  var channelMoments: [Moments] {
    let (channels, plane) = (imageShape[0], imageShape.count / max(1, imageShape[0]))
    guard imageShape.count > 0 else { return [] }
    if let bytes {
      return (0..<channels).map { Moments(histogram(of: bytes, channel: $0, plane)) }
    }
    return (0..<channels).map { channel in
      Moments(
        (0..<count).lazy.flatMap { index in
          images(at: [index]).elements[channel * plane..<(channel + 1) * plane]
            .lazy.map { (value: Double($0), count: 1) }
        })
    }
  }

  /// How often each byte occurs in a channel.
  private func histogram(
    of bytes: ArraySlice<UInt8>, channel: Int, _ plane: Int
  ) -> [(value: Double, count: Int)] {
    var counts = [Int](repeating: 0, count: 256)
    let bytes = bytes.span
    for image in 0..<count {
      let start = image * imageShape.count + channel * plane
      for place in start..<start + plane { counts[Int(bytes[place])] += 1 }
    }
    return counts.enumerated().map { (value: Double($0.offset), count: $0.element) }
  }
}
