import CNNModel
import ScopeDebugger
import TerminalKit

/// Channels that do nothing over a part of the data set: the counts of each layer, and the
/// channels with what is wrong with them.
struct DeadView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "dead", DeadArguments().optional,
      help: "channels that do nothing over the test part, or train: never above 0, saturated, "
        + "duplicates",
      refusal: { SearchedData.refusal($0.session) },
      action: { explorer, wanted throws(UserError) in
        let wanted = wanted ?? .init()
        let data = try SearchedData(explorer.session, wanted.part)
        let search = try HealthSearch(wanted.node, in: data)
        explorer.open(DeadView(search, wanted.node, explorer.session.generation))
      })
  ].inGroup(.evaluation)

  static let keys: [ViewKey<DeadView>] = [
    ViewKey("<Up>", "up", "channel"), ViewKey("<Down>", "down", "channel"),
    ViewKey("<Enter>", "visit", "its map"),
    ViewKey("<C-c>", "leave", when: { view, _ in view.work != nil }),
    ViewKey("q", "leave", "back", isKept: true), .everywhere("?"), .everywhere(":"),
  ]

  private var search: HealthSearch
  private var work: SearchWork<HealthSearch>?
  private let node: Int?
  private let generation: Int
  private var selected = 0
  /// The lines with the counts of each layer.
  private var counts: [String] = []
  /// The channels with a fault, and their lines.
  private var faults: [(place: LayerChannel, line: String)] = []

  init(_ search: HealthSearch, _ node: Int?, _ generation: Int) {
    (self.search, self.node, self.generation) = (search, node, generation)
    work = SearchWork(search)
  }

  var title: String { "dead" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }
  func isValid(_ shared: SharedState) -> Bool { generation == shared.session.generation }

  func reproduction(_ shared: SharedState) -> [String] {
    [(["dead"] + search.words(node)).joined(separator: " ")]
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    let heading =
      work?.progress
      ?? "\(search.done) samples of \(search.data.name): \(faults.count) "
      + (faults.count == 1 ? "channel" : "channels")
    ViewHeading(title: "DEAD", rest: heading).draw(&canvas, rest.takeTop(1))
    guard work == nil, rest.height > 2 else { return }
    let rule = rest.takeBottom(1)
    canvas.write(ExcitationText.rule, x: rule.x + 1, y: rule.y, limit: rule.width - 1, .dim)
    let room = faults.isEmpty ? rest.height - 1 : max(2, rest.height / 2)
    drawCounts(&canvas, rest.takeTop(min(counts.count, room)))
    drawFaults(&canvas, rest)
  }

  private func drawCounts(_ canvas: inout Canvas, _ rect: Rect) {
    // The layer of the selected channel stays in sight.
    let node = faults.indices.contains(selected) ? faults[selected].place.node : nil
    let row = search.found.firstIndex { $0.node == node } ?? 0
    let first = min(max(0, row - rect.height / 2), max(0, counts.count - rect.height))
    for (line, text) in counts.dropFirst(first == 0 ? 0 : first + 1).prefix(rect.height)
      .enumerated()
    {
      let isHeading = first == 0 && line == 0
      canvas.write(
        text, x: rect.x + 1, y: rect.y + line, limit: rect.width - 1,
        isHeading ? .heading : .plain)
    }
  }

  private func drawFaults(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    guard !faults.isEmpty else {
      canvas.write("no channel has a fault", x: rect.x + 1, y: rect.y, limit: rect.width, .good)
      return
    }
    let first = min(max(0, selected - rect.height / 2), max(0, faults.count - rect.height))
    for (row, fault) in faults.dropFirst(first).prefix(rect.height).enumerated() {
      let style: Style = first + row == selected ? .selection : .plain
      let place = Rect(x: rect.x, y: rect.y + row, width: rect.width, height: 1)
      canvas.fill(place, with: Cell(" ", style))
      canvas.write(fault.line, x: rect.x + 1, y: place.y, limit: rect.width - 2, style)
    }
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    selected = min(max(0, selected + (rows == 0 ? columns : rows)), max(0, faults.count - 1))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    selected = toEnd ? max(0, faults.count - 1) : 0
    return true
  }

  /// Shows the map of the selected channel.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard faults.indices.contains(selected) else { throw UserError("there is no channel to show") }
    let place = faults[selected].place
    shared.selection.look(at: place.node, .activation)
    shared.selection.goToFirstCell()
    if search.data.network.sampleShape(of: place.node).rank > 1 {
      shared.selection.channel = place.index
    } else if let columns = shared.maps.map({ $0.count > 0 ? $0[0].columns : 1 }) {
      shared.selection.cell = CellPosition(
        row: place.index / columns, column: place.index % columns)
    }
    shared.selection.pane = .maps
    return .showNetwork
  }
}

extension DeadView: PlayingView {
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    guard let result = work?.result else { return }
    (search, work) = (result, nil)
    counts = ExcitationText.counts(search)
    let found = search.found.flatMap { layer in
      layer.channels.filter { !$0.faults.isEmpty }.map {
        (LayerChannel(node: layer.node, index: $0.index), $0)
      }
    }
    faults = zip(found, ExcitationText.faults(search)).map { ($0.0, $1) }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, work.result == nil { Runner.rest() }
    play(shared)
  }
}

extension DeadView {
  func summary(_ scene: Scene) -> [String]? {
    let count =
      switch faults.count {
      case 0: "no channel has a fault"
      case 1: "one channel has a fault"
      case let count: "\(count) channels have a fault"
      }
    let heading = "dead: \(search.done) samples of \(search.data.name), \(count)"
    return [heading] + faults.dropFirst(selected).prefix(1).map { "selected: \($0.line)" }
  }

  func details(_ scene: Scene) -> [String] {
    [ExcitationText.rule] + counts + faults.map(\.line)
  }
}
