import CNNModel

/// Other numbers in a parameter: bias left out or twice, another sign, the roles of two parameters
/// exchanged, those of another layer.
enum ParameterCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    let named = context.compared.named(context.node)
    return named.flatMap { numbers(context, $0) } + exchanged(context, named)
  }

  /// The parameters of another layer.
  @Sendable
  static func ofOthers(_ context: NodeContext) -> [NodeChange] {
    let named = context.compared.named(context.node)
    return named.flatMap { ofOthers(context, $0) } + whole(context, named)
  }

  /// A change of the numbers of one parameter.
  private struct Change: Sendable {
    let name: String
    /// What the file's numbers are, seen from the intended ones.
    let what: String
    let tensor: @Sendable (Tensor) -> Tensor
  }

  private static let changes: [Change] = [
    Change(name: "values-doubled", what: "twice what was meant") { $0.map { $0 / 2 } },
    Change(name: "values-halved", what: "half of what was meant") { $0.map { $0 * 2 } },
    Change(name: "sign", what: "of the wrong sign") { $0.map { -$0 } },
    Change(name: "values-extra", what: "not 0 throughout, as was meant") { $0.zeros },
    Change(name: "values-extra", what: "not 1 throughout, as was meant") { $0.map { _ in 1 } },
    Change(
      name: "square-root", what: "the square of what was meant, as a variance for a deviation"
    ) {
      $0.map { max(0, $0).squareRoot() }
    },
    Change(name: "square", what: "the root of what was meant, as a deviation for a variance") {
      $0.map { $0 * $0 }
    },
    Change(name: "reciprocal", what: "the reciprocal of what was meant") { $0.map { 1 / $0 } },
    Change(name: "one-added", what: "1 less than what was meant") { $0.map { $0 + 1 } },
    Change(name: "one-subtracted", what: "1 more than what was meant") { $0.map { $0 - 1 } },
  ]

  private static func numbers(_ context: NodeContext, _ named: NamedParameter) -> [NodeChange] {
    changes.map { change in
      let twice = change.name == "values-doubled" && named.kind == .bias
      return NodeChange(
        name: twice ? "bias-twice" : change.name,
        sentence: "the \(named.name) of \(context.name) is \(change.what)",
        parameters: [("parameter", named.name)], rank: 17,
        outputs: { context.forward(named.place, change.tensor(named.tensor)) })
    }
  }

  /// Two parameters of one shape that have each other's numbers.
  private static func exchanged(
    _ context: NodeContext, _ named: [NamedParameter]
  ) -> [NodeChange] {
    named.indices.flatMap { first in
      named.indices.filter { $0 > first && named[$0].tensor.shape == named[first].tensor.shape }
        .map { second in
          let (a, b) = (named[first], named[second])
          return NodeChange(
            name: "parameters-exchanged",
            sentence: "\(a.name) and \(b.name) of \(context.name) are exchanged",
            parameters: [("parameters", "\(a.name), \(b.name)")], rank: 11,
            outputs: { context.forward(setting: [(a.place, b.tensor), (b.place, a.tensor)]) })
        }
    }
  }

  /// The numbers of another node's parameter of that shape.
  private static func ofOthers(_ context: NodeContext, _ named: NamedParameter) -> [NodeChange] {
    others(context).flatMap { node in
      context.compared.named(node)
        .filter { $0.tensor.shape == named.tensor.shape && $0.kind == named.kind }
        .map { other in
          let name = context.compared.name(of: node)
          return NodeChange(
            name: "weights-swapped",
            sentence:
              "the reference's \(context.name) has the \(other.name) that is here at \(name)",
            parameters: [("parameter", named.name), ("with", name)], rank: 12,
            outputs: { context.forward(named.place, other.tensor) })
        }
    }
  }

  /// All parameters of another node.
  private static func whole(_ context: NodeContext, _ named: [NamedParameter]) -> [NodeChange] {
    guard named.count > 1 else { return [] }
    return others(context).compactMap { node in
      let theirs = context.compared.named(node)
      guard theirs.map(\.tensor.shape) == named.map(\.tensor.shape),
        theirs.map(\.place) == named.map(\.place)
      else { return nil }
      let name = context.compared.name(of: node)
      return NodeChange(
        name: "weights-swapped",
        sentence: "the reference's \(context.name) has the parameters that are here at \(name)",
        parameters: [("with", name)], rank: 12,
        outputs: { context.forward(setting: theirs.map { ($0.place, $0.tensor) }) })
    }
  }

  private static func others(_ context: NodeContext) -> [Int] {
    context.network.nodes.indices.filter {
      $0 != context.node && !context.compared.isConstant($0)
    }
  }
}

extension NodeContext {
  /// The outputs with other parameters and statistics.
  func forward(setting tensors: [(place: ParameterPlace, tensor: Tensor)]) -> [Value]? {
    var changed = pass
    for (place, tensor) in tensors {
      switch place {
      case .parameter(let index): changed.parameters[index] = tensor
      case .statistic(let index): changed.statistics[index] = tensor
      }
    }
    return forward(changed)
  }
}
