import CNNModel

/// Numbers of a parameter that a number of its layer is computed with, as one map: as they were when
/// the step began, their gradient, and what the update added to them.
package struct UsedKernel: Sendable {
  /// The map of the parameter: `3←0`, the row of a matrix `[3]`, or nothing where it has one.
  package let title: String
  package let rows: Int
  package let columns: Int
  /// Row by row.
  package let values: [Float]
  /// `nil` before the backward pass has reached the layer.
  package let gradient: [Float]?
  /// `nil` before the update.
  package let change: [Float]?
}

/// The kernels that a number of a layer's output is computed with.
package struct UsedKernels: Sendable {
  /// The parameter that they belong to.
  package let parameter: TensorReference
  package let kernels: [UsedKernel]
  /// How many there are with those that were left out.
  package let count: Int
}

extension StepInspector {
  /// The kernels that a number of a node's output is computed with, read off its definition: the maps of the first
  /// parameter that it names, or, of a matrix or a list, the numbers of it that it names.
  ///
  /// - Parameter limit: how many are looked up at most.
  /// - Returns: `nil` where the number was not computed yet, or no parameter is in it.
  package func usedKernels(
    of node: Int, at position: Position, atMost limit: Int
  ) -> UsedKernels? {
    guard let definition = definition(of: TensorReference(node, .activation), at: position) else {
      return nil
    }
    var places: [Int: [Position]] = [:]
    for term in definition.terms {
      if case .parameter(let index, let position) = term.source {
        places[index, default: []].append(position)
      }
    }
    guard let index = places.keys.min(), let used = places[index] else { return nil }
    return kernels(of: node, parameter: index, holding: used, atMost: limit)
  }

  /// The map of a parameter that a cell of it stands on; of a matrix its row.
  package func kernel(of node: Int, parameter: Int, at cell: Position) -> UsedKernels {
    let shape = debugger.network.parameters(of: node)[parameter].shape
    let cells =
      shape.rank == 2 ? (0..<shape[1]).map { Position([cell.indices[0], $0]) } : [cell]
    return kernels(of: node, parameter: parameter, holding: cells, atMost: 1)
  }

  private func kernels(
    of node: Int, parameter: Int, holding cells: [Position], atMost limit: Int
  ) -> UsedKernels {
    let step = ParameterStep(debugger, node, parameter)
    let kernels = step.maps(holding: cells)
    return UsedKernels(
      parameter: TensorReference(node, .parameter(parameter)),
      kernels: kernels.prefix(limit).map { step.kernel($0) }, count: kernels.count)
  }
}

/// A parameter in the current step.
private struct ParameterStep {
  private let before: Tensor
  private let gradient: Tensor?
  private let after: Tensor?

  init(_ debugger: Debugger, _ node: Int, _ index: Int) {
    before = debugger.execution.start.parameters[node][index]
    gradient = debugger.execution.parameterGradients(of: node)?[index]
    after =
      debugger.last == .update
      ? debugger.tensors.value(of: TensorReference(node, .parameter(index))) : nil
  }

  /// Some of its numbers that are shown as one map.
  struct Part {
    let title: String
    let offsets: [Int]
    let columns: Int
  }

  /// The maps that hold these cells, each once; of a matrix or a list the cells themselves.
  func maps(holding cells: [Position]) -> [Part] {
    let shape = before.shape
    let offsets = cells.map { shape.offset(of: $0) }
    guard shape.rank > 2 else {
      let row = shape.rank == 2 ? "[\(cells[0].indices[0])]" : ""
      let map = FeatureMaps(.zeros([offsets.count]), sample: nil)[0]
      return [Part(title: row, offsets: offsets, columns: map.columns)]
    }
    let maps = FeatureMaps(before, sample: nil)
    let plane = shape.extents.suffix(2).reduce(1, *)
    var known: Set<Int> = []
    return offsets.map { $0 / plane }.filter { known.insert($0).inserted }.map {
      Part(
        title: maps[$0].title, offsets: Array($0 * plane..<($0 + 1) * plane),
        columns: maps[$0].columns)
    }
  }

  func kernel(_ part: Part) -> UsedKernel {
    UsedKernel(
      title: part.title, rows: part.offsets.count / max(1, part.columns), columns: part.columns,
      values: part.offsets.map { before[$0] },
      gradient: gradient.map { gradient in part.offsets.map { gradient[$0] } },
      change: after.map { after in part.offsets.map { after[$0] - before[$0] } })
  }
}
