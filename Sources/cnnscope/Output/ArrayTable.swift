import CNNModel
import ModelFiles
import NumberText

/// Named arrays as a table: name, type, shape, and statistics.
struct ArrayTable {
  private let rows: [(named: NamedArray, statistics: ArrayStatistics)]

  init(_ arrays: [NamedArray]) {
    rows = arrays.map { ($0, ArrayStatistics($0.array)) }
  }

  var text: String {
    var table = TextTable([
      ("name", .left), ("type", .left), ("shape", .left), ("min", .right), ("max", .right),
      ("mean", .right), ("", .left),
    ])
    for (named, statistics) in rows {
      table.add(
        [named.name.harmless, named.array.elementType.description, named.array.shape.description]
          + statistics.words + [statistics.nonFinite])
    }
    return table.text
  }

  var json: JSONText {
    .array(
      rows.map { named, statistics in
        .object(
          [
            ("name", .string(named.name)), ("type", .string(named.array.elementType.description)),
            ("shape", named.array.shape.json),
          ] + statistics.json)
      })
  }
}

/// Minimum, maximum and mean of the finite elements of an array, and the number of others.
private struct ArrayStatistics {
  private let array: NumericArray
  /// The smallest and the maximum value with their places.
  private var ends: (minimum: End, maximum: End)?
  private var sum = 0.0
  private var finite = 0
  private var nans = 0
  private var infinities = 0

  private struct End {
    var value: Double
    var offset: Int
  }

  /// Reads the array in parts, so that no second copy of a large one is needed.
  init(_ array: NumericArray) {
    self.array = array
    let size = 1 << 16
    for start in stride(from: 0, to: array.count, by: size) {
      add(array.doubles(in: start..<min(start + size, array.count)), from: start)
    }
  }

  private mutating func add(_ numbers: [Double], from start: Int) {
    for (index, number) in numbers.enumerated() {
      guard number.isFinite else {
        if number.isNaN { nans += 1 } else { infinities += 1 }
        continue
      }
      finite += 1
      sum += number
      let end = End(value: number, offset: start + index)
      var found = ends ?? (end, end)
      if number < found.minimum.value { found.minimum = end }
      if number > found.maximum.value { found.maximum = end }
      ends = found
    }
  }

  private var mean: Double { sum / Double(finite) }

  /// Minimum, maximum and mean.
  var words: [String] {
    guard let ends else { return ["–", "–", "–"] }
    return [text(ends.minimum), text(ends.maximum), Decimals.shortest(Float(mean))]
  }

  /// The element in the digits of its type.
  private func text(_ end: End) -> String { array.texts(in: end.offset..<end.offset + 1)[0] }

  /// The elements that are not finite: `3 NaN, 1 infinite`.
  var nonFinite: String {
    [nans == 0 ? nil : "\(nans) NaN", infinities == 0 ? nil : "\(infinities) infinite"]
      .compactMap(\.self).joined(separator: ", ")
  }

  var json: [(name: String, value: JSONText)] {
    [
      ("min", ends.map { number($0.minimum) } ?? .null),
      ("max", ends.map { number($0.maximum) } ?? .null),
      ("mean", finite > 0 ? .number(mean) : .null), ("nan", .integer(nans)),
      ("infinite", .integer(infinities)),
    ]
  }

  /// The element in the digits of its type; a boolean as 0 or 1.
  ///
  /// One of 16 bits or fewer is in digits that read back to it as a `Float`: its own shortest ones,
  /// as `0.1`, are another number there.
  private func number(_ end: End) -> JSONText {
    switch array.elementType {
    case .bool: .integer(Int(end.value))
    case let type where type.floatFormat != nil: .number(Float(end.value))
    default: .other(text(end))
    }
  }
}

extension Shape {
  var json: JSONText { .array(extents.map(JSONText.integer)) }
}
