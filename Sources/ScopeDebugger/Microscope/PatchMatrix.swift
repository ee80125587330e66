import CNNModel

/// A pass of a layer as one product of matrices (im2col): the kernel as a row, times the patches of
/// the input as columns, is the row of the outputs. Backwards a row of the transposed kernel, times
/// the patches of the outputs' gradients, is a row of the input's gradient.
///
/// Only the patches around one output are there: a whole matrix of a large layer has millions of
/// numbers.
package struct PatchMatrix: Sendable {
  /// Whether it is the backward pass: `Wᵀ · dY`.
  package let isBackward: Bool
  /// The weights of the output's channel, in reading order.
  package let kernel: [Float]
  /// A column for every output, a row for every weight; `nil` where the weight has no cell.
  package let patches: [[Double?]]
  /// What the engine stored, for every column.
  package let outputs: [Float]
  /// The column of the output under the microscope, and which output the first column is.
  package let current: Int
  package let first: Int
  /// How many columns the whole matrix has.
  package let count: Int
  /// What is added to every product of kernel and patch.
  package let bias: Double
  /// How the product compares with the number under the microscope.
  package let agreement: Agreement
}

extension StepInspector {
  /// The matrix around an output.
  ///
  /// - Parameter columns: how many patches at most.
  /// - Throws: ``UserError`` for a number that is no sum over weights.
  package func patchMatrix(
    of number: NumberReference, columns: Int
  ) throws(UserError) -> PatchMatrix {
    let computation = try computation(of: number)
    guard case .cell(let reference, let position) = number,
      [.activation, .gradient].contains(reference.kind), !terms(of: number).isEmpty,
      let tensor = debugger.tensors.value(of: reference)
    else {
      throw UserError(
        "\(debugger.names.name(of: number)) is not a weighted sum of cells, so it has no matrix")
    }
    let maps = FeatureMaps(tensor, reference.kind)
    let plane = position.indices.count > 2 ? maps[0].rows * maps[0].columns : 1
    let offset = tensor.shape.offset(of: position)
    let (start, current) = (offset / plane * plane, offset % plane)
    let first = max(0, min(current - columns / 2, plane - columns))
    let shown = first..<min(plane, first + max(1, columns))
    var columnsOfTerms: [[Tap]] = []
    for column in shown {
      let cell = tensor.shape.position(at: start + column)
      columnsOfTerms.append(terms(of: .cell(reference, cell)))
    }
    let (order, kernel) = Self.weights(columnsOfTerms)
    let patches = columnsOfTerms.map { terms in
      var patch = [Double?](repeating: nil, count: kernel.count)
      for term in terms { patch[order[term.weight] ?? 0] = term.read }
      return patch
    }
    return PatchMatrix(
      isBackward: reference.kind == .gradient, kernel: kernel, patches: patches,
      outputs: shown.map { tensor[start + $0] }, current: current - first, first: first,
      count: plane,
      bias: computation.root.addends.filter { $0.read == nil }.reduce(0) { $0 + $1.value },
      agreement: computation.agreement)
  }

  /// A weight with its number, and the cell that it is multiplied by.
  private struct Tap {
    let weight: Place
    let value: Double
    let read: Double
  }

  /// Which weight of which layer: several layers may read one activation.
  private struct Place: Hashable {
    let layer: Int
    let position: Position

    var order: [Int] { [layer] + position.indices }
  }

  /// The weights of an output, and the cells that they are multiplied by.
  private func terms(of number: NumberReference) -> [Tap] {
    guard let parts = definitions(of: number) else { return [] }
    return parts.enumerated().flatMap { layer, part in
      Part(part.expression, part.definer).addends.compactMap { addend -> Tap? in
        guard let read = addend.read, let multiplier = addend.multiplier,
          case .parameter(_, let place) = multiplier.source
        else { return nil }
        return Tap(
          weight: Place(layer: layer, position: place), value: multiplier.value, read: read.value)
      }
    }
  }

  /// All weights of some outputs, in reading order, with their rows.
  private static func weights(_ columns: [[Tap]]) -> (order: [Place: Int], kernel: [Float]) {
    var multiplier: [Place: Double] = [:]
    for term in columns.joined() { multiplier[term.weight] = term.value }
    let keys = multiplier.keys.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    let order = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
    return (order, keys.map { Float(multiplier[$0] ?? 0) })
  }
}
