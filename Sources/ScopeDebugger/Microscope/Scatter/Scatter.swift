package import CNNModel

/// From one output cell outwards: the cells of one channel that the layer read for it, what each was
/// multiplied by, and what the cell's gradient gives back to them.
///
/// The counterpart of the terms of an input's gradient, which gather from all output cells. What the
/// cell gives is the part of those terms that its own gradient is a factor of.
package struct Scatter: Sendable {
  /// What the gradient of the output cell gives to one cell that it read.
  package struct Share: Sendable {
    /// The cell that was read, of the layer's input.
    package let cell: Position
    /// The number that was read.
    package let read: Float
    /// What the gradient is multiplied by, such as a weight.
    package let factor: Double
    /// The weight; `nil` where it is not one.
    package let weight: NumberReference?
    /// What is added to the gradient of the cell that was read.
    package let value: Double
  }

  /// The output cell: `conv2[3,4,5]`.
  package let name: String
  /// Its gradient.
  package let gradient: Float
  /// The layer's input, and its channel that is shown.
  package let input: TensorReference
  package let channel: Int
  /// The channels of the input that the cell reads.
  package let channels: [Int]
  package let shares: [Share]
  /// How many cells of the channel it reads; more than the shares where there are too many.
  package let count: Int
  /// The gradient of the input, its map of the channel.
  package let map: FeatureMaps.Map
}

extension StepInspector {
  /// Where the gradient of an output cell goes.
  ///
  /// - Parameter index: which of the channels that it reads, counted from 0, or the last there is.
  /// - Throws: ``UserError`` where that is no cell of a layer, was not computed yet, or goes back
  ///   by more than products.
  package func scatter(of number: NumberReference, channel index: Int) throws(UserError) -> Scatter
  {
    let (node, position) = try outputCell(number)
    let name = debugger.names.name(of: .cell(TensorReference(node, .activation), position))
    let own = TensorReference(node, .gradient)
    guard let pass = debugger.execution.backwardPass(of: node),
      let gradient = debugger.tensors.value(of: own)
    else { throw UserError(debugger.tensors.absence(of: own) ?? "\(name) has no gradient yet") }
    let layer = debugger.network.nodes[node].layer
    let cells = Self.cells(layer.define(.output(0, position), in: pass))
    guard let first = cells.first else { throw UserError("\(name) reads no cell") }
    let argument = cells.filter { $0.input == first.input }
    let channels = Self.distinct(argument.map { Self.channel($0.cell) })
    let channel = channels[min(max(0, index), channels.count - 1)]
    let read = argument.filter { Self.channel($0.cell) == channel }
    var shares: [Scatter.Share] = []
    var terms = 0
    for cell in read where terms < Self.mostTerms {
      let definition = layer.define(.inputGradient(cell.input, cell.cell), in: pass)
      terms += definition.terms.count
      guard let products = ScatteredProduct.all(of: definition) else {
        throw UserError(
          "\(debugger.network.nodes[node].name) passes gradients back by more than products; "
            + "the terms of a gradient show it")
      }
      shares += products.filter { $0.gradient == position }.map { share($0, node, cell, pass) }
    }
    let input = TensorReference(debugger.network.nodes[node].inputs[first.input].node, .gradient)
    guard let tensor = debugger.tensors.value(of: input) else {
      throw UserError(debugger.tensors.absence(of: input) ?? "\(name) has no gradient behind it")
    }
    let maps = FeatureMaps(tensor, sample: debugger.tensors.sample(of: position, own))
    return Scatter(
      name: name, gradient: gradient[position], input: input, channel: channel, channels: channels,
      shares: shares, count: read.count, map: maps[maps.count > channel ? channel : 0])
  }

  /// As many terms as are looked through for one picture.
  private static let mostTerms = 200_000

  private typealias Cell = (input: Int, cell: Position)

  private func outputCell(_ number: NumberReference) throws(UserError) -> (Int, Position) {
    guard case .cell(let reference, let position) = number,
      reference.kind == .activation || reference.kind == .gradient
    else { throw UserError("only the output cell of a layer has a gradient that goes back") }
    guard !debugger.network.nodes[reference.node].isSource else {
      throw UserError("\(debugger.names.name(of: number)) is an input: its gradient goes nowhere")
    }
    return (reference.node, position)
  }

  private func share(
    _ product: ScatteredProduct, _ node: Int, _ cell: Cell, _ pass: BackwardPass
  ) -> Scatter.Share {
    Scatter.Share(
      cell: cell.cell, read: pass.forward.inputs[cell.input][cell.cell], factor: product.factor,
      weight: product.weight.flatMap { source(of: $0, in: .node(node)) }, value: product.value)
  }

  /// The cells that an output reads, each once, in reading order.
  private static func cells(_ definition: Expression) -> [Cell] {
    var seen: Set<[Int]> = []
    return definition.terms.compactMap { term in
      guard case .input(let index, let position) = term.source,
        seen.insert([index] + position.indices).inserted
      else { return nil }
      return (index, position)
    }
  }

  /// Behind the sample; 0 for a list of units.
  private static func channel(_ position: Position) -> Int {
    position.indices.count > 2 ? position[1] : 0
  }

  private static func distinct(_ values: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return values.filter { seen.insert($0).inserted }
  }
}

/// One product of the sum that makes an input's gradient: the gradient of an output cell, times
/// something.
private struct ScatteredProduct {
  /// The output cell; `nil` for a number without one.
  let gradient: Position?
  let factor: Double
  let weight: Term?
  let value: Double

  /// The products of a sum; `nil` for an expression that is something else.
  static func all(of expression: Expression) -> [ScatteredProduct]? {
    switch expression {
    case .named(_, let part): return all(of: part)
    case .sum(let parts):
      var products: [ScatteredProduct] = []
      for part in parts {
        guard let some = all(of: part) else { return nil }
        products += some
      }
      return products
    default: return ScatteredProduct(expression).map { [$0] }
    }
  }

  private init?(_ expression: Expression) {
    let factors = Self.factors(expression)
    var (gradient, factor, weight): (Position?, Double, Term?) = (nil, 1, nil)
    for part in factors {
      if case .term(let term) = part, case .outputGradient(_, let position) = term.source {
        guard gradient == nil else { return nil }
        gradient = position
        continue
      }
      guard !part.terms.contains(where: \.isGradient) else { return nil }
      factor *= part.value
      if case .term(let term) = part, case .parameter = term.source { weight = term }
    }
    (self.gradient, self.factor, self.weight, value) = (gradient, factor, weight, expression.value)
  }

  private static func factors(_ expression: Expression) -> [Expression] {
    switch expression {
    case .named(_, let part): factors(part)
    case .product(let parts): parts.flatMap(factors)
    default: [expression]
    }
  }
}

extension Term {
  fileprivate var isGradient: Bool { if case .outputGradient = source { true } else { false } }
}
