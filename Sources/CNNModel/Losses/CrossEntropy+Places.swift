/// The places of a batch, and what is wanted at each.
extension CrossEntropy {
  /// The numbers of one sample (and place), and the target probability of each class, times its
  /// weight.
  struct Place {
    let logits: [Int]
    let shares: [Double]
    let weight: Double
  }

  /// - Throws: ``ShapeError`` when the output has no class axis, or classes, probabilities or
  ///   weights do not match it.
  public func check(output: Shape, target: Target) throws(ShapeError) {
    guard output.rank >= 2, output.count > 0 else {
      throw ShapeError("\(kind) takes classes×…, but the output is \(output)")
    }
    switch target {
    case .classes(let classes): try check(classes, output)
    case .values(let values):
      guard values.shape == output else {
        throw ShapeError(
          "\(kind) compares \(output) with probabilities of the same shape, not of \(values.shape)")
      }
    }
    if let classWeights, classWeights.shape != [output[1]] {
      throw ShapeError(
        "\(kind) needs \(output[1]) class weights, but \(classWeights.shape) are given")
    }
  }

  private func check(_ classes: [Int], _ output: Shape) throws(ShapeError) {
    let places = output.count / output[1]
    guard classes.count == places else {
      throw ShapeError("\(kind) needs \(places) classes, but \(classes.count) are given")
    }
    if let wrong = classes.first(where: { !(0..<output[1]).contains($0) && $0 != ignored }) {
      throw ShapeError(
        "class \(wrong) is not one of the \(output[1]) classes of the output",
        proposal: "0 to \(output[1] - 1) would fit")
    }
  }

  /// The places that are not ignored.
  func places(_ shape: Shape, _ target: Target) -> [Place] {
    switch target {
    case .classes(let classes): places(shape, classes)
    case .values(let values): places(shape, values)
    }
  }

  private func places(_ shape: Shape, _ classes: [Int]) -> [Place] {
    classes.enumerated().compactMap { index, label in
      guard label != ignored else { return nil }
      return Place(
        logits: cells(of: index, shape),
        shares: (0..<shape[1]).map { share(of: $0, label, shape[1]) }, weight: weight(label))
    }
  }

  private func places(_ shape: Shape, _ wanted: Tensor) -> [Place] {
    (0..<shape.count / shape[1]).map { index in
      let cells = cells(of: index, shape)
      let shares = cells.enumerated().map { label, cell in
        let spread = smoothing / Double(shape[1])
        return weight(label) * (Double(wanted[cell]) * (1 - smoothing) + spread)
      }
      return Place(logits: cells, shares: shares, weight: 1)
    }
  }

  /// The offsets of the classes at a place, counted sample by sample.
  private func cells(of index: Int, _ shape: Shape) -> [Int] {
    let plane = shape.extents.dropFirst(2).reduce(1, *)
    let start = index / plane * shape[1] * plane + index % plane
    return (0..<shape[1]).map { start + $0 * plane }
  }

  private func share(of index: Int, _ label: Int, _ classes: Int) -> Double {
    let spread = smoothing / Double(classes) * weight(index)
    return index == label ? spread + (1 - smoothing) * weight(label) : spread
  }

  private func weight(_ label: Int) -> Double { classWeights.map { Double($0[label]) } ?? 1 }

  func divisor(_ places: [Place]) -> Double {
    reduction == .sum ? 1 : places.reduce(0) { $0 + $1.weight }
  }

  func meanDivisor(_ output: Shape, _ target: Target) -> Double {
    places(output, target).reduce(0) { $0 + $1.weight }
  }
}
