import CNNModel

/// How Keras arranges the weights of a layer, which has the channels last.
///
/// A kernel of a convolution is `[rows, columns, in, out]`, that of a transposed one `[rows, columns,
/// out, in]`, that of a dense layer `[in, out]`; a depthwise kernel is `[rows, columns, channels,
/// multiplier]`. Ours, as in PyTorch, are `[out, in, rows, columns]`, `[in, out, rows, columns]`,
/// `[out, in]` and `[channels · multiplier, 1, rows, columns]`.
enum KerasKernel {
  /// A kernel of a convolution or a dense layer in PyTorch's layout.
  static func transposed(_ kernel: NumericArray) -> NumericArray {
    let rank = kernel.shape.rank
    guard rank > 1 else { return kernel }
    return kernel.transposed([rank - 1, rank - 2] + Array(0..<rank - 2))
  }

  /// A depthwise kernel in PyTorch's layout.
  static func transposedDepthwise(_ kernel: NumericArray) -> NumericArray {
    let rank = kernel.shape.rank
    guard rank > 2 else { return kernel }
    let first = kernel.transposed([rank - 2, rank - 1] + Array(0..<rank - 2))
    let extents = first.shape.extents
    return first.reshaped(to: Shape([extents[0] * extents[1], 1] + extents.dropFirst(2)))
  }

  /// A kernel of either kind in PyTorch's layout, where that has this shape; nil where neither has.
  static func transposed(_ kernel: NumericArray, to shape: Shape) -> NumericArray? {
    guard kernel.shape.rank == shape.rank, shape.rank > 1 else {
      return kernel.shape == shape ? kernel : nil
    }
    return [transposed(kernel), transposedDepthwise(kernel)].first { $0.shape == shape }
  }
}
