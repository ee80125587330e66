/// Reduction: the cells along some axes become one number.
///
/// Sum, mean, product, maximum, minimum, sum of squares, sum of magnitudes (l1), square root of the
/// sum of squares (l2), `ln Σ x` and `ln Σ eˣ`. The gradient of a maximum or minimum goes to that
/// cell, the first one on a tie. As in ONNX (`ReduceSum`, `ReduceMean`, …).
///
/// Shapes: the axes get the extent 1, or are removed. Of no cells the sum is 0, the product 1, the
/// maximum −∞, the minimum ∞ and the mean NaN.
package struct Reduction: SingleOutputLayer {
  package enum Operation: String, Hashable, Sendable, CaseIterable {
    case sum, mean, maximum, minimum, product
    case sumOfSquares = "sum-of-squares"
    case l1, l2
    case logSum = "log-sum"
    case logSumExp = "log-sum-exp"
  }

  package let operation: Operation
  /// Negative ones count from the end; `nil` for all.
  package let axes: [Int]?
  package let keepsAxes: Bool

  package init(_ operation: Operation, axes: [Int]? = nil, keepsAxes: Bool = true) {
    (self.operation, self.axes, self.keepsAxes) = (operation, axes, keepsAxes)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    for axis in axes ?? [] { _ = try resolved(axis, of: input) }
    let reduced = reduced(input)
    return [keepsAxes ? reduced.kept : reduced.dropped]
  }

  func reduced(_ input: Shape) -> ReducedAxes {
    let axes = axes.map { $0.map { checked($0, of: input) } }
    return ReducedAxes(input: input, axes: Set(axes ?? Array(0..<input.rank)))
  }

  /// That of integers where they are computed exactly; else 32-bit floats.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    [inputs[0].isInteger && integer([1], inputs[0]) != nil ? inputs[0] : .float32]
  }

  /// The exact result of integers where there is one; else floats.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    guard case .integers(let x)? = pass.exactInputs[0], integer([1], x.elementType) != nil else {
      return ForwardResult(compute([PlainArray(pass.input)], [], pass.context).tensor)
    }
    let y = reduced(x.shape).groups.compactMap { cells in
      integer(cells.map { x[$0] }, x.elementType)
    }
    return ForwardResult(values: [
      Value(shape: checkedOutputShapes(for: [x.shape])[0], x.elementType, y)
    ])
  }

  /// The result for integers of a type, before it wraps around; a mean is truncated toward zero.
  /// `nil` where they are not computed exactly.
  private func integer(_ x: [Int128], _ type: ElementType) -> Int128? {
    switch operation {
    case .sum: x.reduce(0, &+)
    case .mean: x.reduce(0, &+) / max(1, Int128(x.count))
    case .maximum: x.max() ?? type.minimum
    case .minimum: x.min() ?? type.maximum
    case .product: x.reduce(1, &*)
    case .sumOfSquares: x.reduce(0) { $0 &+ $1 &* $1 }
    case .l1: x.reduce(0) { $0 &+ abs($1) }
    case .l2, .logSum, .logSumExp: nil
    }
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    let y = reduced(x.shape).groups.map { value($0, x.elements) }
    return PlainArray(shape: checkedOutputShapes(for: [x.shape])[0], elements: y)
  }

  /// Sums are computed in double precision, to limit rounding errors over many cells.
  private func value<S: Scalar>(_ cells: [Int], _ x: [S]) -> S {
    func sum(_ part: (Double) -> Double) -> Double {
      cells.reduce(0) { $0 + part(Double(x[$1])) }
    }
    switch operation {
    case .sum: return S(sum { $0 })
    case .mean: return S(sum { $0 } / Double(cells.count))
    case .maximum: return cells.winner(of: x).map { x[$0] } ?? -.infinity
    case .minimum: return cells.winner(of: x, isSmallest: true).map { x[$0] } ?? .infinity
    case .product: return S(cells.reduce(1) { $0 * Double(x[$1]) })
    case .sumOfSquares: return S(sum { $0 * $0 })
    case .l1: return S(sum(\.magnitude))
    case .l2: return S(sum { $0 * $0 }.squareRoot())
    case .logSum: return S.logarithm(S(sum { $0 }))
    case .logSumExp: return logSumExp(cells, x)
    }
  }

  private func logSumExp<S: Scalar>(_ cells: [Int], _ x: [S]) -> S {
    let largest = cells.winner(of: x).map { x[$0] } ?? -.infinity
    guard largest.isFinite else { return largest }
    let sum = cells.reduce(0) { $0 + Double(S.exponential(x[$1] - largest)) }
    return largest + S.logarithm(S(sum))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (x, y) = (pass.input.elements, pass.output)
    var gx = pass.input.zeros
    for (group, cells) in reduced(pass.input.shape).groups.enumerated() {
      let slopes = slopes(cells, x, y[group])
      for (cell, slope) in zip(cells, slopes) { gx[cell] = pass.gradient[group] * slope }
    }
    return Gradients(inputs: [gx])
  }

  private func slopes(_ cells: [Int], _ x: [Float], _ y: Float) -> [Float] {
    switch operation {
    case .sum: return cells.map { _ in 1 }
    case .mean: return cells.map { _ in 1 / Float(cells.count) }
    case .maximum, .minimum:
      let winner = cells.winner(of: x, isSmallest: operation == .minimum)
      return cells.map { $0 == winner ? 1 : 0 }
    case .product: return productsOfOthers(cells, x)
    case .sumOfSquares: return cells.map { 2 * x[$0] }
    case .l1: return cells.map { x[$0] > 0 ? 1 : x[$0] < 0 ? -1 : x[$0] }
    case .l2: return cells.map { y == 0 ? 0 : x[$0] / y }
    case .logSum: return cells.map { _ in 1 / Float(cells.reduce(0) { $0 + Double(x[$1]) }) }
    case .logSumExp: return cells.map { Float.exponential(x[$0] - y) }
    }
  }

  /// The slope of the product with respect to each cell: the product of the cells before it and
  /// after it.
  private func productsOfOthers(_ cells: [Int], _ x: [Float]) -> [Float] {
    var products = [Double](repeating: 1, count: cells.count)
    var (before, behind) = (1.0, 1.0)
    for (index, cell) in cells.enumerated() {
      products[index] *= before
      before *= Double(x[cell])
    }
    for (index, cell) in cells.enumerated().reversed() {
      products[index] *= behind
      behind *= Double(x[cell])
    }
    return products.map(Float.init)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let groups = reduced(first.shapes[0]).groups
    func pieces(_ pass: ReferencePass) -> [Int?] {
      switch operation {
      case .maximum, .minimum:
        groups.map { $0.winner(of: pass.input.elements, isSmallest: operation == .minimum) }
      case .l1: pass.input.elements.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
      default: []
      }
    }
    return pieces(first) != pieces(second)
  }
}
