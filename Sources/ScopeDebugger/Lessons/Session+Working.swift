import CNNModel

extension Session {
  /// How a value is computed, in lines: the arithmetic of a shape, the sum of a cell.
  func working(of query: String) -> [String] {
    if query.hasPrefix("lab.") { return lab.map { $0.working(of: query) } ?? [] }
    guard hasNetwork else { return [] }
    if query.hasSuffix(".shape"),
      let reference = try? debugger.names.reference(named: String(query.dropLast(6)))
    {
      return NetworkSummary(network).rows[reference.node].arithmetic
    }
    guard let bracket = query.firstIndex(of: "["),
      let reference = try? debugger.names.reference(named: String(query[..<bracket])),
      let position = try? debugger.tensors.position(String(query[bracket...]), in: reference),
      let definition = debugger.inspector.definition(of: reference, at: position)
    else { return [] }
    return [Self.sentence(definition)]
  }

  /// A short sum with its numbers, a long one by its count.
  private static func sentence(_ definition: Expression) -> String {
    let addends = LabState.addends(definition)
    let value = LabState.number(definition.value)
    guard addends.count <= 12 else { return "the sum of \(addends.count) numbers is \(value)" }
    return "\(addends.joined(separator: " + ")) = \(value)"
  }
}

extension LabState {
  fileprivate func working(of query: String) -> [String] {
    switch query {
    case "lab.shape": shapeArithmetic
    case "lab.parameters", "lab.macs": [counts]
    case "lab.cell":
      backward.pass == .forward ? [sum] : (LabGradients(self)?.sum).map { [$0] } ?? []
    default: []
    }
  }
}
