import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger
import TerminalKit

/// A file of weights: the list of its arrays, and a picture of the selected one.
struct WeightsView: View {
  static let keys: [ViewKey<WeightsView>] = [
    ViewKey("j <Down>", "tensor next", "tensor"), ViewKey("k <Up>", "tensor back", "tensor"),
    ViewKey("/", "search", "find name or shape"), ViewKey("]", "kernels next", "kernels"),
    ViewKey("[", "kernels back", "kernels"), .everywhere(":"),
    .everywhere("?"), ViewKey("q", "leave", "back"),
    ViewKey("g <Home>", "tensor first"), ViewKey("G <End>", "tensor last"),
    ViewKey("<PgDn>", "tensor page"), ViewKey("<PgUp>", "tensor page-back"),
  ]

  static let closedReason = "no file of weights is shown; weights FILE opens one"

  /// A row of the list: the beginning of names that several have in common, or an array.
  enum Row: Hashable, Sendable {
    case group(String)
    case array(Int)
  }

  let list: WeightList
  let rows: [Row]
  /// The selected array.
  private(set) var selected = 0
  /// The first row of the picture's grid that is shown.
  var first = 0
  /// Whether the file is all that is opened, so that leaving the view leaves the program.
  let isAlone: Bool
  /// The selected array's numbers, made once when it is selected.
  private(set) var tensor: Tensor
  private(set) var statistics: TensorStatistics

  init(_ list: WeightList, isAlone: Bool) {
    (self.list, self.isAlone) = (list, isAlone)
    tensor = list.arrays[0].array.tensor
    statistics = TensorStatistics(tensor)
    var rows: [Row] = []
    var last = ""
    for (index, array) in list.arrays.enumerated() {
      let group = Self.group(of: array.name)
      if group != last, !group.isEmpty { rows.append(.group(group)) }
      last = group
      rows.append(.array(index))
    }
    self.rows = rows
  }

  /// The name up to its last point.
  static func group(of name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
  }

  /// What is selected.
  var array: NamedArray { list.arrays[selected] }

  mutating func select(_ index: Int) {
    let index = min(max(0, index), list.arrays.count - 1)
    guard index != selected else { return }
    (selected, first) = (index, 0)
    tensor = list.arrays[index].array.tensor
    statistics = TensorStatistics(tensor)
  }

  /// The next array that holds the text, round about; nil where none does.
  func next(holding text: String, backward: Bool) -> Int? {
    let count = list.arrays.count
    return (1...count).map { (selected + (backward ? count - $0 : $0)) % count }
      .first { list.matches($0, text) }
  }

  /// The rows of the grid of pictures: one for each output of kernels, one for all else.
  var gridRows: Int { tensor.shape.rank == 4 ? tensor.shape[0] : 1 }

  mutating func scroll(_ steps: Int) { first = min(max(0, first + steps), gridRows - 1) }
}

extension WeightsView {
  static func initial(_ session: Session) -> Self? {
    session.hasNetwork ? nil : session.weightList.map { WeightsView($0, isAlone: true) }
  }

  var title: String { "weights" }
  var subject: String? { list.path.harmless }
  var traits: ViewTraits {
    ViewTraits(lifetime: isAlone ? .untilClosed : .untilNetworkIsShown, staysAboveNews: true)
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    WeightsPane(self, scene.capabilities).draw(&canvas, rect)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    select(selected + rows)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    select(toEnd ? list.arrays.count - 1 : 0)
    return true
  }

  /// Selects the next array whose name or shape holds the text that is searched for.
  mutating func find(backward: Bool, _ shared: inout SharedState) throws(UserError) -> Bool {
    let text = shared.selection.search
    guard let found = next(holding: text, backward: backward) else {
      throw UserError("no name or shape matches \(text.quoted)")
    }
    select(found)
    shared.news.say("\(array.name.harmless) \(array.array.shape)")
    return true
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    isAlone ? nil : .close
  }
}

extension WeightsView {
  func summary(_ scene: Scene) -> [String]? {
    let (low, high) = (Decimals.text(statistics.minimum, 3), Decimals.text(statistics.maximum, 3))
    return [
      "\(list.path.harmless): \(list.arrays.count) tensors, \(list.numberCount) numbers",
      "\(selected + 1), \(array.name.harmless) \(array.array.shape), from \(low) to \(high), "
        + "mean \(Decimals.text(Float(statistics.mean), 3))",
    ]
  }

  func details(_ scene: Scene) -> [String] {
    list.arrays.map { "\($0.name.harmless) \($0.array.shape) \($0.array.elementType)" }
  }
}
