import CNNModel
import ScopeDebugger
import TerminalKit

/// Two tensors of one shape as maps, with a channel and a cell that are looked at in both.
struct PairedMaps {
  private let first: FeatureMaps
  private let second: FeatureMaps
  private let difference: FeatureMaps
  private let shape: Shape
  /// The channel that is looked at.
  let sheet: Int
  /// The cell that is looked at.
  let cell: CellPosition

  /// - Parameters:
  ///   - sheet: the channel; the nearest where there is none such.
  ///   - cell: the cell; the nearest where there is none such.
  /// - Returns: `nil` where the shapes differ or there are no cells.
  init?(_ first: Tensor, _ second: Tensor, sheet: Int, cell: CellPosition) {
    guard first.shape == second.shape, first.shape.count > 0 else { return nil }
    let sample = first.shape.rank > 1 ? 0 : nil
    self.first = FeatureMaps(first, sample: sample)
    self.second = FeatureMaps(second, sample: sample)
    difference = FeatureMaps(first - second, sample: sample)
    guard self.first.count > 0 else { return nil }
    shape = first.shape
    self.sheet = min(max(0, sheet), self.first.count - 1)
    let map = self.first[self.sheet]
    self.cell = CellPosition(
      row: min(max(0, cell.row), map.rows - 1),
      column: min(max(0, cell.column), map.columns - 1))
  }

  /// The same tensor of two subjects.
  ///
  /// - Parameter sheet: the channel; the nearest where there is none such.
  /// - Returns: `nil` where there are no cells.
  init?(_ pair: SubjectPair, _ tensors: SubjectPair.Tensors, at selection: Selection, sheet: Int) {
    guard tensors.first.shape.count > 0 else { return nil }
    let (reference, shape) = (tensors.reference, tensors.first.shape)
    let sample = pair.first.network.hasBatch(reference) ? 0 : nil
    func maps(_ tensor: Tensor) -> FeatureMaps {
      selection.seen(
        pair.first.tensors.maps(tensor.reshaped(to: shape), of: reference, sample: sample))
    }
    (first, second) = (maps(tensors.first), maps(tensors.second))
    difference = maps(tensors.first - tensors.second.reshaped(to: shape))
    guard first.count > 0 else { return nil }
    self.shape = shape
    self.sheet = min(max(0, sheet), first.count - 1)
    let map = first[self.sheet]
    cell = CellPosition(
      row: min(max(0, selection.cell.row), map.rows - 1),
      column: min(max(0, selection.cell.column), map.columns - 1))
  }

  var count: Int { first.count }
  var rows: Int { first[sheet].rows }
  var columns: Int { first[sheet].columns }
  /// What the channel is called.
  var sheetTitle: String { first[sheet].title }

  /// The numbers of the channel in both.
  var values: (first: [Float], second: [Float]) { (first[sheet].values, second[sheet].values) }

  /// The numbers of the cell in both, and their difference.
  var numbers: (first: Float, second: Float, difference: Float) {
    func number(_ maps: FeatureMaps) -> Float { maps[sheet][cell.row, cell.column] }
    return (number(first), number(second), number(difference))
  }

  /// The place of the cell in the tensor.
  var position: Position { first[sheet].position(row: cell.row, column: cell.column) }

  /// One scale for the channel of both.
  var scale: HeatScale { HeatScale(fitting: values.first + values.second) }

  /// The difference, cell by cell.
  var differences: [Float] { difference[sheet].values }

  /// The scale of the difference: that of both where something is seen on it and nothing is beyond
  /// its ends, or else its own.
  var differenceScale: (scale: HeatScale, isOwn: Bool) {
    let largest = differences.filter(\.isFinite).map(\.magnitude).max() ?? 0
    let limit = (values.first + values.second).filter(\.isFinite).map(\.magnitude).max() ?? 0
    let isOwn = largest > limit || largest > 0 && largest < 0.1 * limit
    return (.diverging(limit: isOwn ? largest : limit), isOwn)
  }
}

/// Two maps and their difference side by side: A, A − B, B.
struct PairedMapsPane {
  let maps: PairedMaps
  /// What both are called.
  let names: (first: String, second: String)
  let capabilities: Capabilities
  /// What the difference is called.
  var differenceName = "difference"
  /// What is added where the difference has a scale of its own.
  var ownScale = " (own scale)"
  var hasCursor = true

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 2 else { return }
    let parts = rect.columns(3, gap: 1)
    let difference = maps.differenceScale
    draw(maps.values.first, names.first, maps.scale, &canvas, parts[0])
    draw(
      maps.differences, difference.isOwn ? "\(differenceName)\(ownScale)" : differenceName,
      difference.scale, &canvas, parts[1])
    draw(maps.values.second, names.second, maps.scale, &canvas, parts[2])
  }

  private func draw(
    _ values: [Float], _ title: String, _ scale: HeatScale, _ canvas: inout Canvas, _ rect: Rect
  ) {
    canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .heading)
    var map = Heatmap(rows: maps.rows, columns: maps.columns, values: values, scale: scale)
    map.cursor = hasCursor ? maps.cell : nil
    if !hasCursor { map.overflow = .shrink }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 2)
    map.draw(into: &canvas, in: inside, capabilities)
    scale.drawLegend(
      into: &canvas, x: rect.x, y: rect.y + rect.height - 1, width: rect.width, capabilities)
  }
}
