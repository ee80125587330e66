import CNNModel

/// `Einsum`.
enum EinsteinSumOperators {
  static let all: [Operator] = [
    Operator("Einsum") { lowering throws(NodeError) in
      guard let text = try lowering.attributes.string("equation") else {
        throw .invalid("the equation is missing")
      }
      let layer: EinsteinSum
      do throws(EquationError) { layer = try EinsteinSum(text) } catch {
        throw .invalid("the equation \(text.quoted) \(error.reason)")
      }
      return try lowering.outputs(of: layer, try lowering.allInputs())
    }
  ]
}
