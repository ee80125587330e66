/// Arrays of which a part stands for the whole along an axis: one sample for all, a sum over all, a
/// sum that is not begun anew.
enum ArraySums {
  private static let aspect = "over what its sums run, and where they begin"

  /// An axis, or all spatial axes together.
  struct Group: Sendable {
    /// What one index is called: `sample`.
    let name: String
    /// The first axis, and the last one unless they are all that follow.
    let axes: ClosedRange<Int>
  }

  /// The groups of axes of an array with more than one index.
  static func groups(of shape: Shape, axes: [String]) -> [Group] {
    guard shape.count > 0 else { return [] }
    let single = (0..<min(shape.rank, 2)).map { Group(name: axes[$0].singular, axes: $0...$0) }
    let places =
      shape.rank > 2 ? [Group(name: "place", axes: 2...shape.rank - 1)] : []
    return (single + places).filter { shape.extent(of: $0.axes) > 1 }
  }

  /// What may happen to a result.
  static func changes(of shape: Shape, axes: [String]) -> [ArrayChange] {
    groups(of: shape, axes: axes).flatMap { group in
      ends.flatMap { [only($0, group, "kept"), forAll($0, group)] } + spread(group) + [
        running(group)
      ]
    }
  }

  /// What may happen to a gradient that is read.
  static func changesOfGradient(of shape: Shape, axes: [String]) -> [ArrayChange] {
    let groups = groups(of: shape, axes: axes)
    return groups.flatMap { group in ends.map { only($0, group, "used") } + spread(group) }
      + (shape.rank > 2 && groups.count > 1 ? ends.map(onlyCell) : [])
  }

  /// One index of the first axis for all, as where an array is broadcast by mistake.
  static func changesOfParameter(of shape: Shape, axes: [String]) -> [ArrayChange] {
    groups(of: shape, axes: axes).filter { $0.axes.lowerBound == 0 }.map { forAll(ends[0], $0) }
  }

  private static let ends = ["first", "last"]

  private static func only(
    _ end: String, _ group: Group, _ verb: String
  ) -> ArrayChange {
    ArrayChange(
      "\(end)-\(group.name.hyphenated)-only",
      "\(verb) for the \(end) \(group.name) only, and 0 elsewhere",
      aspect: aspect
    ) { array, _ in
      array.along(group.axes) { numbers in
        let kept = end == "first" ? 0 : numbers.count - 1
        return numbers.indices.map { $0 == kept ? numbers[$0] : 0 }
      }
    }
  }

  private static func forAll(_ end: String, _ group: Group) -> ArrayChange {
    ArrayChange(
      "\(end)-\(group.name.hyphenated)-for-all",
      "taken from the \(end) \(group.name) for every \(group.name)", aspect: aspect
    ) { array, _ in
      array.along(group.axes) { numbers in
        numbers.map { _ in numbers[end == "first" ? 0 : numbers.count - 1] }
      }
    }
  }

  private static func spread(_ group: Group) -> [ArrayChange] {
    [
      ArrayChange(
        "\(group.name.hyphenated)s-summed",
        "summed over the \(group.name)s, and every \(group.name) gets the sum", aspect: aspect
      ) { array, _ in
        array.along(group.axes) { numbers in
          let sum = numbers.reduce(0, +)
          return numbers.map { _ in sum }
        }
      },
      ArrayChange(
        "\(group.name.hyphenated)s-averaged",
        "averaged over the \(group.name)s, and every \(group.name) gets the mean", aspect: aspect
      ) { array, _ in
        array.along(group.axes) { numbers in
          let mean = numbers.reduce(0, +) / Float(max(1, numbers.count))
          return numbers.map { _ in mean }
        }
      },
    ]
  }

  private static func running(_ group: Group) -> ArrayChange {
    ArrayChange(
      "\(group.name.hyphenated)s-running",
      "added up from \(group.name) to \(group.name): the sum does not begin anew", aspect: aspect
    ) { array, _ in
      array.along(group.axes) { numbers in
        var sum: Float = 0
        return numbers.map { number in
          sum += number
          return sum
        }
      }
    }
  }

  private static func onlyCell(_ end: String) -> ArrayChange {
    ArrayChange(
      "\(end)-sample-and-place-only",
      "used for the \(end) place of the \(end) sample only, and 0 elsewhere", aspect: aspect
    ) { array, extents in
      [0...0, 2...array.shape.rank - 1].reduce(array) { array, axes in
        only(end, Group(name: "", axes: axes), "").changed(array, extents)
      }
    }
  }
}

extension Shape {
  /// The number of indices of some axes together.
  fileprivate func extent(of axes: ClosedRange<Int>) -> Int { axes.reduce(1) { $0 * self[$1] } }
}

extension Tensor {
  /// With every line of cells along some axes, in reading order, replaced by another one.
  fileprivate func along(
    _ axes: ClosedRange<Int>, _ change: ([Float]) -> [Float]
  ) -> Tensor {
    let (extent, inner) = (shape.extent(of: axes), shape.strides[axes.upperBound])
    guard shape.count > 0 else { return self }
    var changed = self
    for line in 0..<shape.count / extent {
      let start = line / inner * inner * extent + line % inner
      let numbers = change((0..<extent).map { self[start + $0 * inner] })
      for index in 0..<extent { changed[start + index * inner] = numbers[index] }
    }
    return changed
  }
}

extension String {
  /// Without the s of the plural.
  fileprivate var singular: String { hasSuffix("s") ? String(dropLast()) : self }
}
