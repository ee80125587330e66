/// Cells of a tensor that are named one by one: by the position of an index on all axes but one,
/// and by the index itself on that axis.
struct ElementAddresses {
  let axis: Int

  /// Whether every axis of the indices fits, but for that of the indices.
  func fit(_ indices: Shape, _ values: Shape) -> Bool {
    indices.rank == values.rank
      && indices.extents.indices.allSatisfy { $0 == axis || indices[$0] <= values[$0] }
  }

  /// The offset of the cell that each index names; negative for one out of range.
  func offsets(_ places: [Int], _ indices: Shape, in values: Shape) -> [Int] {
    let (strides, extent) = (values.strides, values[axis])
    var offsets = Offsets.sums(
      indices.extents.indices.map { other in
        (0..<indices[other]).map { other == axis ? 0 : $0 * strides[other] }
      })
    for (index, place) in places.enumerated() {
      let counted = place < 0 ? place + extent : place
      let isInside = counted >= 0 && counted < extent
      offsets[index] = isInside ? offsets[index] + counted * strides[axis] : Offsets.outside
    }
    return offsets
  }
}

/// Parts of a tensor that tuples of indices name: each tuple, on the last axis of the indices, has an
/// index for every axis after the batch axes, and the rest of the axes belongs to the part.
struct SliceAddresses {
  let batchAxes: Int

  /// The number of axes that a tuple has indices for; `nil` when the shapes do not fit.
  func depth(_ indices: Shape, _ values: Shape) -> Int? {
    guard let depth = indices.extents.last, batchAxes < indices.rank,
      batchAxes + depth <= values.rank,
      indices.extents.prefix(batchAxes) == values.extents.prefix(batchAxes)
    else { return nil }
    return depth
  }

  /// The offset of every cell of all parts; negative for those of a part out of range.
  ///
  /// - Precondition: the shapes fit.
  func offsets(_ places: [Int], _ indices: Shape, in values: Shape) -> [Int] {
    let depth = indices[indices.rank - 1]
    let tuples = indices.extents.dropLast().reduce(1, *)
    let size = values.extents[(batchAxes + depth)...].reduce(1, *)
    let batches = values.extents[..<batchAxes].reduce(1, *)
    var offsets: [Int] = []
    offsets.reserveCapacity(tuples * size)
    for tuple in 0..<tuples {
      let batch = tuple / max(1, tuples / max(1, batches))
      let start = start(places[tuple * depth..<(tuple + 1) * depth], values)
      let first = start < 0 ? start : start + batch * (values.count / batches)
      for cell in 0..<size { offsets.append(first + cell) }
    }
    return offsets
  }

  /// The offset, within its batch, of the part that a tuple names.
  private func start(_ tuple: ArraySlice<Int>, _ values: Shape) -> Int {
    let strides = values.strides
    return tuple.enumerated().reduce(0) { sum, pair in
      let (axis, place) = (batchAxes + pair.0, pair.1)
      let counted = place < 0 ? place + values[axis] : place
      guard sum >= 0, counted >= 0, counted < values[axis] else { return Offsets.outside }
      return sum + counted * strides[axis]
    }
  }
}
