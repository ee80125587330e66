import CNNModel

/// A picture of a tensor that addends read: which one, and which of its maps.
package struct Sheet: Sendable {
  package let reference: TensorReference
  package let map: FeatureMaps.Map
}

/// The addends of a sum that read one map, laid out as pictures: the map with the cells that they
/// read, and a grid with the multipliers and the products in the places of those cells.
///
/// The grid is that of a kernel (rotated where it is applied so), or of an output's plane. A cell
/// of it that no addend uses is a gap, as stride and dilation leave them backwards.
package struct TapPicture: Sendable {
  package let read: Sheet
  /// The map of the multipliers, where they are cells of one.
  package let multiplier: Sheet?
  package let rows: Int
  package let columns: Int
  /// For every cell of the grid the index of its addend.
  package let cells: [Int?]
  /// Where every addend reads, by its index.
  package let places: [Int: Pair]
  /// Whether rows or columns of the kernel run against those of the map.
  package let isRotated: Bool

  /// The addend of a cell of the grid.
  package func addend(row: Int, column: Int) -> Int? { cells[row * columns + column] }

  /// The cell of the grid that an addend has.
  package func cell(of addend: Int) -> Pair? {
    cells.firstIndex(of: addend).map { Pair($0 / columns, $0 % columns) }
  }
}

extension TapPicture {
  /// The picture of the addends that read the same map as `focus`.
  ///
  /// - Returns: `nil` when `focus` reads no map.
  package init?(_ parts: [Part], focus: Int, _ debugger: Debugger) {
    guard parts.indices.contains(focus), let plane = parts[focus].addend?.read?.plane,
      let read = debugger.inspector.sheet(of: parts[focus].addend?.read, parts[focus].definer)
    else { return nil }
    let taps = parts.indices.filter { parts[$0].addend?.read?.plane == plane }
    let reading = Self.places(taps, parts, debugger) { $0.read }
    let multiplierPlaces = Self.places(taps, parts, debugger) { $0.multiplier }
    let isMultiplierOnPlane =
      parts[focus].addend?.multiplier?.isOnPlane(debugger, parts[focus].definer) ?? false
    let multiplierPlanes = Set(taps.map { parts[$0].addend?.multiplier?.plane })
    let multiplier =
      multiplierPlanes.count == 1
      ? debugger.inspector.sheet(of: parts[focus].addend?.multiplier, parts[focus].definer) : nil
    let grid: TapGrid?
    if isMultiplierOnPlane, let multiplier, Set(multiplierPlaces.values).count == taps.count {
      grid = TapGrid(
        places: multiplierPlaces, rows: multiplier.map.rows, columns: multiplier.map.columns,
        along: reading)
    } else {
      grid = TapGrid(boxOf: reading)
    }
    guard let grid else { return nil }
    (self.read, self.multiplier, places, isRotated) = (read, multiplier, reading, grid.isRotated)
    (rows, columns, cells) = (grid.rows, grid.columns, grid.cells)
  }

  private static func places(
    _ taps: [Int], _ parts: [Part], _ debugger: Debugger, _ term: (Addend) -> Term?
  ) -> [Int: Pair] {
    var places: [Int: Pair] = [:]
    var width: Int?
    for tap in taps {
      guard let term = parts[tap].addend.flatMap(term), let position = term.position else {
        continue
      }
      width = width ?? debugger.inspector.sheet(of: term, parts[tap].definer)?.map.columns
      places[tap] = Pair(position, hasBatch: term.isCell, width: width ?? 1)
    }
    return places
  }
}

extension Pair {
  /// Where a position stands on its picture.
  ///
  /// - Parameter width: the length of the rows in which a list of units is shown.
  package init(_ position: Position, hasBatch: Bool, width: Int) {
    let indices = hasBatch ? position.indices.dropFirst() : position.indices[...]
    guard let last = indices.last else {
      self.init(0, 0)
      return
    }
    if indices.count > 1 {
      self.init(indices[indices.endIndex - 2], last)
    } else {
      self.init(last / max(1, width), last % max(1, width))
    }
  }
}

extension Term {
  /// Whether it stands on a picture with rows and columns of its own.
  fileprivate func isOnPlane(_ debugger: Debugger, _ definer: Definer) -> Bool {
    (position?.indices.count ?? 0) >= 4
  }
}

extension StepInspector {
  /// The picture that a term stands on.
  package func sheet(of term: Term?, _ definer: Definer) -> Sheet? {
    guard let term, let place = place(of: term, definer),
      let tensor = debugger.tensors.value(of: place.0)
    else {
      return nil
    }
    let maps = FeatureMaps(tensor, sample: debugger.tensors.sample(of: place.1, place.0))
    guard maps.count > 0 else { return nil }
    let inner = place.1.indices.dropFirst(debugger.network.hasBatch(place.0) ? 1 : 0).dropLast(2)
    let extents = (debugger.network.hasBatch(place.0) ? tensor.shape.sample : tensor.shape).extents
    let index = zip(inner, extents).reduce(0) { $0 * $1.1 + $1.0 }
    return Sheet(reference: place.0, map: maps[index])
  }

  /// The tensor and the position of a term, in the padding too.
  private func place(of term: Term, _ definer: Definer) -> (TensorReference, Position)? {
    if case .padding(let position) = term.source, case .node(let node) = definer,
      let input = debugger.network.nodes[node].inputs.first
    {
      return (TensorReference(input.node, .activation), position)
    }
    guard case .cell(let reference, let position)? = source(of: term, in: definer) else {
      return nil
    }
    return (reference, position)
  }
}
