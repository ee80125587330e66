import CNNModel

/// The order of the axes of images in somebody's arrays.
public enum ImageLayout: String, Hashable, Sendable, CaseIterable {
  /// Channels before rows and columns, as in PyTorch: the order of this program.
  case nchw
  /// Channels last, as in TensorFlow.
  case nhwc

  /// An array of images in the order of this program; arrays without places are as they are.
  public func plain(_ tensor: Tensor) -> Tensor {
    let rank = tensor.shape.rank
    guard self == .nhwc, rank >= 3 else { return tensor }
    return tensor.withAxes([0, rank - 1] + Array(1..<rank - 1))
  }

  /// The position in somebody's array of a cell in the order of this program.
  public func own(_ cell: Position) -> Position {
    guard self == .nhwc, cell.indices.count >= 3 else { return cell }
    return Position([cell[0]] + cell.indices.dropFirst(2) + [cell[1]])
  }
}

/// How a parameter lies in somebody's arrays.
enum WeightLayout: Hashable, Sendable {
  /// Axis `i` of the parameter is axis `axes[i]` of the array.
  case axes([Int])
  /// Places, channels, kernels of a channel, as the depthwise kernels of TensorFlow.
  case depthwise

  /// Every layout in which an array may be the parameter, those that belong to a layout of images
  /// first.
  ///
  /// - Parameter isSaid: whether somebody said the layout of images, so that others do not count.
  static func all(rank: Int, _ images: ImageLayout, isSaid: Bool = false) -> [WeightLayout] {
    guard rank >= 2 else { return [.axes(Array(0..<rank))] }
    let places = Array(0..<rank - 2)
    let plain = [WeightLayout.axes(Array(0..<rank))]
    let swapped = [WeightLayout.axes([1, 0] + Array(2..<rank))]
    let last: [WeightLayout] =
      rank == 2
      ? swapped
      : [.axes([rank - 1, rank - 2] + places), .axes([rank - 2, rank - 1] + places), .depthwise]
    let own = images == .nchw ? plain : last
    let others = (images == .nchw ? last : plain) + (rank == 2 ? [] : swapped)
    return isSaid ? own : own + others
  }

  /// In words: `as in PyTorch`.
  func words(_ rank: Int) -> String {
    switch self {
    case .axes(let axes) where axes == Array(0..<rank): "as PyTorch orders them"
    case .axes(let axes) where rank > 2 && axes.prefix(2) == [1, 0]: "with the first two exchanged"
    case .axes, .depthwise: rank == 2 ? "as [inputs, outputs]" : "as TensorFlow orders them"
    }
  }

  /// The parameter that an array means; `nil` where it has no such axes.
  func plain(_ tensor: Tensor) -> Tensor? {
    let rank = tensor.shape.rank
    switch self {
    case .axes(let axes): return axes.count == rank ? tensor.withAxes(axes) : nil
    case .depthwise:
      guard rank > 2 else { return nil }
      let places = tensor.shape.extents.dropLast(2)
      let kernels = tensor.shape[rank - 2] * tensor.shape[rank - 1]
      return tensor.reshaped(to: Shape(places + [1, kernels])).withAxes(
        [rank - 1, rank - 2] + Array(0..<rank - 2))
    }
  }
}

extension Tensor {
  /// The tensor with its axes in another order: axis `i` of the result is axis `axes[i]` of this one.
  ///
  /// - Precondition: `axes` has every axis once.
  func withAxes(_ axes: [Int]) -> Tensor {
    guard axes != Array(0..<shape.rank) else { return self }
    let strides = shape.strides
    let offsets = axes.reduce([0]) { offsets, axis in
      offsets.flatMap { offset in (0..<shape[axis]).map { offset + $0 * strides[axis] } }
    }
    return Tensor(shape: Shape(axes.map { shape[$0] }), elements: offsets.map { self[$0] })
  }

  /// The same numbers in a shape that differs in nothing but axes of extent 1; `nil` for another.
  func fitted(to shape: Shape) -> Tensor? {
    guard self.shape.extents.filter({ $0 != 1 }) == shape.extents.filter({ $0 != 1 }) else {
      return nil
    }
    return reshaped(to: shape)
  }
}
