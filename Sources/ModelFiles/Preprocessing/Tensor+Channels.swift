import CNNModel

extension Tensor {
  /// Images whose only channel is repeated `channels` times: `[…, 1, rows, columns]` →
  /// `[…, channels, rows, columns]`.
  func repeatingChannel(_ channels: Int) -> Tensor {
    let axis = shape.rank - 3
    let plane = shape[axis + 1] * shape[axis + 2]
    var repeated: [Float] = []
    repeated.reserveCapacity(elements.count * channels)
    for start in stride(from: 0, to: elements.count, by: plane) {
      for _ in 0..<channels { repeated += elements[start..<start + plane] }
    }
    return Tensor(shape: shape.replacing(axis: axis, with: channels), elements: repeated)
  }

  /// Color images as grayscale ones: `[…, 3, rows, columns]` → `[…, 1, rows, columns]`.
  ///
  /// `0.299 · red + 0.587 · green + 0.114 · blue`, ITU-R BT.601, as Pillow's mode L.
  func grayscale() -> Tensor {
    let axis = shape.rank - 3
    let plane = shape[axis + 1] * shape[axis + 2]
    var gray: [Float] = []
    gray.reserveCapacity(elements.count / 3)
    for start in stride(from: 0, to: elements.count, by: 3 * plane) {
      for red in start..<start + plane {
        gray.append(
          0.299 * elements[red] + 0.587 * elements[red + plane]
            + 0.114 * elements[red + 2 * plane])
      }
    }
    return Tensor(shape: shape.replacing(axis: axis, with: 1), elements: gray)
  }

  /// The channels in the opposite order: `[…, channels, rows, columns]` → the same.
  func reversingChannels() -> Tensor {
    let axis = shape.rank - 3
    let plane = shape[axis + 1] * shape[axis + 2]
    let image = shape[axis] * plane
    var reversed: [Float] = []
    reversed.reserveCapacity(elements.count)
    for start in stride(from: 0, to: elements.count, by: max(1, image)) {
      for channel in (0..<shape[axis]).reversed() {
        reversed += elements[start + channel * plane..<start + (channel + 1) * plane]
      }
    }
    return Tensor(shape: shape, elements: reversed)
  }

  /// The last three axes in the order rows, columns, channels, or back in the order channels, rows,
  /// columns.
  func movingChannel(toEnd: Bool) -> Tensor {
    let (lead, inner) = (shape.extents.dropLast(3), Array(shape.extents.suffix(3)))
    let order = toEnd ? [1, 2, 0] : [2, 0, 1]
    let strides = Shape(inner).strides
    let places = order.map { axis in (0..<inner[axis]).map { $0 * strides[axis] } }
    let offsets = places.reduce([0]) { sums, axis in sums.flatMap { sum in axis.map { sum + $0 } } }
    var moved: [Float] = []
    moved.reserveCapacity(elements.count)
    for start in stride(from: 0, to: elements.count, by: max(1, inner.reduce(1, *))) {
      for offset in offsets { moved.append(elements[start + offset]) }
    }
    return Tensor(shape: Shape(lead + order.map { inner[$0] }), elements: moved)
  }
}
