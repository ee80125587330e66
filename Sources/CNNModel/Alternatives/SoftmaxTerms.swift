/// The numbers that a softmax and its gradient are made of, cell by cell, with sums along lines.
struct SoftmaxTerms {
  let x: [Float]
  let y: [Float]
  let gy: [Float]
  let shape: Shape
  /// The cells that share 1.
  let lines: [[Int]]

  init(_ layer: any SoftmaxPasses, _ pass: ForwardPass) {
    (x, y, gy) = (pass.input.elements, [], [])
    shape = pass.input.shape
    lines = shape.lines(along: layer.checked(layer.axis, of: shape))
  }

  init(_ layer: any SoftmaxPasses, _ pass: BackwardPass) {
    (x, y, gy) = (pass.input.elements, pass.output.elements, pass.gradient.elements)
    shape = pass.input.shape
    lines = shape.lines(along: layer.checked(layer.axis, of: shape))
  }

  /// By cell, the sum of numbers along its line.
  func sums(_ numbers: [Float], _ lines: [[Int]]? = nil) -> [Float] {
    spread(numbers, lines) { $0.reduce(0, +) }
  }

  /// By cell, the largest number of its line.
  func largest(_ numbers: [Float], _ lines: [[Int]]? = nil) -> [Float] {
    spread(numbers, lines) { $0.reduce(-.infinity) { max($0, $1) } }
  }

  /// By cell, the number of the cells of its line.
  var counts: [Float] { spread(x, nil) { Float($0.count) } }

  private func spread(
    _ numbers: [Float], _ lines: [[Int]]?, _ value: ([Float]) -> Float
  ) -> [Float] {
    var result = numbers
    for line in lines ?? self.lines {
      let one = value(line.map { numbers[$0] })
      for cell in line { result[cell] = one }
    }
    return result
  }

  /// `e^(x − m)` with the largest number m of each line.
  func powers(_ numbers: [Float], _ lines: [[Int]]? = nil) -> [Float] {
    zip(numbers, largest(numbers, lines)).map { Float.exponential($0 - $1) }
  }

  /// The shares of numbers along lines.
  func shares(_ numbers: [Float], _ lines: [[Int]]? = nil) -> [Float] {
    let powers = powers(numbers, lines)
    return zip(powers, sums(powers, lines)).map { $0 / $1 }
  }

  /// `p·(g − Σ g·p)`: what passes through shares p.
  func passed(_ g: [Float], through p: [Float], _ lines: [[Int]]? = nil) -> [Float] {
    let sums = sums(zip(g, p).map { $0 * $1 }, lines)
    return g.indices.map { p[$0] * (g[$0] - sums[$0]) }
  }

  /// One number for each cell by its offset.
  func cells(_ value: (Int) -> Float) -> [Float] { x.indices.map(value) }
}

/// Cells that may share 1 in the place of those along the axis of a layer.
struct SoftmaxLines: Sendable {
  let name: String
  let what: String
  let lines: @Sendable (Shape) -> [[Int]]

  /// Along other axes, over whole samples and over everything.
  static func others(along own: Int, _ shape: Shape) -> [SoftmaxLines] {
    let axes = (0..<shape.rank).filter { $0 != own }.map { axis in
      SoftmaxLines(name: "over-\(axis)", what: AxisWords.list([axis], shape)) {
        $0.lines(along: axis)
      }
    }
    let sample = SoftmaxLines(name: "over-sample", what: "all cells of a sample") { shape in
      let size = shape.sample.count
      return (0..<shape[0]).map { Array($0 * size..<($0 + 1) * size) }
    }
    let all = SoftmaxLines(name: "over-all", what: "all cells of the batch") {
      [Array(0..<$0.count)]
    }
    let places = SoftmaxLines(name: "over-places", what: "all places of a channel") { shape in
      let size = shape.strides[1]
      return (0..<shape.count / max(1, size)).map { Array($0 * size..<($0 + 1) * size) }
    }
    return axes + [all] + (shape.rank > 2 ? [sample, places] : [])
  }
}
