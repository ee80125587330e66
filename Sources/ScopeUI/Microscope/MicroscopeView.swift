import CNNModel
import ScopeDebugger
import TerminalKit

/// The computation of a number: alone on small screens, on large ones at the right of the maps.
struct MicroscopeView: View {
  static let keys: [ViewKey<MicroscopeView>] = [
    ViewKey("<Tab>", "subject", "A, B", when: { view, shared in view.isOfPair(shared) }),
    ViewKey("<Up>", "up", "cell"), ViewKey("<Down>", "down", "cell"),
    ViewKey("<Left>", "left", "cell"), ViewKey("<Right>", "right", "cell"),
    ViewKey(".", "tap next", "tap"), ViewKey(",", "tap back", "tap"),
    ViewKey("[", "focus back", "part"), ViewKey("]", "focus next", "part"),
    ViewKey("<Enter>", "inspect", "into"), ViewKey("<Backspace>", "return", "return"),
    ViewKey("<Space>", "play", "play"), ViewKey("q", "leave", "out"),
    .everywhere("?"), ViewKey("o", "follow", "weight"), .everywhere("s"),
    ViewKey("=", "slope", "slope"), ViewKey("1", "aspect terms"), ViewKey("2", "aspect matrix"),
    ViewKey("3", "aspect steps"), ViewKey("4", "aspect scatter"),
    ViewKey("<Tab>", "aspect", when: { view, shared in !view.isOfPair(shared) }),
    ViewKey("z", "axes"),
    ViewKey("i", "edit"),
    ViewKey("D", "changed", "its change", when: { $1.session.editTrace != nil }),
  ]

  static let closedReason = "Enter on a cell of a map opens the microscope first"

  var microscope: Microscope
  /// What the number belongs to, where that is not what the session steps through: the gradient of a
  /// score, whose loss is the score.
  private let own: Debugger?
  /// Which of two subjects side by side it belongs to.
  private(set) var member: PairMember

  /// - Parameters:
  ///   - own: what the number belongs to; `nil` for what the session steps through.
  ///   - member: which of two subjects side by side it belongs to.
  init(_ microscope: Microscope, of own: Debugger? = nil, _ member: PairMember = .first) {
    (self.microscope, self.own, self.member) = (microscope, own, member)
  }

  /// Whether the number is one that the session itself steps through.
  private var isOfSession: Bool { own == nil && member == .first }

  /// The number, where it is not one that the session itself steps through.
  var ownNumber: NumberReference? { isOfSession ? nil : microscope.number }

  /// What the number belongs to.
  func debugger(_ shared: SharedState) -> Debugger {
    own ?? (member == .second ? shared.session.pair?.second : nil) ?? shared.debugger
  }

  /// Whether it can look at one or the other of two subjects side by side.
  func isOfPair(_ shared: SharedState) -> Bool { own == nil && shared.session.pair != nil }

  /// Looks at the same number of one of two subjects.
  ///
  /// - Throws: ``UserError`` where that has none.
  mutating func look(at member: PairMember, of pair: SubjectPair) throws(UserError) {
    guard own == nil, member != self.member else { return }
    let number = try pair.counterpart(of: microscope.number, in: self.member)
    self.member = member
    show(number)
  }

  /// Shows another number in the same way.
  private mutating func show(_ number: NumberReference) {
    var opened = Microscope(number)
    (opened.aspect, opened.hasChannelsLast) = (microscope.aspect, microscope.hasChannelsLast)
    if opened.aspect == .scatter { opened.aspect = .terms }
    microscope = opened
  }

  /// Selects the number on the maps, or the one that belongs to it there.
  func select(_ number: NumberReference, _ shared: inout SharedState) {
    guard own == nil else { return }
    guard member == .second else { return shared.selection.show(number, shared.session) }
    let counterpart = try? shared.session.pair?.counterpart(of: number, in: .second)
    if let counterpart { shared.selection.show(counterpart, shared.session) }
  }

  var title: String { "microscope" }
  var traits: ViewTraits {
    var traits = ViewTraits(
      lifetime: .untilSelectionChanges, waitsForWork: true, staysAboveNews: true)
    if own != nil { traits.enlargingRefusal = "the gradient of a score is not shown enlarged" }
    if member == .second { traits.enlargingRefusal = "B is not shown enlarged; Tab looks at A" }
    return traits
  }

  func isValid(_ shared: SharedState) -> Bool {
    (member == .first || shared.session.pair != nil)
      && debugger(shared).inspector.has(microscope.number)
  }

  func placement(_ scene: Scene) -> Placement {
    scene.size.columns >= 150 && !scene.hasHost ? .beside : .covers
  }

  func part(of rest: inout Rect, _ scene: Scene) -> Rect {
    rest.takeRight(rest.width - rest.width * 2 / 5)
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    if placement(scene) == .beside {
      canvas.verticalLine(x: rest.x, y: rest.y, length: rest.height)
      _ = rest.takeLeft(1)
    }
    MicroscopePane(
      scene, microscope, debugger(scene.shared), isOfPair(scene.shared) ? member : nil
    ).draw(&canvas, rest)
  }

  func lookedAt(_ shared: SharedState) -> Microscope? { isOfSession ? microscope : nil }

  func reproduction(_ shared: SharedState) -> [String] {
    guard own == nil else { return [] }
    let aspect = microscope.aspect == .terms ? [] : ["aspect \(microscope.aspect.rawValue)"]
    let subject = shared.session.pair.map { _ in ["subject \(member.rawValue)"] } ?? []
    return subject + ["open \(debugger(shared).names.name(of: microscope.number))"] + aspect
      + shared.selection.scaleLines
  }

  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    switch mouse.action {
    case .wheelUp: .perform("tap back")
    case .wheelDown: .perform("tap next")
    case .press, .drag, .release: nil
    }
  }
}

/// Moving, from cell to cell and from term to term.
extension MicroscopeView: PlayingView {
  /// Moves to a neighboring cell: the window slides.
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let neighbor = debugger(shared).inspector.neighbor(
      of: microscope.number, rows: rows, columns: columns)
    guard let neighbor else { return true }
    microscope.move(to: neighbor)
    select(microscope.number, &shared)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let far = toEnd ? 1 << 30 : -(1 << 30)
    return move(rows: far, columns: far, &shared)
  }

  /// The number under it is that of the sample which is looked at.
  mutating func moveToSample(_ shared: SharedState) {
    let debugger = debugger(shared)
    guard own == nil, case .cell(let reference, var position) = microscope.number,
      debugger.network.hasBatch(reference), !position.indices.isEmpty
    else { return }
    position[0] = debugger.sample
    microscope.move(to: position)
  }

  mutating func moveTap(forward: Bool, _ debugger: Debugger) throws(UserError) {
    if microscope.aspect == .scatter { return try moveShare(forward: forward, debugger) }
    let computation = try debugger.inspector.computation(of: microscope.number)
    if !microscope.moveTap(forward: forward, in: computation) { microscope.isPlaying = false }
  }

  var isPlaying: Bool { microscope.isPlaying }

  mutating func play(_ shared: SharedState) {
    guard isPlaying else { return }
    do throws(UserError) { try moveTap(forward: true, debugger(shared)) } catch {
      microscope.isPlaying = false
    }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    guard isPlaying else { return }
    microscope.isPlaying = false
    let computation = try? debugger(shared).inspector.computation(of: microscope.number)
    guard let computation else { return }
    microscope.moveToLastTap(in: computation)
  }
}

/// Going into numbers, and back.
extension MicroscopeView {
  /// Goes into the channel in focus, or to the cell that the term in focus was read from.
  mutating func enter(_ shared: inout SharedState) throws(UserError) {
    if microscope.aspect == .scatter { return try followShare(&shared) }
    let computation = try debugger(shared).inspector.computation(of: microscope.number)
    if !microscope.enter(computation) { try follow(factor: 0, &shared) }
  }

  /// Goes to the cell that a number of the term in focus was read from.
  ///
  /// - Parameter factor: 0 is what it reads, 1 what that is multiplied with.
  mutating func follow(factor: Int, _ shared: inout SharedState) throws(UserError) {
    let computation = try debugger(shared).inspector.computation(of: microscope.number)
    let part = microscope.focus(of: computation)
    let terms = Self.terms(of: part, computation)
    guard !terms.isEmpty else {
      throw UserError("the focused part is a constant of the formula")
    }
    let term = terms[min(factor, terms.count - 1)]
    guard let source = debugger(shared).inspector.source(of: term, in: part.definer) else {
      throw UserError(
        term.isPadding
          ? "this cell is padding, not a computed number"
          : "\(term.symbol) is the value before the update")
    }
    microscope.follow(source)
    select(source, &shared)
  }

  /// The numbers of a part that were read from somewhere; from a number of the formula itself one
  /// goes to the only cell that there is.
  private static func terms(of part: Part, _ computation: Computation) -> [Term] {
    let terms = [part.addend?.read, part.addend?.multiplier].compactMap { $0 }
    guard terms.isEmpty else { return terms }
    let cells = Set(computation.root.expression.terms.filter(\.isCell))
    return cells.count == 1 ? Array(cells) : []
  }

  /// Goes back to where the last term was followed from, or out of the channel, or closes.
  mutating func goBackAlongTrail(_ shared: inout SharedState) -> ViewChange {
    guard microscope.goBack() else { return microscope.leave() ? .stay : .close }
    select(microscope.number, &shared)
    return .stay
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    microscope.leave() ? .stay : .close
  }

  /// Looks at the activation, the gradient or the parameter of the same cell; closes where the cell
  /// has none.
  mutating func show(
    _ content: MapContent, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange? {
    guard case .cell(let reference, let position) = microscope.number,
      let kind = reference.kind.counterpart(content)
    else { return .close }
    let turned = TensorReference(reference.node, kind)
    if let absence = debugger(shared).tensors.absence(of: turned) { throw UserError(absence) }
    look(at: .cell(turned, position), &shared)
    return .stay
  }

  /// Explains another number, in the same way.
  mutating func look(at number: NumberReference, _ shared: inout SharedState) {
    show(number)
    shared.news.clear()
    select(number, &shared)
  }
}

extension TensorReference.Kind {
  /// What has the same cells: the gradient of an activation or a parameter, and back.
  fileprivate func counterpart(_ content: MapContent) -> Self? {
    switch (content, self) {
    case (.activation, .activation), (.activation, .gradient): .activation
    case (.gradient, .activation), (.gradient, .gradient): .gradient
    case (.weights, .parameter(let index)), (.weights, .parameterGradient(let index)):
      .parameter(index)
    case (.gradient, .parameter(let index)), (.gradient, .parameterGradient(let index)):
      .parameterGradient(index)
    default: nil
    }
  }
}
