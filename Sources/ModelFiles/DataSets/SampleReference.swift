import CNNModel

/// One image of a data set as the user names it: `digits:42`, `mnist:test:7`.
///
/// An index without a part counts through the train images and then the test images.
public struct SampleReference: Hashable, Sendable {
  /// The name or folder of the data set.
  public let dataSet: String
  /// The part that the index counts in, nil for both.
  public let part: DataSet.Part?
  public let index: Int

  private let text: String

  /// The reference that a text is, or nil where it has not the form of one and so is a path.
  ///
  /// - Throws: ``FileError`` where it begins with the name of a data set but then goes wrong.
  public init?(parsing text: String) throws(FileError) {
    let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1, let last = words.last else { return nil }
    let isKnown = DataSet.knownNames.contains(words[0])
    let digits = last.first == "-" ? last.dropFirst() : last[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      guard isKnown else { return nil }
      throw FileError(
        path: text, reason: "a number should follow the last colon, as in \(words[0]):42")
    }
    let part = words.count > 2 ? DataSet.Part(rawValue: words[words.count - 2]) : nil
    let name = words.dropLast(part == nil ? 1 : 2).joined(separator: ":")
    guard !isKnown || DataSet.knownNames.contains(name) else {
      throw FileError(
        path: text,
        reason: "the part should be train or test, as in \(words[0]):test:7, "
          + "but is \(words[words.count - 2].quoted)")
    }
    self.dataSet = name
    self.part = part
    self.text = text
    // A number that no Int holds is out of range like any other that is too large.
    index = Int(last) ?? (last.first == "-" ? .min : .max)
  }

  /// The sample that the reference means.
  ///
  /// - Parameter set: the data set that ``dataSet`` names.
  /// - Throws: ``FileError`` with the range where the index is outside it.
  public func sample(in set: DataSet) throws(FileError) -> Sample {
    let trainCount = set.train.count
    let count = part.map { set[$0].count } ?? trainCount + set.test.count
    guard (0..<count).contains(index) else {
      let scope = part.map { "\($0.rawValue) images" } ?? "images"
      throw FileError(
        path: text, reason: "the \(scope) of \(set.name.harmless) are numbered 0 to \(count - 1)")
    }
    let place: (part: DataSet.Part, index: Int) =
      if let part {
        (part, index)
      } else {
        index < trainCount ? (.train, index) : (.test, index - trainCount)
      }
    return Sample(
      reference: self, part: place.part, indexInPart: place.index,
      image: set[place.part].image(at: place.index),
      numbers: set[place.part].numbers(at: CollectionOfOne(place.index)), maximum: set.maximum,
      label: set[place.part].labels[place.index],
      className: set.classNames[set[place.part].labels[place.index]])
  }
}

extension SampleReference: CustomStringConvertible {
  /// As it was written.
  public var description: String { text }
}

/// One image of a data set and what it is known to show.
public struct Sample: Sendable {
  public let reference: SampleReference
  public let part: DataSet.Part
  /// The index within its part, from 0.
  public let indexInPart: Int
  /// `[1, channels, rows, columns]`, scaled to 0…1.
  public let image: Tensor
  /// The same with the numbers as they stand in the file.
  public let numbers: Tensor
  /// The number in the file that stands for 1.
  public let maximum: Double
  public let label: Int
  public let className: String
}
