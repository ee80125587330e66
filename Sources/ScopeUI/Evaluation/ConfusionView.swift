import CNNModel
import ScopeDebugger
import TerminalKit

/// The confusion matrix of the last evaluation.
struct ConfusionView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "confusion", ClassPair().optional, keys: [KeyBinding("6")],
      help: "confusion matrix; with two classes, the samples of that cell",
      action: { explorer, classes throws(UserError) in
        explorer.open(ConfusionView())
        guard let classes else { return }
        explorer.shared.selection.classes = CellPosition(
          row: classes.label, column: classes.prediction)
        explorer.apply(try samples(explorer.shared))
      }),
    Command(
      "mistakes", WholeNumber.count.optional, keys: [KeyBinding("M")],
      help: "the worst mistakes of the last evaluation",
      refusal: { $0.session.results == nil ? "nothing was evaluated yet; e evaluates" : nil },
      action: { explorer, count in
        let mistakes = explorer.session.results?.mistakes().prefix(count ?? 100) ?? []
        explorer.open(ConfusionView())
        explorer.apply(.openSamples("the worst mistakes", Array(mistakes), explorer.session))
      }),
  ].inGroup(.evaluation)

  static let keys: [ViewKey<ConfusionView>] = [
    ViewKey("<Up>", "up", "cell"), ViewKey("<Down>", "down", "cell"),
    ViewKey("<Left>", "left", "cell"), ViewKey("<Right>", "right", "cell"),
    ViewKey("<Enter>", "visit", "its samples"), ViewKey("M", "mistakes", "mistakes"),
    .everywhere("e"), ViewKey("4", "curve", "curve"),
    ViewKey("5", "ladder", "ladder"), ViewKey("q", "leave", "back"), .everywhere("?"),
    .everywhere(":"),
  ]

  var title: String { "confusion" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    ConfusionPane(scene).draw(&canvas, rect)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let last = (shared.session.results?.classes ?? 1) - 1
    let cell = shared.selection.classes
    shared.selection.classes = CellPosition(
      row: min(max(0, cell.row + rows), last), column: min(max(0, cell.column + columns), last))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let end = toEnd ? 1 << 20 : -(1 << 20)
    return move(rows: end, columns: end, &shared)
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    try Self.samples(shared)
  }

  /// The samples of the selected cell.
  ///
  /// - Throws: ``UserError`` when there are none.
  private static func samples(_ shared: SharedState) throws(UserError) -> ViewChange {
    guard let results = shared.session.results else {
      throw UserError("nothing was evaluated yet; e evaluates")
    }
    let (label, prediction) = (shared.selection.classes.row, shared.selection.classes.column)
    let samples = results.samples(of: label, takenFor: prediction)
    guard !samples.isEmpty else { throw UserError("no \(label) was classified as \(prediction)") }
    return .openSamples("\(label) classified as \(prediction)", samples, shared.session)
  }
}
