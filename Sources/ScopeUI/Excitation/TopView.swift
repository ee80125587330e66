import CNNModel
import ScopeDebugger
import TerminalKit

/// The samples of the data set that excite a channel most.
struct TopView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "top", TopArguments().optional, keys: [KeyBinding("T")],
      help: "the samples of the test part, or of train, that excite a channel, unit or class most: "
        + "conv2[3], class[7] train",
      refusal: { SearchedData.refusal($0.session) },
      action: { explorer, wanted throws(UserError) in
        try open(wanted ?? .init(), in: &explorer)
      })
  ].inGroup(.evaluation)

  private static func open(
    _ wanted: TopArguments.Value, in explorer: inout Explorer
  ) throws(UserError) {
    let looked = if let channel = wanted.channel { channel } else { try looked(explorer.shared) }
    let data = try SearchedData(explorer.session, wanted.part)
    let search = try TopSearch(looked, count: wanted.count, in: data)
    explorer.open(TopView(search, explorer.session.generation))
  }

  static let closedReason = "top opens the view that this belongs to first"

  static let localCommands: [Command<Explorer>] = [
    inside(
      "whole", help: "whole images, or only what the winning cell sees",
      action: { view, _ in view.isWhole.toggle() })
  ]

  static let keys: [ViewKey<TopView>] = [
    ViewKey("<Left>", "left", "sample"), ViewKey("<Right>", "right", "sample"),
    ViewKey("<Up>", "up"), ViewKey("<Down>", "down"), ViewKey("<Enter>", "visit", "open"),
    ViewKey("<Space>", "whole", "whole images"),
    ViewKey("<C-c>", "leave", when: { view, _ in view.work != nil }),
    ViewKey("q", "leave", "back", isKept: true), .everywhere("?"), .everywhere(":"),
  ]

  private var search: TopSearch
  private var work: SearchWork<TopSearch>?
  private let generation: Int
  private var selected = 0
  private var isWhole = false

  init(_ search: TopSearch, _ generation: Int) {
    (self.search, self.generation) = (search, generation)
    work = SearchWork(search)
  }

  /// The channel whose map is selected.
  private static func looked(_ shared: SharedState) throws(UserError) -> LayerChannel {
    let (session, selection) = (shared.session, shared.selection)
    let channel = selection.isImage(selection.kind) ? selection.channel : 0
    let node = session.network.nodes[selection.node].name
    let maps = shared.maps?.count ?? 0
    // The units of a layer without rows and columns are the cells of its only map.
    let isList = session.network.sampleShape(of: selection.node).rank == 1
    let columns = shared.maps.map { $0.count > 0 ? $0[0].columns : 1 } ?? 1
    let unit = selection.cell.row * columns + selection.cell.column
    let index = isList && maps > 0 ? unit : channel
    return try channelNamed("\(node)[\(index)]", session)
  }

  private static func channelNamed(
    _ text: String, _ session: Session
  ) throws(UserError) -> LayerChannel {
    guard let channel = try LayerChannel(text, of: session.network) else {
      throw UserError("\(text) is no channel")
    }
    return channel
  }

  var title: String { "top" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }
  func isValid(_ shared: SharedState) -> Bool { generation == shared.session.generation }

  func reproduction(_ shared: SharedState) -> [String] {
    [(["top"] + search.words).joined(separator: " ")]
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    let name = search.channel.name(in: search.data.network)
    let heading = work.map { "\(name): \($0.progress)" } ?? ExcitationText.heading(search)
    ViewHeading(title: "TOP", rest: heading).draw(&canvas, rest.takeTop(1))
    TopPane(
      search: search, selected: selected, isWhole: isWhole, capabilities: scene.capabilities
    ).draw(&canvas, rest)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let distance = rows * TopPane.columns(search.hits.count) + columns
    let place = selected + distance
    if search.hits.indices.contains(place) { selected = place }
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    selected = toEnd ? max(0, search.hits.count - 1) : 0
    return true
  }

  /// Puts the selected sample into the debugger, runs it through the network, and selects the cell
  /// that won.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard search.hits.indices.contains(selected) else {
      throw UserError("there is no sample to open")
    }
    let hit = search.hits[selected]
    let shape = search.data.network.sampleShape(of: search.channel.node).batched(1)
    return try shared.visit(
      sample: search.name(of: hit),
      landing: Landing(node: search.channel.node, offset: shape.offset(of: hit.cell)))
  }
}

extension TopView: PlayingView {
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    guard let result = work?.result else { return }
    (search, work) = (result, nil)
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, work.result == nil { Runner.rest() }
    play(shared)
  }
}

extension TopView {
  func summary(_ scene: Scene) -> [String]? {
    let lines = ExcitationText.lines(search)
    let row = lines.dropFirst(selected + 1).prefix(1).map { "sample \(selected + 1): \($0)" }
    return lines.prefix(1) + row
  }

  func details(_ scene: Scene) -> [String] { Array(ExcitationText.lines(search).dropFirst()) }
}
