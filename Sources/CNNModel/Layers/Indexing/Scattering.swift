/// A layer that writes updates into a copy of its first input, to places which whole numbers of its
/// second input name; the updates are its third input.
///
/// A fractional number is truncated, and an update out of range is left out. Several updates of one
/// cell are combined in their order. The gradient of a cell and its updates is that of the
/// reduction; the indices have none.
protocol Scattering: ConditionalLayer, WholeAxisLayer {
  var reduction: ScatterReduction { get }

  /// For every update the offset of its cell in the first input; negative for one out of range.
  ///
  /// - Parameters:
  ///   - shapes: shapes that the layer accepts.
  ///   - places: the second input, truncated; `Int.max` for what is beyond ±2³¹.
  func targets(_ shapes: [Shape], _ places: [Int]) -> [Int]

  /// The axis of the first input that the second input has an index of, at an offset.
  func axis(of index: Int, _ shapes: [Shape]) -> Int
}

extension Scattering {
  /// - Throws: ``ShapeError`` when there are not exactly three inputs.
  func checkCount(_ inputs: [Shape]) throws(ShapeError) {
    guard inputs.count == 3 else {
      throw ShapeError(
        "\(kind) takes 3 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, INDICES, UPDATES\"")
    }
  }

  /// That of the first input and the updates.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType.common([inputs[0], inputs[2]])] }

  package var checkedInputs: [Int] { [1] }

  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    values[0].violation { shapes[0].places(onAxis: axis(of: $0, shapes)) }
  }

  private func targets(_ pass: ForwardPass) -> [Int] {
    targets(pass.shapes, pass.value(1).places)
  }

  private func written<N>(
    _ cells: [N], _ updates: [N], _ targets: [Int], by combine: (N, N) -> N
  ) -> [N] {
    var cells = cells
    for (update, target) in zip(updates, targets) where target >= 0 {
      cells[target] = combine(cells[target], update)
    }
    return cells
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let targets = targets(pass)
    let cells = written(
      pass.input.elements, pass.inputs[2].elements, targets, by: reduction.combine)
    var result = ForwardResult(Tensor(shape: pass.input.shape, elements: cells))
    result.exactOutputs[0] = exactOutput(pass.value(0), pass.value(2), targets)
    return result
  }

  /// The result where cells and updates are integers of one type, or booleans.
  private func exactOutput(_ cells: Value, _ updates: Value, _ targets: [Int]) -> Value? {
    let type = cells.elementType
    guard !type.isFloating, updates.elementType == type else { return nil }
    func integers(_ value: Value) -> [Int128] {
      (0..<value.shape.count).map { value.integer(at: $0) }
    }
    let all = written(
      integers(cells), integers(updates), targets, by: reduction.combineWrapping)
    let tensor = IntegerTensor(
      shape: cells.shape, elementType: type == .bool ? .int64 : type, wrapping: all)
    return Value.integers(tensor).cast(to: type)
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let targets = targets(pass.shapes, pass.inputs[1].elements.map(Int.init(place:)))
    let cells = written(
      pass.input.elements, pass.inputs[2].elements, targets, by: reduction.combine)
    return [ReferenceTensor(shape: pass.input.shape, elements: cells)]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gradients = [pass.gradient, pass.forward.inputs[1].zeros, pass.forward.inputs[2].zeros]
    for (target, updates) in writers(targets(pass.forward)) {
      let numbers = [pass.input[target]] + updates.map { pass.forward.inputs[2][$0] }
      let gy = pass.gradient[target]
      gradients[0][target] = gy * reduction.slope(by: 0, numbers)
      for (index, update) in updates.enumerated() {
        gradients[2][update] = gy * reduction.slope(by: index + 1, numbers)
      }
    }
    return Gradients(inputs: gradients)
  }

  /// The updates of every cell that has some, in their order.
  private func writers(_ targets: [Int]) -> [Int: [Int]] {
    var writers: [Int: [Int]] = [:]
    for (update, target) in targets.enumerated() where target >= 0 {
      writers[target, default: []].append(update)
    }
    return writers
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let places = [first, second].map { $0.inputs[1].elements.map(Int.init(place:)) }
    guard places[0] == places[1] else { return true }
    return writers(targets(first.shapes, places[0])).contains { target, updates in
      func winner(_ pass: ReferencePass) -> Int? {
        reduction.winner(
          [pass.input.elements[target]] + updates.map { pass.inputs[2].elements[$0] })
      }
      return winner(first) != winner(second)
    }
  }
}

extension Scattering {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let targets = targets(pass.forward)
    switch cell {
    case .output(_, let position):
      return reduction.define(parts(of: pass.shapes[0].offset(of: position), targets, pass).terms)
        .stored(as: pass.forward.integerType(of: self))
    case .inputGradient(0, let position):
      return defineShare(of: 0, pass.shapes[0].offset(of: position), targets, pass)
    case .inputGradient(2, let position):
      let update = pass.shapes[2].offset(of: position)
      guard targets[update] >= 0 else { return .sum([]) }
      let updates = targets.indices.filter { targets[$0] == targets[update] }
      let index = updates.firstIndex(of: update) ?? 0
      return defineShare(of: index + 1, targets[update], targets, pass)
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  /// The cell itself and then its updates.
  private func parts(
    of target: Int, _ targets: [Int], _ pass: BackwardPass
  ) -> (terms: [Term], position: Position) {
    let position = pass.shapes[0].position(at: target)
    let cell = Term("x", .input(0, position), pass.forward.value(0).double(at: target))
    let updates = targets.indices.filter { targets[$0] == target }.map { update in
      let place = pass.shapes[2].position(at: update)
      return Term("u", .input(2, place), pass.forward.value(2).double(at: update))
    }
    return ([cell] + updates, position)
  }

  private func defineShare(
    of index: Int, _ target: Int, _ targets: [Int], _ pass: BackwardPass
  ) -> Expression {
    let (terms, position) = parts(of: target, targets, pass)
    guard let slope = reduction.defineSlope(by: index, terms) else { return .sum([]) }
    let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[target]))
    if case .term = slope { return .sum([.term(gy)]) }
    return .product([.term(gy), .named("slope", slope)])
  }

  /// The option that names the reduction.
  static var reductionArgument: LayerGrammar.Argument {
    .init(
      "with", .choice(ScatterReduction.allCases.map(\.rawValue)),
      "what becomes of a cell and its updates (default: replace)")
  }

  /// The words of the reduction, unless it is the default.
  var reductionWords: [String] { reduction == .replace ? [] : ["with", reduction.rawValue] }
}
