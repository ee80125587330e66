/// Arrays whose cells are in reverse order along an axis, or one place too far.
enum ArrayShifts {
  private static let aspect = "where its numbers begin and in which direction they run"

  /// The changes of arrays of a shape.
  ///
  /// - Parameters:
  ///   - axes: what its axes are called.
  ///   - verb: how it is touched: `read` or `stored`.
  static func changes(of shape: Shape, axes: [String], verb: String) -> [ArrayChange] {
    let long = (0..<shape.rank).filter { shape[$0] > 1 }
    guard shape.count > 0 else { return [] }
    let spatial = long.filter { $0 >= 2 }
    return long.map { reversed([$0], axes[$0], verb) }
      + (spatial.count > 1 ? [rotated(spatial)] : [])
      + (long.count > 1 ? [reversed(long, "numbers", verb)] : [])
      + (spatial.isEmpty ? long : spatial).flatMap { axis in
        [1, -1].flatMap { moved(axis, by: $0, axes[axis], verb) }
      }
  }

  private static func reversed(_ axes: [Int], _ name: String, _ verb: String) -> ArrayChange {
    ArrayChange(
      "\(name.hyphenated)-reversed", "\(verb) with its \(name) in reverse order", aspect: aspect
    ) { turned($0, axes) }
  }

  private static func rotated(_ axes: [Int]) -> ArrayChange {
    ArrayChange("turned", "turned by 180°", aspect: aspect) { turned($0, axes) }
  }

  private static func moved(
    _ axis: Int, by step: Int, _ name: String, _ verb: String
  ) -> [ArrayChange] {
    let (rule, end) = step > 0 ? ("late", "end") : ("early", "beginning")
    let what = "\(verb) with its \(name) moved by one towards the \(end)"
    return [
      ArrayChange("\(name.hyphenated)-rolled-\(rule)", "\(what), around the edge", aspect: aspect) {
        offsets($0) { $1 == axis ? ($0 - step + $2) % $2 : $0 }
      },
      ArrayChange("\(name.hyphenated)-\(rule)", "\(what), and 0 moves in", aspect: aspect) {
        offsets($0) { index, along, _ in along == axis ? index - step : index }
      },
    ]
  }

  private static func turned(_ shape: Shape, _ axes: [Int]) -> [Int] {
    offsets(shape) { axes.contains($1) ? $2 - 1 - $0 : $0 }
  }

  /// For every cell, the offset of the one whose index on every axis is given by a function of
  /// index, axis and extent; negative outside.
  private static func offsets(
    _ shape: Shape, _ source: (_ index: Int, _ axis: Int, _ extent: Int) -> Int
  ) -> [Int] {
    Offsets.sums(
      (0..<shape.rank).map { axis in
        (0..<shape[axis]).map { index in
          let read = source(index, axis, shape[axis])
          let isInside = read >= 0 && read < shape[axis]
          return isInside ? read * shape.strides[axis] : Offsets.outside
        }
      })
  }
}

extension String {
  /// The words joined by hyphens.
  var hyphenated: String { split(separator: " ").joined(separator: "-") }
}
