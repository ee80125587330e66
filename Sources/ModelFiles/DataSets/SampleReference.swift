import CNNModel

/// One image of a data set as the user names it: `digits:42`, `mnist:test:7`.
///
/// An index without a part counts through the train images and then the test images.
package struct SampleReference: Hashable, Sendable {
  /// The name or folder of the data set.
  package let dataSet: String
  /// The part that the index counts in, nil for both.
  package let part: DataSet.Part?
  /// The number after the last colon, in or out of range.
  package let index: Int

  private let text: String

  /// The reference that a text spells, nil where it has another form, such as that of a path.
  ///
  /// - Throws: ``FileError`` where it begins with the name of a data set but then goes wrong.
  package init?(parsing text: String) throws(FileError) {
    let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1, let last = words.last else { return nil }
    let isKnown = DataSet.knownNames.contains(words[0])
    guard let index = Self.index(last) else {
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
    (dataSet, self.part, self.index, self.text) = (name, part, index, text)
  }

  /// The index that digits spell; one that no `Int` holds is out of range like any other that is
  /// too large.
  private static func index(_ word: String) -> Int? {
    let isNegative = word.first == "-"
    let digits = isNegative ? word.dropFirst() : word[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(word) ?? (isNegative ? .min : .max)
  }

  /// The part that the reference names, and the index in it.
  ///
  /// - Parameter set: the data set that ``dataSet`` names.
  /// - Throws: ``FileError`` with the range where the index is outside it.
  package func position(in set: DataSet) throws(FileError) -> (part: DataSet.Part, index: Int) {
    try position(train: set.train.count, test: set.test.count, of: set.name)
  }

  /// The part and the index in it, among parts of so many images.
  func position(
    train trainCount: Int, test testCount: Int, of name: String
  ) throws(FileError) -> (part: DataSet.Part, index: Int) {
    let counts = [DataSet.Part.train: trainCount, .test: testCount]
    let count = part.flatMap { counts[$0] } ?? trainCount + testCount
    guard (0..<count).contains(index) else {
      let scope = part.map { "\($0.rawValue) images" } ?? "images"
      throw FileError(
        path: text, reason: "the \(scope) of \(name.harmless) are numbered 0 to \(count - 1)")
    }
    if let part { return (part, index) }
    return index < trainCount ? (.train, index) : (.test, index - trainCount)
  }
}

extension SampleReference: CustomStringConvertible {
  /// The reference as it was written.
  package var description: String { text }
}
