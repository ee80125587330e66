import CNNEngine
import ScopeDebugger
import TerminalKit

/// What the keys of the microscope do.
extension Explorer {
  /// Opens the microscope on a number such as `conv2[3,4,5]`.
  mutating func openMicroscope(_ text: String) throws(UserError) {
    look(at: try session.debugger.number(named: text))
    if let absence = try absence { throw UserError(absence) }
  }

  /// Why there is no computation to see; `nil` where there is one.
  private var absence: String? {
    get throws(UserError) {
      guard let microscope else { return nil }
      do throws(UserError) {
        _ = try session.debugger.computation(of: microscope.number)
        return nil
      } catch { return error.description }
    }
  }

  private mutating func look(at number: NumberReference) {
    microscope = Microscope(number)
    showNumber()
  }

  /// Goes into the cell under the cursor, the channel in focus, or the cell that the term in focus
  /// was read from.
  mutating func inspect() throws(UserError) {
    guard let microscope else {
      guard let maps, maps.count > 0 else {
        throw UserError(session.debugger.absence(view.reference) ?? "there is nothing to see")
      }
      let position = maps[view.channel].position(row: view.cell.row, column: view.cell.column)
      look(at: .cell(view.reference, position))
      return
    }
    let computation = try session.debugger.computation(of: microscope.number)
    if self.microscope?.enter(computation) == true { return }
    try follow(factor: 0)
  }

  /// Goes to the cell that a number of the term in focus was read from.
  ///
  /// - Parameter factor: 0 is what it reads, 1 what that is multiplied with.
  mutating func follow(factor: Int) throws(UserError) {
    guard let microscope else { return }
    let part = microscope.focus(of: try session.debugger.computation(of: microscope.number))
    let addend = part.addend
    let terms = [addend?.read, addend?.met].compactMap { $0 }
    guard !terms.isEmpty else { throw UserError("the part in focus is a number of the formula itself") }
    let term = terms[min(factor, terms.count - 1)]
    guard let source = session.debugger.source(of: term, in: part.definer) else {
      throw UserError(
        term.isPadding
          ? "this cell is padding; nothing computed it" : "\(term.symbol) is what was there before")
    }
    self.microscope?.follow(source)
    showNumber()
  }

  /// Goes back to where the last term was followed from, or out of the channel, or closes.
  mutating func leaveMicroscope(alongTrail: Bool) {
    if alongTrail, microscope?.goBack() == true {
      showNumber()
    } else if microscope?.leave() != true {
      microscope = nil
    }
  }

  /// Moves to a neighbouring cell: the window slides.
  mutating func moveMicroscope(rows: Int, columns: Int) {
    guard let number = microscope?.number,
      let position = session.debugger.neighbour(of: number, rows: rows, columns: columns)
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

  /// Whether something on the screen goes on by itself, a tick at a time.
  public var isPlaying: Bool { microscope?.isPlaying ?? false }

  /// What plays goes on by one.
  mutating func playOn() {
    guard isPlaying else { return }
    do throws(UserError) { try moveTap(forward: true) } catch { microscope?.isPlaying = false }
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
    (view.channel, view.cell) = FeatureMaps(tensor, reference.kind).place(
      ofOffset: tensor.shape.offset(of: position))
  }
}
