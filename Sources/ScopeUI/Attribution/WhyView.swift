import Attribution
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// Why a score is what it is: the parts of the cells of the input by one method, or the addends that
/// make it.
struct WhyView: View {
  static let keys: [ViewKey<WhyView>] = [
    ViewKey("<Up>", "up", "cell"), ViewKey("<Down>", "down", "cell"),
    ViewKey("<Left>", "left", "cell"), ViewKey("<Right>", "right", "cell"),
    ViewKey("<Enter>", "visit", "into"), ViewKey("<Tab>", "method next", "method"),
    ViewKey("<S-Tab>", "method back"), ViewKey("]", "class next", "class"),
    ViewKey("[", "class back"), ViewKey("<Space>", "random", "random"),
    ViewKey("o", "formula", "formula", when: { view, _ in view.list != nil }),
    ViewKey(
      "<Backspace>", "higher", "higher", isKept: true,
      when: { view, _ in view.trail.count > 1 }),
    ViewKey(")", "section next", "slice", when: { view, _ in view.sliceCount > 1 }),
    ViewKey("(", "section back", when: { view, _ in view.sliceCount > 1 }),
    ViewKey("<C-c>", "leave", when: { view, _ in view.work != nil }),
    ViewKey("q", "leave", "back", isKept: true),
    .everywhere("?"), .everywhere(":"),
  ]

  /// How the inputs are called.
  let inputName: String
  /// Whether the parameters are random.
  let isUntrained: Bool
  private let generation: Int
  private(set) var request: AttributionRequest
  /// The question that the map answers.
  private var answered: AttributionRequest
  /// The map; that of other settings until a new one is computed.
  private(set) var answer: AttributionAnswer?
  /// Its picture, and that of the map with random parameters.
  private(set) var picture: AttributionPicture?
  private(set) var random: AttributionPicture?
  /// Why there is none.
  private(set) var failure: String?
  private(set) var work: AttributionWork?
  /// The selected place of the picture.
  private(set) var cell = CellPosition(row: 0, column: 0)
  private(set) var slice = 0
  /// The selected addend.
  private(set) var row = 0
  /// The numbers that were taken apart, the score first.
  private(set) var trail: [ContributionList] = []

  /// Work of at most so many multiply-accumulates is done at once: some hundredths of a second.
  private static let atOnce = 400_000_000

  init(
    _ request: AttributionRequest, inputName: String, isUntrained: Bool = false, generation: Int
  ) {
    (self.request, self.inputName, self.generation) = (request, inputName, generation)
    self.isUntrained = isUntrained
    answered = request
    begin()
  }

  var title: String { "why" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }
  func isValid(_ shared: SharedState) -> Bool { generation == shared.session.generation }

  /// The addends that are seen; `nil` where the method gives none.
  var list: ContributionList? { trail.last }

  var sliceCount: Int { picture?.sliceCount ?? 1 }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    WhyPane(self, scene.capabilities).draw(&canvas, rect)
  }

  func reproduction(_ shared: SharedState) -> [String] {
    let score = answer.map {
      [$0.score.label.map { "\($0)" } ?? $0.score.name(in: request.network)]
    }
    return [(["why"] + (score ?? []) + [request.method.name]).joined(separator: " ")]
  }
}

/// Computing maps.
extension WhyView: PlayingView {
  /// Computes the map of another question, at once or by another thread.
  mutating func change(_ change: (inout AttributionRequest) -> Void) {
    change(&request)
    begin()
  }

  private mutating func begin() {
    (failure, work) = (nil, nil)
    if request.multiplyAccumulates <= Self.atOnce {
      finish(AttributionWork.outcome(request, answer?.pass))
    } else {
      work = AttributionWork(request, answer?.pass)
    }
  }

  private mutating func finish(_ outcome: AttributionWork.Outcome) {
    work = nil
    switch outcome {
    case .failure(let error):
      guard !error.isCancellation else { return }
      (failure, trail) = (error.description, [])
    case .success(let new):
      let isOther = new.map.picture.shape != answer?.map.picture.shape
      (answer, answered) = (new, request)
      picture = AttributionPicture(new.map, new.question)
      random = new.sanity.map { AttributionPicture($0.map, new.question) }
      trail = new.map.contributions.map { [$0] } ?? []
      row = 0
      if isOther { goToStrongest() }
    }
  }

  private mutating func goToStrongest() {
    guard let picture, let answer else { return }
    let best = answer.map.strongestPlace
    slice = picture.maps.slice(ofOffset: best)
    guard let map = picture.map(slice: slice) else { return }
    let place = max(0, best - map.offset)
    cell = CellPosition(row: place / max(1, map.columns), column: place % max(1, map.columns))
  }

  /// Whether the map is being computed.
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    if let outcome = work?.outcome { finish(outcome) }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, work.outcome == nil { Runner.rest() }
    play(shared)
  }
}

/// Moving in it, and out of it.
extension WhyView {
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    if let list {
      row = min(max(0, row + (rows == 0 ? columns : rows)), max(0, list.parts.count - 1))
    } else if let map = picture?.map(slice: slice) {
      cell.row = min(max(0, cell.row + rows), max(0, map.rows - 1))
      cell.column = min(max(0, cell.column + columns), max(0, map.columns - 1))
    }
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let far = toEnd ? 1 << 30 : -(1 << 30)
    return move(rows: far, columns: far, &shared)
  }

  mutating func moveSlice(_ choice: RelativeIndex) throws(UserError) {
    guard let index = choice.resolved(from: slice, count: sliceCount) else {
      throw UserError("there are the slices 0 to \(sliceCount - 1)")
    }
    slice = index
  }

  /// Takes apart what the selected addend was read from.
  mutating func descend() throws(UserError) {
    guard let list, let answer, list.parts.indices.contains(row) else { return }
    guard let source = list.parts[row].source else {
      throw UserError("a \(list.parts[row].name) is a parameter; it is made of nothing else")
    }
    do throws(AttributionError) {
      trail.append(try answer.pass.contributions(of: source))
      row = 0
    } catch {
      throw UserError(error)
    }
  }

  /// Returns to the number above.
  mutating func ascend() {
    guard trail.count > 1 else { return }
    trail.removeLast()
    row = 0
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    guard work != nil, answer != nil else { return .close }
    // The map before is still there; the one that is computed is given up.
    (work, request) = (nil, answered)
    shared.news.say("stopped; this is the map before", .warning)
    return .stay
  }
}

extension WhyView {
  func summary(_ scene: Scene) -> [String]? {
    guard let answer else { return ["why: \(failure ?? "nothing is computed yet")"] }
    let text = AttributionText(answer)
    return ["why: \(text.title), \(text.score)"] + strongest(answer, text) + selected(answer, text)
  }

  /// The cell on which the score depends most.
  private func strongest(_ answer: AttributionAnswer, _ text: AttributionText) -> [String] {
    let place = answer.map.strongestPlace
    guard answer.map.values.elements.indices.contains(place) else { return [] }
    let value = Decimals.text(answer.map.values.elements[place], 3)
    return ["strongest at \(text.name(ofOffset: place)): \(value)"]
  }

  /// The addend or the cell under the cursor.
  private func selected(_ answer: AttributionAnswer, _ text: AttributionText) -> [String] {
    if let list, list.parts.indices.contains(row) {
      let part = list.parts[row]
      return ["part \(row + 1) of \(list.parts.count): \(text.name(of: part))"]
    }
    return ["cursor at \(cell.row),\(cell.column)"]
  }

  func details(_ scene: Scene) -> [String] {
    guard let answer else { return [] }
    let text = AttributionText(answer)
    return [text.formula, text.prediction, text.parameters, text.completeness, text.sanity]
      .compactMap(\.self).filter { !$0.isEmpty }
  }
}
