/// For every place of an output's planes, the cells of an input's planes that it reads, and their
/// weights. All channels of a sample read the same cells.
struct PlaneSampling: Hashable {
  /// By sample of the output, the sample of the input that it reads.
  let images: [Int]
  /// By place, sample after sample, the end of its part of ``cells``.
  private(set) var ends: [Int] = []
  /// The offsets of the cells within a plane.
  private(set) var cells: [Int] = []
  /// The weights of the cells.
  private(set) var weights: [Double] = []

  init(images: [Int]) { self.images = images }

  /// Adds a cell to the place that is being described.
  mutating func add(_ cell: Int, weight: Double) {
    cells.append(cell)
    weights.append(weight)
  }

  /// Ends the description of a place and begins the next one.
  mutating func endPlace() { ends.append(cells.count) }

  /// The part of ``cells`` that a place reads.
  func taps(of place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }

  /// The number of places of a sample.
  var places: Int { images.isEmpty ? 0 : ends.count / images.count }

  /// - Parameter factors: the numbers whose product is the most cells that all places read.
  /// - Throws: ``ShapeError`` where they are more than fit in memory.
  static func checkSize(_ factors: [Int], of kind: String) throws(ShapeError) {
    let count = Shape.saturatingProduct(factors)
    guard count <= 1 << 26 else {
      throw ShapeError("\(kind) would read \(count) cells, more than the 2²⁶ that are allowed")
    }
  }
}

/// A layer whose output cells are sums, or maxima, of cells of its first input, each times a weight;
/// the other inputs decide which cells and weights.
///
/// Shapes: `[batch, channels, …]`, and what decides → `[samples, channels, …]`.
protocol SamplingLayer: WholeAxisLayer {
  /// What the output reads.
  func sampling(_ inputs: InputNumbers) -> PlaneSampling

  /// Whether an output is the largest product instead of the sum of all; 0 where it reads nothing.
  var takesLargest: Bool { get }

  /// The gradients with respect to the inputs that decide.
  func decidingGradients(_ pass: BackwardPass) -> [Tensor]

  /// The definition of a cell of them.
  func defineDecidingGradient(
    _ input: Int, _ position: Position, _ pass: BackwardPass
  ) -> Expression
}

extension SamplingLayer {
  var takesLargest: Bool { false }

  /// By default zeros.
  func decidingGradients(_ pass: BackwardPass) -> [Tensor] {
    pass.forward.inputs.dropFirst().map(\.zeros)
  }

  /// By default 0.
  func defineDecidingGradient(
    _ input: Int, _ position: Position, _ pass: BackwardPass
  ) -> Expression { .sum([]) }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let y = compute(pass.input.elements, pass.shapes, sampling(InputNumbers(pass)))
    return ForwardResult(Tensor(shape: checkedOutputShapes(for: pass.shapes)[0], elements: y))
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let y = compute(pass.input.elements, pass.shapes, sampling(InputNumbers(pass)))
    return [ReferenceTensor(shape: checkedOutputShapes(for: pass.shapes)[0], elements: y)]
  }

  private func compute<S: Scalar>(
    _ x: [S], _ shapes: [Shape], _ sampling: PlaneSampling
  ) -> [S] {
    let (channels, plane) = (shapes[0][1], shapes[0].plane)
    let weights = sampling.weights.map { S($0) }
    var y: [S] = []
    y.reserveCapacity(sampling.ends.count * channels)
    for (sample, image) in sampling.images.enumerated() {
      for channel in 0..<channels {
        let start = (image * channels + channel) * plane
        for place in sample * sampling.places..<(sample + 1) * sampling.places {
          let taps = sampling.taps(of: place)
          if takesLargest {
            let best = winner(taps) { weights[$0] * x[start + sampling.cells[$0]] }
            y.append(best.map { weights[$0] * x[start + sampling.cells[$0]] } ?? 0)
          } else {
            var sum: S = 0
            for tap in taps { sum += weights[tap] * x[start + sampling.cells[tap]] }
            y.append(sum)
          }
        }
      }
    }
    return y
  }

  /// The tap with the largest number, the first on a tie; NaN is larger than all.
  private func winner<S: Scalar>(_ taps: Range<Int>, _ number: (Int) -> S) -> Int? {
    var best: (tap: Int, number: S)?
    for tap in taps {
      let value = number(tap)
      if best.map({ value > $0.number || (value.isNaN && !$0.number.isNaN) }) ?? true {
        best = (tap, value)
      }
    }
    return best?.tap
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let sampling = sampling(InputNumbers(pass.forward))
    let (channels, plane) = (pass.input.shape[1], pass.input.shape.plane)
    var gx = pass.input.zeros
    var cell = 0
    for (sample, image) in sampling.images.enumerated() {
      for channel in 0..<channels {
        let start = (image * channels + channel) * plane
        for place in sample * sampling.places..<(sample + 1) * sampling.places {
          for tap in read(sampling, place, start, pass.input.elements) {
            gx[start + sampling.cells[tap]] += Float(sampling.weights[tap]) * pass.gradient[cell]
          }
          cell += 1
        }
      }
    }
    return Gradients(inputs: [gx] + decidingGradients(pass))
  }

  /// The taps of a place through which the gradient goes.
  private func read(
    _ sampling: PlaneSampling, _ place: Int, _ start: Int, _ x: [Float]
  ) -> Range<Int> {
    let taps = sampling.taps(of: place)
    guard takesLargest else { return taps }
    let best = winner(taps) { Float(sampling.weights[$0]) * x[start + sampling.cells[$0]] }
    return best.map { $0..<$0 + 1 } ?? taps.prefix(0)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let (one, other) = (sampling(InputNumbers(first)), sampling(InputNumbers(second)))
    guard one.cells == other.cells else { return true }
    return takesLargest && winners(first, one) != winners(second, other)
  }

  private func winners(_ pass: ReferencePass, _ sampling: PlaneSampling) -> [Int?] {
    let (channels, plane) = (pass.shapes[0][1], pass.shapes[0].plane)
    return sampling.images.enumerated().flatMap { sample, image in
      (0..<channels).flatMap { channel in
        (sample * sampling.places..<(sample + 1) * sampling.places).map { place in
          winner(sampling.taps(of: place)) {
            sampling.weights[$0]
              * pass.input.elements[(image * channels + channel) * plane + sampling.cells[$0]]
          }
        }
      }
    }
  }
}

extension SamplingLayer {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position): defineOutput(position, pass)
    case .inputGradient(0, let position): defineInputGradient(position, pass)
    case .inputGradient(let input, let position): defineDecidingGradient(input, position, pass)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func defineOutput(_ position: Position, _ pass: BackwardPass) -> Expression {
    let sampling = sampling(InputNumbers(pass.forward))
    let place = pass.output.shape.place(of: position)
    let products = sampling.taps(of: place).map { tap -> Expression in
      let cell = pass.input.shape.cell(
        [sampling.images[position[0]], position[1]], sampling.cells[tap])
      let x = Expression.term(Term("x", .input(0, cell), Double(pass.input[cell])))
      let weight = sampling.weights[tap]
      return weight == 1 ? x : .product([x, .constant(weight, "weight")])
    }
    if takesLargest, products.isEmpty { return .constant(0, "nothing") }
    return takesLargest ? .maximum(products) : .sum(products)
  }

  private func defineInputGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    let sampling = sampling(InputNumbers(pass.forward))
    let (shape, output) = (pass.input.shape, pass.output.shape)
    let start = (position[0] * shape[1] + position[1]) * shape.plane
    let own = shape.place(of: position) - position[0] * shape.plane
    var parts: [Expression] = []
    for (sample, image) in sampling.images.enumerated() where image == position[0] {
      for place in sample * sampling.places..<(sample + 1) * sampling.places {
        for tap in read(sampling, place, start, pass.input.elements)
        where sampling.cells[tap] == own {
          let cell = output.cell([sample, position[1]], place - sample * sampling.places)
          let gy = Term("gy", .outputGradient(0, cell), Double(pass.gradient[cell]))
          let weight = sampling.weights[tap]
          parts.append(
            weight == 1 ? .term(gy) : .product([.term(gy), .constant(weight, "weight")]))
        }
      }
    }
    return .sum(parts)
  }
}

extension Shape {
  /// The number of cells of a plane: all axes behind batch and channels.
  var plane: Int { extents.dropFirst(2).reduce(1, *) }

  /// The place of a position, counted over the samples with the channels left out.
  fileprivate func place(of position: Position) -> Int {
    zip(position.indices.dropFirst(2), extents.dropFirst(2))
      .reduce(position[0]) { $0 * $1.1 + $1.0 }
  }

  /// The position at an offset within a plane.
  func cell(_ plane: [Int], _ offset: Int) -> Position {
    Position(plane + Shape(Array(extents.dropFirst(2))).position(at: offset).indices)
  }
}
