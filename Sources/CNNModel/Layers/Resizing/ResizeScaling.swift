/// The output extents and interpolation weights of a resize for a given input.
struct ResizeScaling {
  let output: Shape
  let weights: [AxisWeights]

  /// - Throws: ``ShapeError`` when the target does not match the input's axes, or an output is
  ///   empty.
  init(_ layer: Resize, _ input: Shape) throws(ShapeError) {
    var axes: [Int] = []
    for axis in layer.axes ?? Array(0..<input.rank) {
      axes.append(try layer.resolved(axis, of: input))
    }
    let places = Dictionary(axes.enumerated().map { ($1, $0) }) { first, _ in first }
    let (scales, extents) = try Self.sizes(layer, input, axes)
    var shape = input
    for (axis, extent) in zip(axes, extents) {
      guard extent >= 0, extent <= 1 << 30, extent == 0 || input[axis] > 0 else {
        throw ShapeError("\(layer.kind) of axis \(axis) of \(input) to \(extent)")
      }
      shape = shape.replacing(axis: axis, with: extent)
    }
    try shape.checkSize("an output")
    output = shape
    weights = (0..<input.rank).map { axis in
      guard let place = places[axis] else { return AxisWeights(unchanged: input[axis]) }
      return Self.weights(
        layer, input: input[axis], output: shape[axis], scale: scales[place], axis: place)
    }
  }

  private static func sizes(
    _ layer: Resize, _ input: Shape, _ axes: [Int]
  ) throws(ShapeError) -> (scales: [Double], extents: [Int]) {
    let given = axes.map { Double(input[$0]) }
    try checkCrop(layer, axes)
    switch layer.target {
    case .scales(let scales):
      guard scales.count == axes.count, scales.allSatisfy({ $0 > 0 && $0 <= 0x1p30 }) else {
        throw ShapeError("\(layer.kind) needs a scale above 0 for each of \(axes.count) axes")
      }
      return (scales, zip(scales, given).map { Int(min($0 * $1, 0x1p31)) })
    case .sizes(let sizes, let aspect):
      guard sizes.count == axes.count, sizes.allSatisfy({ (0...1 << 30).contains($0) }) else {
        throw ShapeError("\(layer.kind) needs a size for each of \(axes.count) axes")
      }
      let scales = zip(sizes, given).map { Double($0) / $1 }
      guard aspect != .stretch, let least = scales.min(), let most = scales.max() else {
        return (scales, sizes)
      }
      let scale = aspect == .notLarger ? least : most
      guard scale.isFinite else { throw ShapeError("\(layer.kind) of \(input) without cells") }
      return (axes.map { _ in scale }, given.map { Int(min(scale * $0 + 0.5, 0x1p31)) })
    }
  }

  private static func checkCrop(_ layer: Resize, _ axes: [Int]) throws(ShapeError) {
    guard case .crop(let starts, let ends, _) = layer.coordinates else { return }
    guard starts.count == axes.count, ends.count == axes.count,
      (starts + ends).allSatisfy({ $0.magnitude <= 0x1p20 })
    else {
      throw ShapeError("\(layer.kind) needs a start and an end for each of \(axes.count) axes")
    }
  }

  private static func weights(
    _ layer: Resize, input: Int, output: Int, scale: Double, axis: Int
  ) -> AxisWeights {
    var isCropped = false
    if case .crop(let starts, let ends, _) = layer.coordinates {
      isCropped = starts[axis] != 0 || ends[axis] != 1
    }
    if !isCropped, input == output, (scale - 1).magnitude <= 1e-9 {
      return AxisWeights(unchanged: input)
    }
    let width = layer.antialiases ? min(scale, 1) : 1
    return AxisWeights(
      extent: input, count: output, excludesOutside: layer.excludesOutside,
      center: {
        layer.coordinates.center($0, input: input, output: output, scale: scale, axis: axis)
      },
      kernel: { layer.kernel.weights(ratio: $0, scale: width) })
  }
}
