/// What a cross-entropy is made of, in double precision.
struct CrossEntropyTerms: Sendable {
  /// The output.
  let x: [Double]
  let shape: Shape
  /// The cells of the classes at each place that counts.
  let places: [[Int]]
  /// By cell, the target probability times its weight; 0 where nothing counts.
  let wanted: [Double]
  /// By place, the sum of its target probabilities.
  let wholes: [Double]
  /// By cell, the probability.
  let p: [Double]
  /// What the numbers of the output are.
  let form: CrossEntropy.Form

  init(_ loss: CrossEntropy, _ output: Tensor, _ target: Target) {
    x = output.elements.map(Double.init)
    (shape, form) = (output.shape, loss.form)
    let counted = loss.places(output.shape, target)
    places = counted.map(\.logits)
    wholes = counted.map { $0.shares.reduce(0, +) }
    var wanted = [Double](repeating: 0, count: x.count)
    for place in counted {
      for (cell, share) in zip(place.logits, place.shares) { wanted[cell] = share }
    }
    self.wanted = wanted
    p =
      switch loss.form {
      case .logits: Self.softmax(x, places)
      case .probabilities: x
      case .logProbabilities: x.map { Double.exponential($0) }
      }
  }

  /// The shares of the exponentials along lines; 0 elsewhere.
  static func softmax(_ x: [Double], _ lines: [[Int]]) -> [Double] {
    var shares = [Double](repeating: 0, count: x.count)
    for line in lines {
      let largest = line.reduce(-Double.infinity) { max($0, x[$1]) }
      let sum = line.reduce(0) { $0 + Double.exponential(x[$1] - largest) }
      for cell in line { shares[cell] = Double.exponential(x[cell] - largest) / sum }
    }
    return shares
  }

  /// `Σ t·f(cell)` over all cells that are wanted.
  func total(_ f: (_ cell: Int) -> Double) -> Double {
    wanted.indices.reduce(0) { wanted[$1] == 0 ? $0 : $0 + wanted[$1] * f($1) }
  }

  /// The sum of a number of every cell that counts.
  func sum(_ f: (_ cell: Int) -> Double) -> Double {
    places.reduce(0) { $1.reduce($0) { $0 + f($1) } }
  }

  /// The slopes of cells that count; 0 elsewhere.
  func slopes(_ f: (_ cell: Int, _ whole: Double) -> Double) -> [Double] {
    var slopes = [Double](repeating: 0, count: x.count)
    for (place, whole) in zip(places, wholes) {
      for cell in place { slopes[cell] = f(cell, whole) }
    }
    return slopes
  }

  /// The right slopes.
  var ownSlopes: [Double] {
    slopes { cell, whole in
      switch form {
      case .logits: whole * p[cell] - wanted[cell]
      case .probabilities: wanted[cell] == 0 ? 0 : -wanted[cell] / x[cell]
      case .logProbabilities: -wanted[cell]
      }
    }
  }

  /// What passes through shares q along the places: `q·(g − Σ g·q)`.
  func passed(_ g: [Double], through q: [Double]) -> [Double] {
    passed(g, through: q, along: places)
  }

  func passed(_ g: [Double], through q: [Double], along lines: [[Int]]) -> [Double] {
    var slopes = [Double](repeating: 0, count: x.count)
    for line in lines {
      let sum = line.reduce(0) { $0 + g[$1] * q[$1] }
      for cell in line { slopes[cell] = q[cell] * (g[cell] - sum) }
    }
    return slopes
  }

  /// The target with the probability of each class moved to another one, place by place.
  func wanted(movedBy move: (_ place: Int, _ index: Int, _ classes: Int) -> (Int, Int)) -> [Double]
  {
    var moved = [Double](repeating: 0, count: x.count)
    for (number, place) in places.enumerated() {
      for (index, cell) in place.enumerated() {
        let (from, at) = move(number, index, place.count)
        moved[cell] = wanted[places[(from + places.count) % places.count][at]]
      }
    }
    return moved
  }
}
