/// Padding of any axes with new cells before and after; a negative number of cells crops.
///
/// The new cells have a constant, the values reflected at the border cells (which are not
/// repeated), the values of the border cells, or those of the opposite side. Cropping comes first.
/// As in ONNX (`Pad`) and NumPy (`pad`).
///
/// Shapes: `[e, …]` → `[before + e + after, …]`.
package struct Pad: Rearrangement {
  /// The values of the new cells.
  package enum Mode: Hashable, Sendable {
    case constant(Float)
    case reflect
    case edge
    case wrap
  }

  /// The number of cells before each axis.
  package let before: [Int]
  /// The number of cells after each axis.
  package let after: [Int]
  package let mode: Mode

  package init(before: [Int], after: [Int], mode: Mode = .constant(0)) {
    (self.before, self.after, self.mode) = (before, after, mode)
  }

  var filling: Float { if case .constant(let value) = mode { value } else { 0 } }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard before.count == input.rank, after.count == input.rank else {
      throw ShapeError("\(kind) has amounts for \(before.count) axes, but gets \(input)")
    }
    var extents: [Int] = []
    for axis in 0..<input.rank {
      let kept = kept(axis, extent: input[axis])
      let extent = input[axis] + before[axis] + after[axis]
      guard extent >= 0, extent <= 1 << 30, !kept.isEmpty || extent == 0 || isConstant else {
        throw ShapeError(
          "\(kind) by \(before[axis]) and \(after[axis]) does not fit axis \(axis) of \(input)")
      }
      extents.append(extent)
    }
    return [Shape(extents)]
  }

  private var isConstant: Bool { if case .constant = mode { true } else { false } }

  /// The cells of an axis that are not cropped.
  private func kept(_ axis: Int, extent: Int) -> Range<Int> {
    let first = min(max(0, -before[axis]), extent)
    return first..<max(first, extent + min(0, after[axis]))
  }

  /// The cell whose value has the place `index` after the first kept cell; `nil` for the constant.
  private func place(_ index: Int, in kept: Range<Int>) -> Int? {
    let count = kept.count
    if index >= 0, index < count { return kept.lowerBound + index }
    func rest(_ period: Int) -> Int { (index % period + period) % period }
    switch mode {
    case .constant: return nil
    case .edge: return index < 0 ? kept.lowerBound : kept.upperBound - 1
    case .wrap: return kept.lowerBound + rest(count)
    case .reflect:
      guard count > 1 else { return kept.lowerBound }
      let reflected = rest(2 * count - 2)
      return kept.lowerBound + min(reflected, 2 * count - 2 - reflected)
    }
  }

  /// The input cells along an axis of the output; `nil` for the constant.
  private func places(_ axis: Int, _ input: Shape) -> [Int?] {
    let kept = kept(axis, extent: input[axis])
    let first = -max(0, before[axis])
    let extent = input[axis] + before[axis] + after[axis]
    return (first..<first + extent).map { place($0, in: kept) }
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let input = shapes[0]
    let addends = (0..<input.rank).map { axis in
      places(axis, input).map { $0.map { $0 * input.strides[axis] } ?? Offsets.outside }
    }
    return [Origins(checkedOutputShapes(for: shapes)[0], Offsets.sums(addends))]
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    (0..<inputs[0].rank).filter { before[$0] != 0 || after[$0] != 0 }.map { axis in
      let extent = inputs[0][axis]
      return "\(before[axis] + extent + after[axis]) = \(before[axis]) + \(extent) + \(after[axis])"
    }
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard axis < inputs[0].rank else { return nil }
    let shift = -before[axis]
    if isConstant { return outputs.lowerBound + shift...outputs.upperBound + shift }
    let places = places(axis, inputs[0])
    guard outputs.lowerBound >= 0, outputs.upperBound < places.count else { return nil }
    let read = places[outputs].compactMap { $0 }
    guard let first = read.min(), let last = read.max() else { return nil }
    return first...last
  }
}
