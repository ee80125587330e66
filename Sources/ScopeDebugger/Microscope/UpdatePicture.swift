import CNNEngine
import CNNModel

/// A kernel before and after the update of the current step, and what moved it.
package struct UpdatePicture: Sendable {
  /// `w`, its gradient, `Δw` and `w′`: the map, row by row.
  package struct Map: Sendable {
    package let title: String
    package let values: [Float]
  }

  package let rows: Int
  package let columns: Int
  package let maps: [Map]
  /// The cell under the microscope.
  package let place: Pair
}

extension StepInspector {
  /// The four pictures of the map that a parameter's cell stands on; `nil` for anything else, and
  /// before the update.
  package func updatePicture(of number: NumberReference) -> UpdatePicture? {
    guard case .cell(let reference, let position) = number,
      case .parameter(let index) = reference.kind, debugger.last == .update,
      let after = debugger.tensors.value(of: reference),
      let gradient = debugger.execution.parameterGradients(of: reference.node)?[index]
    else { return nil }
    let before = FeatureMaps(
      debugger.execution.start.parameters[reference.node][index], reference.kind)
    let maps = FeatureMaps(after, reference.kind)
    let plane = maps[0].rows * maps[0].columns
    let (map, offset) = after.shape.offset(of: position).quotientAndRemainder(dividingBy: plane)
    let (old, new) = (before[map].values, maps[map].values)
    let slopes = FeatureMaps(gradient, reference.kind)[map].values
    return UpdatePicture(
      rows: maps[0].rows, columns: maps[0].columns,
      maps: [
        .init(title: "w before", values: old),
        .init(title: "gradient g", values: slopes),
        .init(title: "Δw = w′ − w", values: zip(old, new).map { $1 - $0 }),
        .init(title: "w′ after", values: new),
      ],
      place: Pair(offset / maps[0].columns, offset % maps[0].columns))
  }
}
