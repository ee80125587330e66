import CNNEngine
import ModelFiles

/// Named arrays as a table: type, shape, and what can be said of their numbers in one line.
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
          + statistics.words + [statistics.oddities])
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

/// The smallest, largest and mean of an array's finite numbers, and how many others there are.
private struct ArrayStatistics {
  private var minimum = Float.infinity
  private var maximum = -Float.infinity
  private var sum = 0.0
  private var finite = 0
  private var nans = 0
  private var infinities = 0

  /// Reads the array in parts, so that a large one is not there twice.
  init(_ array: NumericArray) {
    let size = 1 << 16
    for start in stride(from: 0, to: array.count, by: size) {
      let numbers = array.floats(in: start..<min(start + size, array.count))
      add(TensorStatistics(Tensor(shape: [numbers.count], elements: numbers)))
    }
  }

  private mutating func add(_ part: TensorStatistics) {
    nans += part.nans
    infinities += part.infinities
    let count = part.count - part.nans - part.infinities
    guard count > 0 else { return }
    finite += count
    minimum = min(minimum, part.minimum)
    maximum = max(maximum, part.maximum)
    sum += part.mean * Double(count)
  }

  private var mean: Double { sum / Double(finite) }

  /// Smallest, largest and mean.
  var words: [String] {
    finite > 0 ? ["\(minimum)", "\(maximum)", "\(Float(mean))"] : ["–", "–", "–"]
  }

  /// What a reader should know besides: `3 NaN, 1 infinite`.
  var oddities: String {
    [nans == 0 ? nil : "\(nans) NaN", infinities == 0 ? nil : "\(infinities) infinite"]
      .compactMap(\.self).joined(separator: ", ")
  }

  var json: [(name: String, value: JSONText)] {
    [
      ("min", finite > 0 ? .number(minimum) : .null),
      ("max", finite > 0 ? .number(maximum) : .null),
      ("mean", finite > 0 ? .number(mean) : .null), ("nan", .integer(nans)),
      ("infinite", .integer(infinities)),
    ]
  }
}

extension Shape {
  var json: JSONText { .array(extents.map(JSONText.integer)) }
}
