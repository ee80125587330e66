package import CNNModel

/// What a unit can see of the layers before it, or what it reaches in the layers behind.
package struct UnitField: Hashable, Sendable {
  /// The regions, by node; `nil` where there is none.
  package let regions: [ReceptiveField?]
  /// What it is, in a sentence with its numbers.
  package let sentence: String
}

extension StepInspector {
  /// What a unit can see.
  ///
  /// - Throws: ``UserError`` for a number that is no unit.
  package func receptiveField(of number: NumberReference) throws(UserError) -> UnitField {
    let (node, position) = try unit(number)
    let regions = debugger.network.receptiveFields(of: position, node: node)
    let source = debugger.network.sources[0]
    guard let field = regions[source] else {
      return UnitField(
        regions: regions, sentence: "\(debugger.names.name(of: number)) sees no image")
    }
    var sentence =
      "\(debugger.names.name(of: number)) sees \(Self.words(field)) of \(debugger.network.nodes[source].name): "
      + "\(field.size)"
    if let grid = debugger.network.receptiveGrid(of: node) {
      sentence +=
        ", jump \(Self.words(grid.jump)), offset \(Self.words(grid.offset))"
    }
    return UnitField(regions: regions, sentence: sentence)
  }

  /// What a unit reaches.
  ///
  /// - Throws: ``UserError`` for a number that is no unit.
  package func projectiveField(of number: NumberReference) throws(UserError) -> UnitField {
    let (node, position) = try unit(number)
    let regions = debugger.network.projectiveFields(of: position, node: node)
    let sizes = debugger.network.nodes.indices.dropFirst(node + 1).compactMap { index in
      regions[index].map {
        "\(debugger.network.nodes[index].name) \($0.size)"
      }
    }
    let reached = sizes.isEmpty ? "no later layer with maps" : sizes.joined(separator: ", ")
    return UnitField(
      regions: regions, sentence: "\(debugger.names.name(of: number)) reaches \(reached)")
  }

  private func unit(_ number: NumberReference) throws(UserError) -> (Int, Position) {
    guard case .cell(let reference, let position) = number,
      reference.kind == .activation || reference.kind == .gradient
    else { throw UserError("a receptive field is that of a unit: a cell of an activation") }
    return (reference.node, position)
  }

  /// `rows 8 to 21, columns 10 to 23`
  private static func words(_ field: ReceptiveField) -> String {
    zip(SpatialAxes.names(field.axes.count), field.axes)
      .map { "\($0) \($1.lowerBound)–\($1.upperBound)" }.joined(separator: ", ")
  }

  /// One number where all axes have the same.
  private static func words(_ axes: PerAxis) -> String {
    axes.isEverywhere(axes[0]) ? "\(axes[0])" : "\(axes)"
  }
}
