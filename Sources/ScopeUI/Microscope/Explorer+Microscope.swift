import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What the keys of the microscope do.
extension Explorer {
  /// Opens the microscope on a number such as `conv2[3,4,5]`.
  mutating func openMicroscope(_ text: String) throws(UserError) {
    look(at: try session.debugger.number(named: text))
  }

  /// Looks at the activation or the gradient of the same cell.
  ///
  /// - Returns: false when that is not what `word` asks for.
  mutating func turnMicroscope(to word: Substring?) throws(UserError) -> Bool {
    guard case .cell(let reference, let position)? = microscope?.number else { return false }
    let kind: TensorReference.Kind
    switch (word, reference.kind) {
    case ("activation", .activation), ("activation", .gradient): kind = .activation
    case ("gradient", .activation), ("gradient", .gradient): kind = .gradient
    case ("weights", .parameter(let index)), ("weights", .parameterGradient(let index)):
      kind = .parameter(index)
    case ("gradient", .parameter(let index)), ("gradient", .parameterGradient(let index)):
      kind = .parameterGradient(index)
    default: return false
    }
    let turned = TensorReference(reference.node, kind)
    if let absence = session.debugger.absence(turned) { throw UserError(absence) }
    look(at: .cell(turned, position))
    return true
  }

  private mutating func look(at number: NumberReference) {
    var opened = Microscope(number)
    opened.aspect = microscope?.aspect ?? .terms
    opened.hasChannelsLast = microscope?.hasChannelsLast ?? false
    microscope = opened
    message = Message("")
    showNumber()
  }

  /// The number under the microscope, or under the cursor of the maps.
  var numberInView: NumberReference {
    get throws(UserError) {
      if let microscope { return microscope.number }
      if showsOriginal { throw UserError(originalIsPlain) }
      guard let maps, maps.count > 0 else {
        throw UserError(session.debugger.absence(view.reference) ?? "there is nothing to see")
      }
      let position = maps[view.channel].position(row: view.cell.row, column: view.cell.column)
      return .cell(view.reference, position)
    }
  }

  /// Goes into the cell under the cursor, the channel in focus, or the cell that the term in focus
  /// was read from.
  mutating func inspect() throws(UserError) {
    guard let microscope else { return look(at: try numberInView) }
    let computation = try session.debugger.computation(of: microscope.number)
    if self.microscope?.enter(computation) == true { return }
    try follow(factor: 0)
  }

  /// Goes to the cell that a number of the term in focus was read from.
  ///
  /// - Parameter factor: 0 is what it reads, 1 what that is multiplied with.
  mutating func follow(factor: Int) throws(UserError) {
    guard let microscope else { return }
    let computation = try session.debugger.computation(of: microscope.number)
    let part = microscope.focus(of: computation)
    var terms = [part.addend?.read, part.addend?.met].compactMap { $0 }
    // From a number of the formula itself one goes to the only cell that there is.
    if terms.isEmpty {
      let cells = Set(computation.root.expression.terms.filter(\.isCell))
      terms = cells.count == 1 ? Array(cells) : []
    }
    guard !terms.isEmpty else {
      throw UserError("the part in focus is a number of the formula itself")
    }
    let term = terms[min(factor, terms.count - 1)]
    guard let source = session.debugger.source(of: term, in: part.definer) else {
      throw UserError(
        term.isPadding
          ? "this cell is padding; nothing computed it" : "\(term.symbol) is what was there before")
    }
    self.microscope?.follow(source)
    showNumber()
  }

  /// Boxes what a unit sees or reaches, on the first picture of it; without when it is boxed.
  mutating func box(_ field: UnitField, isForward: Bool) throws(UserError) {
    if boxes != nil { return unbox() }
    let pictures = field.regions.indices.filter { field.regions[$0] != nil }
    guard let target = isForward ? pictures.dropFirst().first : pictures.first else {
      throw UserError(field.sentence)
    }
    boxes = UnitBoxes(field: field, microscope: microscope, view: view)
    microscope = nil
    view.look(at: target, .activation)
    if let region = field.regions[target] {
      view.cell = MapPosition(
        row: (region.rows.lowerBound + region.rows.upperBound) / 2,
        column: (region.columns.lowerBound + region.columns.upperBound) / 2)
    }
    message = Message(field.sentence)
  }

  /// Takes the boxes away and goes back to where they were asked for.
  mutating func unbox() {
    guard let boxes else { return }
    (microscope, view) = (boxes.microscope, boxes.view)
    self.boxes = nil
  }

  /// Goes back to where the last term was followed from, or out of the channel, or closes.
  mutating func leaveMicroscope(alongTrail: Bool) {
    if alongTrail, microscope?.goBack() == true {
      showNumber()
    } else if microscope?.leave() != true {
      microscope = nil
    }
  }

  /// Moves to a neighboring cell: the window slides.
  mutating func moveMicroscope(rows: Int, columns: Int) {
    guard let number = microscope?.number,
      let position = session.debugger.neighbor(of: number, rows: rows, columns: columns)
    else { return }
    microscope?.move(to: position)
    showNumber()
  }

  mutating func moveTap(forward: Bool) throws(UserError) {
    guard let number = microscope?.number else { return }
    let computation = try session.debugger.computation(of: number)
    if microscope?.moveTap(forward: forward, in: computation) != true {
      microscope?.isPlaying = false
    }
  }

  /// Shows another aspect of the number: the one that is named, or else the next.
  mutating func show(aspect text: String) throws(UserError) {
    let all = Microscope.Aspect.allCases
    guard let current = microscope?.aspect, let index = all.firstIndex(of: current) else { return }
    guard let aspect = text.isEmpty ? all[(index + 1) % all.count] : .init(rawValue: text) else {
      throw UserError("the microscope shows terms, matrix or steps, not \"\(text)\"")
    }
    microscope?.aspect = aspect
  }

  /// Whether something on the screen goes on by itself, a tick at a time.
  public var isPlaying: Bool { microscope?.isPlaying ?? false }

  /// What plays goes on by one.
  mutating func playOn() {
    guard isPlaying else { return }
    do throws(UserError) { try moveTap(forward: true) } catch { microscope?.isPlaying = false }
  }

  /// What plays goes on to its end.
  mutating func playToTheEnd() {
    microscope?.isPlaying = false
    guard let number = microscope?.number,
      let computation = try? session.debugger.computation(of: number)
    else { return }
    microscope?.moveToLastTap(in: computation)
  }

  mutating func moveFocus(by distance: Int) throws(UserError) {
    guard let number = microscope?.number else { return }
    microscope?.moveFocus(by: distance, in: try session.debugger.computation(of: number))
  }

  /// Puts the cursor of the maps on the number under the microscope.
  private mutating func showNumber() {
    guard case .cell(let reference, let position)? = microscope?.number,
      let tensor = session.debugger.tensor(reference)
    else { return }
    view.look(at: reference.node, reference.kind)
    view.focus = .maps
    (view.channel, view.cell) = FeatureMaps(
      tensor, sample: session.debugger.sample(of: position, reference)
    ).place(
      ofOffset: tensor.shape.offset(of: position))
  }
}
