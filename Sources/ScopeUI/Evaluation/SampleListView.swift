import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// Samples of an evaluation, one of them selected.
struct SampleListView: View {
  static let keys: [ViewKey<SampleListView>] = [
    ViewKey("<Up>", "up", "sample"), ViewKey("<Down>", "down", "sample"),
    ViewKey("<Enter>", "visit", "open"), ViewKey("q", "leave", "back"),
    .everywhere("?"), .everywhere(":"),
  ]

  private let heading: String
  /// The data set that they are of.
  private let source: String
  private let samples: [EvaluationResult.Sample]
  private var selected = 0

  init(heading: String, source: String, samples: [EvaluationResult.Sample]) {
    (self.heading, self.source, self.samples) = (heading, source, samples)
  }

  var title: String { "samples" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    ConfusionPane(scene).drawHeading(&canvas, rest.takeTop(1))
    let title = rest.takeTop(1)
    canvas.write(heading, x: title.x + 1, y: title.y, limit: title.width - 1, .heading)
    drawImages(&canvas, rest.takeBottom(imageRows(rest.height, scene)), scene)
    drawSamples(&canvas, rest, scene.session.network.classNames)
  }

  /// The rows of the images under the list, with a line above them.
  private func imageRows(_ height: Int, _ scene: Scene) -> Int {
    guard height >= 10, !samples.isEmpty, SampleStrip(scene.session, source: source) != nil else {
      return 0
    }
    return min(17, max(height / 2, height - samples.count))
  }

  /// The image of the selected sample, and those behind it as far as there is room.
  private func drawImages(_ canvas: inout Canvas, _ rect: Rect, _ scene: Scene) {
    SampleStrip(scene.session, source: source)?.draw(
      samples.dropFirst(selected), hasSelected: true, &canvas, rect, scene.capabilities)
  }

  /// A row each, the selected one in sight.
  private func drawSamples(_ canvas: inout Canvas, _ rect: Rect, _ names: ClassNames?) {
    guard rect.height > 0 else { return }
    let first = min(max(0, selected - rect.height / 2), max(0, samples.count - rect.height))
    let shown = Array(samples.dropFirst(first).prefix(rect.height))
    for (row, line) in EvaluationTable.rows(of: shown, of: source, names).enumerated() {
      let style: Style = first + row == selected ? .selection : .plain
      let place = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      canvas.fill(place, with: Cell(" ", style))
      canvas.write(line, x: rect.x + 1, y: place.y, limit: rect.width - 2, style)
    }
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let distance = rows == 0 ? columns : rows
    selected = min(max(0, selected + distance), max(0, samples.count - 1))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    selected = toEnd ? max(0, samples.count - 1) : 0
    return true
  }

  /// Puts the selected sample into the debugger and runs it through the network.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard samples.indices.contains(selected) else {
      throw UserError("there is no sample to open")
    }
    return try shared.visit(sample: "\(source):test:\(samples[selected].index)")
  }
}

extension ViewChange {
  /// Lists samples of the last evaluation.
  static func openSamples(
    _ heading: String, _ samples: [EvaluationResult.Sample], _ session: Session
  ) -> ViewChange {
    let source = session.lastEvaluation?.data ?? ""
    return .open(
      SampleListView(
        heading: "\(heading): \(samples.count); Enter opens one, q goes back", source: source,
        samples: samples))
  }
}

extension SampleListView {
  func summary(_ scene: Scene) -> [String]? {
    let rows = rows(samples.dropFirst(selected).prefix(1), scene)
    return [heading] + rows.map { "sample \(selected + 1): \($0)" }
  }

  func details(_ scene: Scene) -> [String] { rows(samples[...], scene) }

  private func rows(_ samples: ArraySlice<EvaluationResult.Sample>, _ scene: Scene) -> [String] {
    EvaluationTable.rows(of: Array(samples), of: source, scene.session.network.classNames)
  }
}
