import CNNModel

extension NetworkComparison {
  /// Finds the first difference and what explains it.
  mutating func judge(_ context: StretchContext) {
    let first = layers.first(where: \.isGuilty)
    let changed = context.changedInput
    if let changed {
      (guilty, isInputKnown) = (.input, true)
      causes = InputCauses.all(meant: changed.meant, found: changed.found)
      return
    }
    guard let first, let stretch = Stretch(context, to: first.value) else {
      judgeMissing(context)
      return
    }
    candidates = names(stretch.nodes)
    neighbors = names(around: stretch, context)
    let search = CauseSearch(stretch, progress: context.comparer.report)
    let found = search.causes()
    isSearchCut = search.isCut
    let byInput = InputCauses.explaining(stretch)
    if let best = byInput.first, found.first.map({ best.proof < $0.proof }) ?? true {
      (guilty, causes, candidates, neighbors) = (.input, byInput + found, [], nil)
      return
    }
    causes = Array(found.prefix(1)) + byInput + found.dropFirst()
    guilty = .node(found.first?.node ?? Self.likeliest(stretch))
  }

  /// A layer that does not take the reference's values is where the difference is, too.
  private mutating func judgeMissing(_ context: StretchContext) {
    guard
      let refusing = layers.first(where: {
        $0.reference != nil && $0.born == nil && context.inputs(of: $0.value.node) != nil
      })
    else { return }
    let nodes = context.stretch(to: refusing.value)
    guilty = .node(nodes.first ?? refusing.value.node)
    candidates = names(nodes)
  }

  private func names(_ nodes: [Int]) -> [String] {
    var seen: Set<String> = []
    return nodes.map(compared.name).filter { seen.insert($0).inserted }
  }

  /// Of several nodes without an explanation the first with parameters, or else the last.
  private static func likeliest(_ stretch: Stretch) -> Int {
    let compared = stretch.context.compared
    return stretch.nodes.first { !compared.state.parameters[$0].isEmpty } ?? stretch.target.node
  }

  /// The names of the known layers before and behind the stretch, where it is more than one node.
  private func names(
    around stretch: Stretch, _ context: StretchContext
  ) -> (before: String, after: String)? {
    guard stretch.nodes.count > 1 else { return nil }
    let inputs = stretch.nodes.flatMap { compared.network.nodes[$0].inputs }
      .filter { !stretch.nodes.contains($0.node) }
    let before = inputs.map(\.node).filter {
      !compared.isConstant($0) || compared.network.nodes[$0].isSource
    }.min()
    return before.map { (compared.name(of: $0), compared.name(of: stretch.target.node)) }
  }
}

extension StretchContext {
  /// The first input of the reference that is another than the network's, where it is known.
  var changedInput: (meant: Tensor, found: Tensor)? {
    for (index, source) in network.sources.enumerated() {
      guard comparer.inputs.indices.contains(index),
        let meant = value(ValueReference(source))?.tensor
      else { continue }
      let found = comparer.inputs[index].tensor
      if ArrayEquality.error(meant, found) > 1e-6 { return (meant, found) }
    }
    return nil
  }
}
