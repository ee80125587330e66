extension ForwardPass {
  /// The integer type in which a layer computes its first output exactly; `nil` where it computes
  /// floats or booleans.
  func integerType(of layer: any Layer) -> ElementType? {
    guard exactInputs.count == inputs.count else { return nil }
    let types = inputs.indices.map { value($0).elementType }
    guard let type = try? layer.outputTypes(for: types, count: 1).first, type.isInteger else {
      return nil
    }
    return type
  }
}

extension Expression {
  /// The number as an integer type holds it: truncated, and wrapped around where it lies beyond the
  /// type; the number itself for `nil`, and where it is not finite.
  func stored(as type: ElementType?) -> Expression {
    guard let type, value.isFinite else { return self }
    // A power is whole but for its last bits.
    let isWhole = (value - value.rounded()).magnitude <= value.magnitude * 0x1p-40
    let whole = isWhole ? self : .function(.truncation, self)
    let number = whole.value.rounded()
    guard number < Double(type.minimum) || number > Double(type.maximum) else { return whole }
    let wrapped = Double(type.integer(Int128(truncating: number)))
    return .sum([whole, .constant(wrapped - whole.value, "wrapped around")])
  }
}
