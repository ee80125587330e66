/// Resizing of any axes by interpolation: each output cell is a weighted sum of the input cells
/// around its position on the input.
///
/// On each axis the weights follow from a kernel (nearest, linear, cubic), the coordinates and the
/// scale; with antialiasing the kernel is widened as the axis shrinks. The weights of several axes
/// are multiplied. As in ONNX (`Resize`, operator set 19) and PyTorch (`interpolate`).
///
/// Shapes: each axis of extent `e` becomes `⌊e·scale⌋`, or the given size.
package struct Resize: SingleOutputLayer, WeightedSum {
  /// The new size of the axes.
  package enum Size: Hashable, Sendable {
    case scales([Double])
    case sizes([Int], Aspect = .stretch)
  }

  /// How sizes are applied when they are given for several axes.
  package enum Aspect: String, Hashable, Sendable, CaseIterable {
    /// Each axis gets exactly its size.
    case stretch
    /// The largest common scale with which no axis exceeds its size.
    case notLarger = "not-larger"
    /// The smallest common scale with which no axis is below its size.
    case notSmaller = "not-smaller"
  }

  package let target: Size
  /// The axes of the target, negative ones counted from the end; `nil` for all.
  package let axes: [Int]?
  package let kernel: ResizeKernel
  package let coordinates: ResizeCoordinates
  package let antialiases: Bool
  /// Whether neighbors beyond the border have no weight; otherwise they have the value of the
  /// border cell.
  package let excludesOutside: Bool

  package init(
    to target: Size, axes: [Int]? = nil, kernel: ResizeKernel = .nearest(.preferFloor),
    coordinates: ResizeCoordinates = .halfPixel, antialiases: Bool = false,
    excludesOutside: Bool = false
  ) {
    (self.target, self.axes) = (target, axes)
    (self.kernel, self.coordinates) = (kernel, coordinates)
    (self.antialiases, self.excludesOutside) = (antialiases, excludesOutside)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let scaling = try ResizeScaling(self, input)
    return [scaling.output]
  }

  /// The weights of every axis.
  func weights(_ input: Shape) -> [AxisWeights] {
    do { return try ResizeScaling(self, input).weights } catch {
      preconditionFailure("\(kind) of an unchecked \(input): \(error)")
    }
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let weights = weights(inputs[0].shape)
    var (shape, elements) = (inputs[0].shape, inputs[0].elements)
    for (axis, weights) in weights.enumerated() where !weights.isUnchanged {
      let inner = shape.strides[axis]
      let outer = shape.extents[..<axis].reduce(1, *)
      elements = weights.applied(to: elements, outer: outer, inner: inner)
      shape = shape.replacing(axis: axis, with: weights.count)
    }
    for (cell, isOutside) in outside(weights).enumerated() where isOutside {
      elements[cell] = S(extrapolation)
    }
    return PlainArray(shape: shape, elements: elements)
  }

  /// That of integers; else 32-bit floats.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [inputs[0].isInteger ? inputs[0] : .float32] }

  /// Floats, and beside them integers of the input's type: copies of cells where every output has one
  /// neighbor, else the sums in double precision, truncated.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    var result = ForwardResult(compute([PlainArray(pass.input)], [], pass.context).tensor)
    let value = pass.value(0)
    guard value.elementType.isInteger else { return result }
    result.exactOutputs[0] = copied(value) ?? summed(value, pass.context)
    return result
  }

  private func copied(_ value: Value) -> Value? {
    let (weights, strides) = (weights(value.shape), value.shape.strides)
    guard extrapolation == 0, weights.allSatisfy({ $0.shares.allSatisfy { $0.count <= 1 } }) else {
      return nil
    }
    let offsets = Offsets.sums(
      weights.enumerated().map { axis, weights in
        weights.shares.map { $0.first.map { $0.index * strides[axis] } ?? Offsets.outside }
      })
    return Origins(Shape(weights.map(\.count)), offsets).read([value])
  }

  private func summed(_ value: Value, _ context: PassContext) -> Value {
    let numbers = (0..<value.shape.count).map { value.double(at: $0) }
    let sums = compute([PlainArray(shape: value.shape, elements: numbers)], [], context)
    return .integers(
      IntegerTensor(
        shape: sums.shape, elementType: value.elementType,
        wrapping: sums.elements.map { Int128(truncating: $0) }))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let weights = weights(pass.input.shape)
    var (shape, elements) = (pass.gradient.shape, pass.gradient.elements)
    for (cell, isOutside) in outside(weights).enumerated() where isOutside { elements[cell] = 0 }
    for (axis, weights) in weights.enumerated().reversed() where !weights.isUnchanged {
      let inner = shape.strides[axis]
      let outer = shape.extents[..<axis].reduce(1, *)
      elements = weights.gathered(elements, outer: outer, inner: inner)
      shape = shape.replacing(axis: axis, with: weights.extent)
    }
    return Gradients(inputs: [Tensor(shape: shape, elements: elements)])
  }

  /// What stands outside of a crop; 0 without one.
  package var extrapolation: Float {
    if case .crop(_, _, let number) = coordinates { number } else { 0 }
  }

  /// For every cell whether it lies outside of the crop; empty if none does.
  private func outside(_ weights: [AxisWeights]) -> [Bool] {
    guard weights.contains(where: { $0.shares.contains(where: \.isEmpty) }) else { return [] }
    return Offsets.sums(
      weights.map { $0.shares.map { $0.isEmpty ? Offsets.outside : 0 } }
    ).map { $0 < 0 }
  }
}

extension Resize {
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    combined(zip(weights(shapes[0]), output.indices).map { $0.shares[$1] })
      .map { Tap(cell: $0.cell, share: $0.weight) }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    combined(zip(weights(shapes[0]), cell.indices).map { $0.readers(of: $1) })
      .map { Reach(cell: $0.cell, share: $0.weight) }
  }

  private func combined(
    _ axes: [[AxisWeights.Share]]
  ) -> [(cell: Position, weight: Double)] {
    axes.reduce([(Position([]), 1)]) { places, shares in
      places.flatMap { place in
        shares.map { (Position(place.0.indices + [$0.index]), place.1 * $0.weight) }
      }
    }
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    if case .output(_, let position) = cell, taps(of: position, pass.shapes).isEmpty {
      return .constant(Double(extrapolation), "outside")
    }
    return defineSum(cell, in: pass)
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    zip(inputs[0].extents, checkedOutputShapes(for: inputs)[0].extents).filter { $0 != $1 }
      .map { "\($1) = \($0)·\(Double($1) / Double($0))" }
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard axis < inputs[0].rank else { return nil }
    let shares = weights(inputs[0])[axis].shares
    guard outputs.lowerBound >= 0, outputs.upperBound < shares.count else { return nil }
    let indices = shares[outputs].joined().map(\.index)
    guard let first = indices.min(), let last = indices.max() else { return nil }
    return first...last
  }
}
