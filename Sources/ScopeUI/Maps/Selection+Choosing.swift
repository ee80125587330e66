import CNNModel
import ScopeDebugger
import TerminalKit

/// Choosing layers, tensors, maps and cells.
extension Selection {
  /// The maps of the selected tensor; `nil` when it was not computed yet.
  func maps(_ session: Session) -> FeatureMaps? {
    if showsOriginal(session) {
      return FeatureMaps(session.debugger.selectedSample.original, .activation)
    }
    return session.debugger.tensors.value(of: reference).map {
      let tensor = version(of: shown($0, session), session)
      return seen(session.debugger.tensors.maps(tensor, of: reference))
    }
  }

  /// The position of the cell under the cursor.
  ///
  /// - Throws: ``UserError`` when the tensor was not computed yet.
  func position(_ session: Session) throws(UserError) -> Position {
    guard let maps = maps(session), maps.count > 0 else {
      throw UserError(session.debugger.tensors.absence(of: reference) ?? "there is nothing to show")
    }
    return maps[channel].position(row: cell.row, column: cell.column)
  }

  /// Keeps map and cell on what there is.
  mutating func keepInBounds(_ session: Session) {
    let maps = maps(session)
    slice = min(max(0, slice), (maps?.sliceCount ?? 1) - 1)
    channel = min(max(0, channel), max(0, (maps?.count ?? 1) - 1))
    let map = maps.flatMap { $0.count > 0 ? $0[channel] : nil }
    cell = CellPosition(
      row: min(max(0, cell.row), (map?.rows ?? 1) - 1),
      column: min(max(0, cell.column), (map?.columns ?? 1) - 1))
  }

  /// Selects a layer and keeps showing the same of it, where it has that. The numbers after the
  /// last layer are those of the missing nodes, which stand below the layers.
  mutating func select(_ node: Int, _ session: Session) {
    let all = session.network.nodes.count
    let absent = min(node - all, session.network.missing.count - 1)
    missing = absent >= 0 ? absent : nil
    let node = min(max(0, node), all - 1)
    guard node != self.node else { return }
    let hasParameters = !session.debugger.names.parameters(of: node).isEmpty
    switch kind {
    case .activation, .gradient: look(at: node, kind)
    case .parameter, .parameterGradient, .statistic:
      look(at: node, hasParameters ? .parameter(0) : .activation)
    }
  }

  /// The place in the list of layers and missing nodes.
  func place(in network: Network) -> Int { missing.map { network.nodes.count + $0 } ?? node }

  /// Why the selected node is missing; `nil` when a layer is selected.
  func absence(in network: Network) -> String? {
    missing.map { network.missing[$0] }.map {
      "\($0.name) (\($0.kind)) is missing, because \($0.reason)"
    }
  }

  /// Shows a parameter, or the one after what is shown: weight, its gradient, bias, its gradient.
  mutating func showWeights(_ number: Int?, _ session: Session) throws(UserError) {
    let names = session.debugger.names.parameters(of: node)
    let name = session.network.nodes[node].name
    guard !names.isEmpty else {
      throw UserError("\(name) (\(session.network.nodes[node].layer.text)) has no parameters")
    }
    guard number.map({ names.indices.contains($0) }) ?? true else {
      throw UserError(
        "\(name) has the parameters 0 to \(names.count - 1), not \"\(number ?? 0)\"")
    }
    look(at: node, number.map { .parameter($0) } ?? nextParameter(of: names.count))
  }

  private func nextParameter(of count: Int) -> TensorReference.Kind {
    switch kind {
    case .parameter(let index): .parameterGradient(index)
    case .parameterGradient(let index): .parameter((index + 1) % count)
    default: .parameter(0)
    }
  }

  mutating func choose(slice wanted: RelativeIndex, _ session: Session) throws(UserError) {
    let count = isImage(kind) ? maps(session)?.sliceCount ?? 1 : 1
    guard count > 1 else {
      throw UserError("there are no slices: these maps are not those of a volume")
    }
    guard let slice = wanted.resolved(from: slice, count: count) else {
      throw UserError("there are the slices 0 to \(count - 1), not \"\(wanted.text)\"")
    }
    self.slice = slice
  }

  mutating func zoom(_ direction: Zoom) {
    let steps = [1, 2, 4, 6, 8]
    let current = zoom ?? 1
    switch direction {
    case .in: zoom = steps.first { $0 > current } ?? steps[steps.count - 1]
    case .out: zoom = steps.last { $0 < current }
    case .fit: zoom = nil
    }
  }

  /// Selects a tensor, and a cell of it where one is named.
  ///
  /// - Throws: ``UserError`` when the cell was not computed yet; the tensor is selected then.
  mutating func go(to tensor: TensorPlace, _ session: Session) throws(UserError) {
    let debugger = session.debugger
    look(at: tensor.reference.node, tensor.reference.kind)
    guard let position = tensor.position else { return }
    pane = .maps
    guard let values = debugger.tensors.value(of: tensor.reference) else {
      throw UserError(debugger.tensors.absence(of: tensor.reference) ?? "this cell is not there")
    }
    let maps = debugger.tensors.maps(values, of: tensor.reference)
    point(atOffset: values.shape.offset(of: position), in: maps)
  }

  /// Puts the cursor on a number.
  mutating func show(_ number: NumberReference, _ session: Session) {
    guard case .cell(let reference, let position) = number,
      let tensor = session.debugger.tensors.value(of: reference)
    else { return }
    look(at: reference.node, reference.kind)
    pane = .maps
    let tensors = session.debugger.tensors
    let maps = tensors.maps(
      tensor, of: reference, sample: tensors.sample(of: position, reference))
    point(atOffset: tensor.shape.offset(of: position), in: maps)
  }
}

/// What `zoom` does.
enum Zoom: String, Hashable, Sendable, CaseIterable {
  case `in`, out, fit
}

extension RelativeIndex {
  /// As it is typed.
  var text: String {
    switch self {
    case .next: "next"
    case .back: "back"
    case .index(let index): "\(index)"
    }
  }
}

extension FeatureMaps {
  /// The map and the cell in it where an offset of the tensor stands.
  func place(ofOffset offset: Int) -> (channel: Int, cell: CellPosition) {
    let (channel, rest) = place(ofOffset: offset) as (map: Int, place: Int)
    let (row, column) = rest.quotientAndRemainder(dividingBy: self[0].columns)
    return (channel, CellPosition(row: row, column: column))
  }
}
