import CNNModel
import Differences
import Grading
import NumberText
import ScopeDebugger
import TerminalKit

/// What of an answer is looked at.
struct GradeSelection: Sendable {
  let answer: GradedAnswer
  /// All arrays of all cases in order.
  let rows: [(case: Int, array: GradedArray)]
  private(set) var row = 0
  /// The number of the plane among those before the last two axes.
  private(set) var plane = 0
  private(set) var cell = CellPosition(row: 0, column: 0)
  /// Whether the cursor is in the map, and not in the list.
  var isInMap = false
  /// The array that the mistake gives, where it is shown in the place of the right one.
  private(set) var changed: (rule: GradedAlternative, array: Tensor)?

  init(_ answer: GradedAnswer) {
    self.answer = answer
    rows = answer.cases.flatMap { one in one.arrays.map { (one.number, $0) } }
    select(rows.firstIndex { $0.array.isWrong } ?? 0)
  }

  /// The selected array; `nil` where the answer has none.
  var array: GradedArray? { rows.indices.contains(row) ? rows[row].array : nil }

  /// What theirs is compared with: the right array, or what the mistake gives.
  var reference: Tensor? { changed?.array ?? array?.ours }

  private mutating func select(_ index: Int) {
    row = min(max(0, index), max(0, rows.count - 1))
    changed = nil
    guard let array else { return }
    let offset = array.difference?.first ?? 0
    let sheet = TensorSheet(array.ours.shape)
    plane = offset / max(1, sheet.count)
    let place = offset % max(1, sheet.count)
    cell = CellPosition(row: place / max(1, sheet.columns), column: place % max(1, sheet.columns))
  }

  mutating func enterMap() { isInMap = array != nil }

  mutating func move(rows step: Int, columns: Int) {
    guard isInMap, let array else { return select(row + step) }
    let sheet = TensorSheet(array.ours.shape)
    cell = CellPosition(
      row: min(max(0, cell.row + step), sheet.rows - 1),
      column: min(max(0, cell.column + columns), sheet.columns - 1))
  }

  mutating func movePlane(_ step: Int) {
    guard let array else { return }
    plane = min(max(0, plane + step), TensorSheet(array.ours.shape).planes - 1)
  }

  /// Shows what the likely mistake computes, or the right array again.
  ///
  /// - Throws: ``UserError`` where the array is right, or no mistake is known that gives it.
  mutating func switchAlternative() throws(UserError) {
    guard changed == nil else {
      changed = nil
      return
    }
    guard let array, array.isWrong else {
      throw UserError("\(array?.name ?? "this") is not wrong; a shows the mistake in a wrong array")
    }
    guard let rule = array.alternatives.first, let tensor = array.changed(by: rule.name) else {
      throw UserError("no mistake is known that gives \(array.name)")
    }
    changed = (rule, tensor)
  }

  /// The selected cell in the array.
  var position: Position? {
    guard let array, array.ours.shape.count > 0 else { return nil }
    let sheet = TensorSheet(array.ours.shape)
    let offset = plane * sheet.count + cell.row * sheet.columns + cell.column
    return offset < array.ours.shape.count ? array.ours.shape.position(at: offset) : nil
  }

  /// `gx[0,1,2,3]`
  var cellName: String { "\(array?.name ?? "")\(position?.description ?? "")" }

  /// How the right number of the selected cell is computed.
  var terms: [String] {
    guard let array, let position else { return [] }
    let value = "\(cellName) = \(Decimals.text(array.ours[position], 6))"
    guard let expression = array.definition(of: position) else { return [value] }
    return [value]
      + DefinitionText { term, _ in array.name(of: term) }.lines(expression, deepest: 3)
  }
}

/// The planes of an array: what lies on its last two axes.
struct TensorSheet {
  let planes: Int
  let rows: Int
  let columns: Int

  init(_ shape: Shape) {
    columns = shape.extents.last ?? 1
    rows = shape.rank > 1 ? shape[shape.rank - 2] : 1
    planes = max(1, shape.count / max(1, rows * columns))
  }

  /// The numbers of a plane.
  var count: Int { rows * columns }

  /// The numbers of one plane of an array.
  func values(_ tensor: Tensor, _ plane: Int) -> [Float] {
    let start = plane * count
    guard start >= 0, start + count <= tensor.elements.count else { return [] }
    return Array(tensor.elements[start..<start + count])
  }
}
