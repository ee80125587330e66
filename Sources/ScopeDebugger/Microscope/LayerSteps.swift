package import CNNModel
import NumberText

/// A layer's passes as the numbered steps of a textbook, each with the numbers of one output cell.
package struct LayerSteps: Sendable {
  package struct Step: Sendable {
    package let number: Int
    package let title: String
    package let array: NamedAxes
    /// Its numbers on the way to the cell; empty before it was done, and for zeros and an array that is
    /// only rearranged.
    package let numbers: String
    /// Whether it was done in the current step of training.
    package let isDone: Bool
  }

  /// The cell whose numbers are shown: `conv2[3,4,5]`.
  package let name: String
  /// The layer whose passes they are: `conv2`.
  package let layer: String
  package let forward: [Step]
  package let backward: [Step]
}

extension StepInspector {
  /// The numbered steps of the layer whose output, gradient or parameter a number is.
  ///
  /// - Throws: ``UserError`` for a layer that does not tell any.
  package func steps(of number: NumberReference) throws(UserError) -> LayerSteps {
    guard case .cell(let reference, let position) = number,
      let layer = debugger.network.nodes[reference.node].layer as? any DerivableLayer
    else {
      throw UserError(
        "\(debugger.names.name(of: number)) has no derivation steps: its numbers are independent of each other"
      )
    }
    let node = reference.node
    let inputs = debugger.network.inputShapes(of: node, batch: debugger.batchSize)
    let cell =
      switch reference.kind {
      case .activation, .gradient: position
      case .parameter, .parameterGradient, .statistic: firstOutput(of: node, position)
      }
    let numbers = StepNumbers(debugger, node, cell)
    let forward = layer.forwardSteps(for: inputs)
    let backward = layer.backwardSteps(for: inputs)
    let activation = numbers.activationStep(number: forward.count + 1)
    return LayerSteps(
      name: debugger.names.name(of: .cell(TensorReference(node, .activation), cell)),
      layer: debugger.network.nodes[node].name,
      forward: numbers.steps(forward) + (activation.map { [$0] } ?? []),
      backward: numbers.backwardSteps(backward))
  }

  /// In the sample that is looked at, the first cell of the output channel that a weight belongs to,
  /// where the first axis of the weight is that of the channels, or else the first of all.
  private func firstOutput(of node: Int, _ weight: Position) -> Position {
    let shape = debugger.network.outputShapes(of: node)[0]
    var cell = Position(shape.extents.map { _ in 0 })
    if debugger.network.hasBatch(TensorReference(node, .activation)), shape.rank > 0 {
      cell[0] = debugger.sample
    }
    if let channel = weight.indices.first, shape.rank > 1, channel < shape[1] { cell[1] = channel }
    return cell
  }
}

/// The numbers that the steps of a layer make on the way to one cell.
private struct StepNumbers {
  let debugger: Debugger
  let node: Int
  let cell: Position

  init(_ debugger: Debugger, _ node: Int, _ cell: Position) {
    (self.debugger, self.node, self.cell) = (debugger, node, cell)
  }

  func steps(_ steps: [DerivationStep]) -> [LayerSteps.Step] {
    var result: [LayerSteps.Step] = []
    let addsUp = steps.contains { $0.outcome == .zeros }
    for (index, step) in steps.enumerated() {
      let numbers = numbers(step.outcome, addsUp: addsUp)
      let isDone = numbers != nil || step.outcome.hasNoNumbers && result.last?.isDone == true
      result.append(
        LayerSteps.Step(
          number: index + 1, title: step.title, array: step.array, numbers: numbers ?? "",
          isDone: isDone))
    }
    return result
  }

  /// The steps of the backward pass: the gradient of the output is what the layer behind, where it
  /// makes each number of one alone, let through.
  func backwardSteps(_ steps: [DerivationStep]) -> [LayerSteps.Step] {
    var result = self.steps(steps)
    let gradient = NumberReference.cell(TensorReference(node, .gradient), cell)
    guard let next = continuation, let first = steps.first, first.outcome == .outputGradient,
      case .cell(let reference, _) = next.number,
      let computation = try? debugger.inspector.computation(of: gradient)
    else { return result }
    result[0] = LayerSteps.Step(
      number: 1, title: "gy·slope of \(debugger.network.nodes[reference.node].name)",
      array: first.array,
      numbers: "\(Formula.numbers(computation.root.expression)) = "
        + Decimals.text(computation.stored, 4), isDone: true)
    return result
  }

  private var continuation: Computation.Continuation? {
    (try? debugger.inspector.computation(of: activation))?.continuation
  }

  /// The step that the layer behind adds when it makes each number of one alone.
  func activationStep(number: Int) -> LayerSteps.Step? {
    guard let next = continuation,
      case .cell(let reference, _) = next.number,
      let last = (debugger.network.nodes[node].layer as? any DerivableLayer)?
        .forwardSteps(
          for: debugger.network.inputShapes(of: node, batch: debugger.batchSize)
        ).last
    else { return nil }
    return LayerSteps.Step(
      number: number, title: "then \(debugger.network.nodes[reference.node].name)",
      array: last.array, numbers: "\(next.name) = \(Decimals.text(next.stored, 4))", isDone: true)
  }

  private var activation: NumberReference { .cell(TensorReference(node, .activation), cell) }

  /// - Parameter addsUp: whether the pass begins with zeros, to which each window adds.
  private func numbers(_ outcome: DerivationStep.Outcome, addsUp: Bool) -> String? {
    switch outcome {
    case .block: return block
    case .products: return forward { $0.read == nil ? nil : $0.value }
    case .sum: return addends.map { sum($0.filter { $0.read != nil }, addsUp: addsUp) }
    case .output: return stored(TensorReference(node, .activation), cell)
    case .outputGradient: return stored(TensorReference(node, .gradient), cell)
    case .shares: return shares
    case .inputGradient:
      guard let source else { return nil }
      let gradient = TensorReference(source.0, .gradient)
      return stored(
        gradient, source.1, by: addsUp ? WindowSum(gradient, source.1, debugger)?.text : nil
      )
      .map(short)
    case .rearranged, .zeros: return nil
    case .parameterGradient(let index):
      let reference = TensorReference(node, .parameterGradient(index))
      guard let tensor = debugger.tensors.value(of: reference) else { return nil }
      var place = Position(tensor.shape.extents.map { _ in 0 })
      if cell.indices.count > 1, !place.indices.isEmpty {
        place[0] = min(cell[1], tensor.shape[0] - 1)
      }
      return stored(reference, place, by: BatchSum(reference, place, debugger)?.text)
    }
  }

  private var addends: [Addend]? {
    (try? debugger.inspector.computation(of: activation)).map { $0.root.addends }
  }

  /// The cells that the cell reads, and of which layer they are.
  private var block: String? {
    guard let numbers = forward({ $0.read?.value }) else { return nil }
    guard let source else { return numbers }
    return "of \(debugger.network.nodes[source.0].name): \(numbers)"
  }

  private func forward(_ value: (Addend) -> Double?) -> String? {
    guard let addends else { return nil }
    return Self.listed(addends.compactMap(value))
  }

  private func sum(_ addends: [Addend], addsUp: Bool) -> String {
    let sum = addends.reduce(0) { $0 + $1.value }
    if addsUp, let windows = WindowSum(addends) {
      return "\(windows.text) = \(Decimals.text(sum, 4))"
    }
    return "Σ of \(addends.count) = \(Decimals.text(sum, 4))"
  }

  /// What the gradient of the cell gives to the first cells that it read.
  private var shares: String? {
    guard debugger.tensors.value(of: TensorReference(node, .gradient)) != nil,
      let source,
      let computation = try? debugger.inspector.computation(
        of: .cell(TensorReference(source.0, .gradient), source.1))
    else { return nil }
    return "to \(short(computation.name)): "
      + Self.listed(computation.root.addends.map(\.value), first: 2)
  }

  /// The first cell that the cell read.
  private var source: (Int, Position)? {
    guard let read = addends?.lazy.compactMap(\.read).first(where: { !$0.isPadding }),
      case .cell(let reference, let position)? = debugger.inspector.source(
        of: read, in: .node(node))
    else { return nil }
    return (reference.node, position)
  }

  /// - Parameter sum: what it is the sum of.
  private func stored(
    _ reference: TensorReference, _ position: Position, by sum: String? = nil
  ) -> String? {
    debugger.tensors.value(of: reference).map {
      let name = debugger.names.name(of: .cell(reference, position))
      let sides = [name, sum, Decimals.text($0[position], 4)]
      return sides.compactMap { $0 }.joined(separator: " = ")
    }
  }

  /// A text that begins with a cell of the input's gradient, which is called `dx` there.
  private func short(_ text: String) -> String {
    "dx\(text.drop { $0 != "[" })"
  }

  /// The first few of many numbers.
  private static func listed(_ values: [Double], first count: Int = 4) -> String {
    let shown = values.prefix(count).map { Decimals.text($0, 3) }.joined(separator: "  ")
    return values.count > count ? "\(shown)  … (\(values.count))" : shown
  }
}

extension Part {
  /// All of its addends, in reading order.
  package var addends: [Addend] { addend.map { [$0] } ?? parts.flatMap(\.addends) }
}
