import CNNModel
import ScopeDebugger

/// What stands on the screen and would give an answer away.
enum Hidden: Hashable, Sendable {
  /// The number that is asked for, with its sum, wherever the cursor is.
  case cell(AskedCell)
  /// The shape of a layer, and of those that follow from it; `nil` is the lab's.
  case shape(String?)
  /// Parameters and multiply-accumulates.
  case counts
}

/// A number that a question asks for.
enum AskedCell: Hashable, Sendable {
  /// A cell of the lab: the pass, the channels that are shown, row and column.
  case lab(LabPass, [Int], Pair)
  /// A cell of a network's tensor.
  case tensor(TensorReference, Position)
}

extension Question {
  /// What the screen hides until an answer was given; `nil` where nothing gives it away.
  ///
  /// - Parameter session: what was asked about: its lab has the cell selected that is meant.
  func hides(_ session: Session) -> Hidden? {
    switch answer {
    case .number, .words, .cell: nil
    case .sign(let query): Self.cell(query, session)
    case .query("lab.shape"): .shape(nil)
    case .query("lab.parameters"), .query("lab.macs"): .counts
    case .query(let query):
      query.hasSuffix(".shape") ? .shape(String(query.dropLast(6))) : Self.cell(query, session)
    }
  }

  private static func cell(_ query: String, _ session: Session) -> Hidden? {
    guard query != "lab.cell" else { return session.lab.map { .cell($0.selectedCell) } }
    guard let bracket = query.firstIndex(of: "["), session.hasNetwork,
      let reference = try? session.debugger.names.reference(named: String(query[..<bracket])),
      let position = try? session.debugger.tensors.position(
        String(query[bracket...]), in: reference)
    else { return nil }
    return .cell(.tensor(reference, position))
  }
}

extension LabState {
  /// The cell that the arrows have selected, as a question asks for it.
  var selectedCell: AskedCell {
    let (from, to) = (cursor.input, cursor.output)
    return switch backward.pass {
    case .forward, .scatter: .lab(backward.pass, [to], cursor.place)
    case .input: .lab(.input, [from], cursor.source)
    case .weight: .lab(.weight, [from, to], cursor.tap)
    }
  }
}

extension Hidden {
  /// The row and column of the asked cell on the lab's map of results; `nil` where it is not on that
  /// map, or no cell is asked for.
  func place(in lab: LabState) -> Pair? {
    guard case .cell(.lab(let pass, let channels, let place)) = self,
      case .lab(pass, channels, _) = lab.selectedCell
    else { return nil }
    return place
  }

  /// Whether the number that is selected in the lab is the one that is asked for.
  func isSelected(in lab: LabState) -> Bool { self == .cell(lab.selectedCell) }

  /// The layers whose shapes are hidden: the one that is asked for, and those that follow from its
  /// shape.
  func layers(of network: Network) -> Set<Int> {
    guard case .shape(let name?) = self,
      let asked = network.nodes.firstIndex(where: { $0.name == name })
    else { return [] }
    var hidden: Set = [asked]
    for node in network.nodes.indices.dropFirst(asked + 1)
    where Self.shape(of: node, followsFrom: hidden, network) { hidden.insert(node) }
    return hidden
  }

  /// Whether a layer's output would have another shape, or none, if those layers gave twice as many
  /// columns.
  private static func shape(
    of node: Int, followsFrom layers: Set<Int>, _ network: Network
  ) -> Bool {
    let inputs = network.nodes[node].inputs
    guard inputs.contains(where: { layers.contains($0.node) }) else { return false }
    let shapes = zip(inputs, network.inputShapes(of: node)).map { input, shape in
      guard layers.contains(input.node), let last = shape.extents.last else { return shape }
      return Shape(Array(shape.extents.dropLast()) + [2 * last])
    }
    let changed = try? network.nodes[node].layer.outputShapes(for: shapes)
    return changed != network.outputShapes(of: node)
  }
}
