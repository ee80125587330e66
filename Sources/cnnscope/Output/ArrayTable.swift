import CNNEngine
import ModelFiles

/// Named arrays as a table: type, shape, and what can be said of their numbers in one line.
struct ArrayTable {
  private let rows: [(named: NamedArray, statistics: TensorStatistics)]

  init(_ arrays: [NamedArray]) {
    rows = arrays.map { ($0, TensorStatistics($0.array)) }
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

extension TensorStatistics {
  /// Of an array of any size, without a copy of it.
  fileprivate init(_ array: NumericArray) {
    let chunk = 1 << 16
    let starts = stride(from: 0, to: array.count, by: chunk)
    self.init(
      starts.lazy.flatMap { array.floats(in: $0..<min($0 + chunk, array.count)) })
  }

  private var hasFinite: Bool { count > nans + infinities }

  /// Smallest, largest and mean of the finite numbers.
  var words: [String] {
    hasFinite ? ["\(minimum)", "\(maximum)", "\(Float(mean))"] : ["–", "–", "–"]
  }

  /// What a reader should know besides: `3 NaN, 1 infinite`.
  var oddities: String {
    [nans == 0 ? nil : "\(nans) NaN", infinities == 0 ? nil : "\(infinities) infinite"]
      .compactMap(\.self).joined(separator: ", ")
  }

  var json: [(name: String, value: JSONText)] {
    [
      ("min", hasFinite ? .number(minimum) : .null), ("max", hasFinite ? .number(maximum) : .null),
      ("mean", hasFinite ? .number(mean) : .null), ("nan", .integer(nans)),
      ("infinite", .integer(infinities)),
    ]
  }
}

extension Shape {
  var json: JSONText { .array(extents.map(JSONText.integer)) }
}
