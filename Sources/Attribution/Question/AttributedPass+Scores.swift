import CNNModel

extension AttributedPass {
  /// The score that a request means.
  ///
  /// Of a network that ends in probabilities it is the number before them, so that one class does
  /// not lose by what another one gains. An output with classes at several places is asked at the
  /// place where the class has its largest number.
  ///
  /// - Throws: ``AttributionError`` where there is no such class or cell, or the number is not finite.
  public func score(_ request: ScoreRequest) throws(AttributionError) -> Score {
    let score: Score
    switch request {
    case .predicted: score = try predicted()
    case .label(let label): score = try best(of: label)
    case .output(let cell): score = try scoreOfOutput(at: cell)
    case .cell(let value, let cell): score = try scoreOfCell(value, cell)
    }
    guard network.elementType(of: score.value).isFloating else {
      throw AttributionError(
        "\(network.valueName(score.value)) is \(network.elementType(of: score.value)); an "
          + "attribution needs a layer of real numbers")
    }
    let number = computed(score.value)[score.cell]
    guard number.isFinite else {
      throw AttributionError(
        "\(score.name(in: network)) is \(number); there is nothing to attribute")
    }
    return score
  }

  private var before: [String] {
    guard let node = ScoreOutput(network).probabilities else { return [] }
    return ["before \(network.nodes[node].name), which makes probabilities of it"]
  }

  private func predicted() throws(AttributionError) -> Score {
    if let prediction { return try best(of: prediction) }
    let value = ScoreOutput(network).value
    let numbers = computed(value)
    guard let offset = Probabilities.best(of: numbers.elements) else {
      throw AttributionError("the output of \(network.title) has NaN, which is for no class")
    }
    let cell = numbers.shape.position(at: offset)
    return Score(
      value, cell, label: nil, remarks: ["the largest number of the output"] + before)
  }

  private func best(of label: Int) throws(AttributionError) -> Score {
    let value = ScoreOutput(network).value
    let numbers = computed(value)
    let classes = numbers.shape.classCount ?? 0
    guard (0..<classes).contains(label) else {
      throw AttributionError(
        classes == 0
          ? "\(network.title) has no classes; its output is \(numbers.shape)"
          : classes == 1
            ? "\(network.title) has one output unit, class 0, and no class \(label)"
            : "\(network.title) has the classes 0 to \(classes - 1), and no class \(label)")
    }
    let axis = numbers.shape.rank > 1 ? 1 : 0
    let offsets = numbers.elements.indices.filter { offset in
      numbers.shape.position(at: offset)[axis] == label
    }
    let best = offsets.max { isLess(numbers[$0], numbers[$1]) } ?? 0
    let cell = numbers.shape.position(at: best)
    let places = offsets.count > 1 ? ["where class \(label) has its largest number"] : []
    return Score(value, cell, label: label, remarks: places + before)
  }

  /// NaN is less than every number, so that it is chosen only where there is nothing else.
  private func isLess(_ a: Float, _ b: Float) -> Bool { a < b || (a.isNaN && !b.isNaN) }

  private func scoreOfCell(
    _ value: ValueReference, _ cell: Position
  ) throws(AttributionError) -> Score {
    let shape = computed(value).shape
    guard shape.contains(cell) else {
      throw AttributionError(
        "there is no cell \(cell) in \(network.valueName(value)), which is \(shape)")
    }
    return Score(value, cell)
  }

  private func scoreOfOutput(at cell: Position) throws(AttributionError) -> Score {
    let value = ScoreOutput(network).value
    let shape = computed(value).shape
    let whole = network.hasBatch(value.node) ? Position([0] + cell.indices) : cell
    guard shape.contains(whole) else {
      let inner = network.hasBatch(value.node) ? shape.sample : shape
      throw AttributionError("there is no cell \(cell) in the output, which is \(inner)")
    }
    return Score(value, whole, remarks: before)
  }
}
