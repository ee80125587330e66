import CNNModel

/// The attributes that a convolution or a pooling has for its window.
///
/// A window over one axis is treated as one over an image with a single row, for which there are fast
/// forms.
struct WindowAttributes {
  /// By axis, rows before columns.
  let kernel: [Int]
  let strides: [Int]
  let dilations: [Int]
  /// The number of axes of the window in the graph: 1 to 3.
  let rank: Int
  let ceiling: Bool
  private let autoPad: String
  private let pads: [Int]?

  /// - Parameter weights: rows and columns of the kernel where there are weights.
  init(_ lowering: Lowering, image: Shape, weights: [Int]? = nil) throws(NodeError) {
    let attributes = lowering.attributes
    rank = try Self.rank(of: image, lowering)
    let extents = try Self.kernelExtents(attributes, weights)
    kernel = try Self.axes("kernel_shape", extents, rank)
    strides = try Self.axes("strides", try attributes.ints("strides"), rank)
    dilations = try Self.axes("dilations", try attributes.ints("dilations"), rank)
    ceiling = try attributes.flag("ceil_mode")
    autoPad = try Self.autoPad(attributes)
    pads = try Self.pads(attributes, rank)
  }

  private static func rank(
    of image: Shape, _ lowering: Lowering
  ) throws(NodeError) -> Int {
    guard image.rank > 2 else {
      throw .invalid("\(lowering.node.kind) takes batch×channels×…, but gets \(image)")
    }
    guard image.rank <= 5 else { throw .unsupported("its window has \(image.rank - 2) axes") }
    return image.rank - 2
  }

  private static func kernelExtents(
    _ attributes: Attributes, _ weights: [Int]?
  ) throws(NodeError) -> [Int] {
    guard let extents = try attributes.ints("kernel_shape") ?? weights else {
      throw .invalid("the kernel_shape is missing")
    }
    if let weights, weights != extents {
      throw .invalid(
        "kernel_shape \(extents) does not match the weights, whose kernel is \(weights)")
    }
    return extents
  }

  /// A number from 1 for each axis, with a 1 in front where the graph has one axis.
  private static func axes(
    _ name: String, _ numbers: [Int]?, _ rank: Int
  ) throws(NodeError) -> [Int] {
    let numbers = numbers ?? [Int](repeating: 1, count: rank)
    guard numbers.count == rank else {
      throw .invalid("\(numbers.count) \(name) do not match \(rank) axes")
    }
    if let number = numbers.first(where: { $0 < 1 || $0 > 1 << 20 }) {
      throw .invalid("\(name) of \(number) is not from 1 to \(1 << 20)")
    }
    return rank == 1 ? [1] + numbers : numbers
  }

  private static func autoPad(_ attributes: Attributes) throws(NodeError) -> String {
    let mode = try attributes.string("auto_pad") ?? "NOTSET"
    guard ["NOTSET", "", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(mode) else {
      throw .invalid("unknown auto_pad \(mode.quoted)")
    }
    return mode
  }

  private static func pads(_ attributes: Attributes, _ rank: Int) throws(NodeError) -> [Int]? {
    guard let pads = try attributes.ints("pads") else { return nil }
    guard pads.count == 2 * rank else {
      throw .invalid("\(pads.count) pads do not match \(rank) axes")
    }
    if let pad = pads.first(where: { $0 < 0 || $0 > 1 << 20 }) {
      throw .invalid("a pad of \(pad) is not from 0 to \(1 << 20)")
    }
    return pads
  }
}

// MARK: Padding

extension WindowAttributes {
  var isSame: Bool { autoPad.hasPrefix("SAME") }

  /// The number of cells that the dilated kernel spans on an axis.
  func reach(_ axis: Int) -> Int { dilations[axis] * (kernel[axis] - 1) + 1 }

  /// The explicit pads of the file, those before every axis first: top, left, bottom and right; zeros
  /// where `auto_pad` replaces them.
  var explicitPads: [Int] {
    guard let pads, ["NOTSET", ""].contains(autoPad) else {
      return [Int](repeating: 0, count: 2 * kernel.count)
    }
    return rank == 1 ? [0, pads[0], 0, pads[1]] : pads
  }

  /// A total of cells as those before and after an image; the odd cell lies after it for
  /// `SAME_UPPER`, else before it.
  func split(_ total: Int) -> (before: Int, after: Int) {
    let small = total / 2
    return autoPad == "SAME_UPPER" ? (small, total - small) : (total - small, small)
  }

  /// The pads over an image, as the explicit ones. With `auto_pad` SAME there are
  /// ⌈extent / stride⌉ outputs.
  private func pads(over image: Shape) -> [Int] {
    guard isSame else { return explicitPads }
    var pads = [Int](repeating: 0, count: 2 * kernel.count)
    for axis in kernel.indices {
      let extent = image[2 + axis]
      let outputs = (extent + strides[axis] - 1) / strides[axis]
      let total = max(0, (outputs - 1) * strides[axis] + reach(axis) - extent)
      (pads[axis], pads[kernel.count + axis]) = split(total)
    }
    return pads
  }
}

// MARK: For layers

extension WindowAttributes {
  var kernelAxes: PerAxis { PerAxis(kernel) }
  var stride: PerAxis { PerAxis(strides) }
  var dilation: PerAxis { PerAxis(dilations) }
  func padding(over image: Shape) -> Padding { Padding(pads(over: image)) }
}

extension Padding {
  /// Cells before every axis and then after every axis.
  init(_ pads: [Int]) {
    let axes = pads.count / 2
    self = .sides(before: PerAxis(Array(pads[..<axes])), after: PerAxis(Array(pads[axes...])))
  }
}

extension Lowering {
  /// An input with one spatial axis as an image with a single row, and any other unchanged.
  func asImage(_ operand: Operand) throws(NodeError) -> Operand {
    guard operand.shape.rank == 3 else { return operand }
    let shape = operand.shape
    return try reshape(operand, to: [shape[0], shape[1], 1, shape[2]])
  }

  /// The inverse of ``asImage(_:)`` for an output.
  ///
  /// - Parameter rank: the number of spatial axes in the graph.
  func fromImage(_ operand: Operand, rank: Int) throws(NodeError) -> Operand {
    guard rank == 1 else { return operand }
    let shape = operand.shape
    return try reshape(operand, to: [shape[0], shape[1], shape[3]])
  }
}
