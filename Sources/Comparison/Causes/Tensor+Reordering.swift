import CNNModel

extension Tensor {
  /// The cells along some axes backwards.
  func reversed(_ axes: [Int]) -> Tensor {
    gathered { axis, index in axes.contains(axis) ? shape[axis] - 1 - index : index }
  }

  /// The cells along an axis moved on; those that leave at one end enter at the other.
  func rolled(_ axis: Int, by distance: Int) -> Tensor {
    let extent = shape[axis]
    return gathered { other, index in
      other == axis ? ((index - distance) % extent + extent) % extent : index
    }
  }

  /// The slices along an axis in another order: slice `i` of the result is slice `order[i]` of this
  /// one.
  func reordered(_ axis: Int, _ order: [Int]) -> Tensor {
    gathered { other, index in other == axis ? order[index] : index }
  }

  /// Cells of the same shape, each from another place on its axes.
  private func gathered(_ place: (_ axis: Int, _ index: Int) -> Int) -> Tensor {
    let strides = shape.strides
    var offsets = [0]
    for axis in 0..<shape.rank {
      let addends = (0..<shape[axis]).map { place(axis, $0) * strides[axis] }
      offsets = offsets.flatMap { offset in addends.map { offset + $0 } }
    }
    return Tensor(shape: shape, elements: offsets.map { self[$0] })
  }

  /// The weights `[outputs, inputs, …]` between outputs and inputs of one group; zeros elsewhere.
  func blockDiagonal(_ groups: Int) -> Tensor {
    let (outputs, inputs) = (shape[0] / groups, shape[1] / groups)
    let inner = shape.count / (shape[0] * shape[1])
    var result = self
    result.transform { offset, element in
      let (output, input) = (offset / inner / shape[1], offset / inner % shape[1])
      return output / outputs == input / inputs ? element : 0
    }
    return result
  }

  /// The largest magnitude of the finite numbers.
  var largest: Float { elements.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 } }
}
