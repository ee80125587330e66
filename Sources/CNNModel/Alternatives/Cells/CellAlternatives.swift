/// Poolings and reductions with other groups, functions, slopes or sums.
enum CellAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any CellReduction else { return [] }
    let changes =
      PoolWindowChanges.all(layer, inputs) + PoolShapeChanges.all(layer, inputs)
      + CellFunctionChanges.all(layer, inputs)
      + CellDivisorChanges.all(layer, inputs) + CellSlopeChanges.all(layer, inputs)
      + CellPlaceChanges.all(layer, inputs)
    return changes.flatMap { $0.alternatives(of: layer) }
  }
}
