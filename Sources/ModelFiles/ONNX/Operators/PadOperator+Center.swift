import CNNModel

extension PadOperator {
  /// `CenterCropPad`: each axis is cut to an extent around its middle, or padded with zeros to it.
  @Sendable
  static func centerCropPad(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let extents = try Shape(checking: try lowering.ints(1, "shape")).extents
    let axes =
      try lowering.attributes.ints("axes").map { numbers throws(NodeError) in
        try input.shape.axes(numbers)
      } ?? Array(0..<input.shape.rank)
    guard extents.count == axes.count else {
      throw .invalid("\(extents.count) extents do not match \(axes.count) axes")
    }
    var starts = [Int](repeating: 0, count: input.shape.rank)
    var (before, after) = (starts, starts)
    var ends = input.shape.extents
    for (axis, extent) in zip(axes, extents) {
      let found = input.shape[axis]
      starts[axis] = max(0, (found - extent) / 2)
      ends[axis] = min(found, starts[axis] + extent)
      before[axis] = max(0, (extent - found) / 2)
      after[axis] = max(0, extent - found) - before[axis]
    }
    var result = input
    if starts.contains(where: { $0 > 0 }) || ends != input.shape.extents {
      let slice = Slice(
        axes: Array(starts.indices), starts: starts, ends: ends,
        steps: [Int](repeating: 1, count: starts.count))
      result = try lowering.rearrange(slice, [result])[0]
    }
    guard (before + after).contains(where: { $0 > 0 }) else { return [result] }
    let pad = Pad(before: before, after: after, mode: .constant(0))
    return [try lowering.rearrange(pad, [result])[0]]
  }
}
