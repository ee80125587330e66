internal import CCurses
package import TerminalKit

/// The question for graphics that the terminal has not answered yet.
struct GraphicsQuestion {
  /// How many status reports come until it must have been answered.
  var reportsLeft: Int
  private let since = ContinuousClock.now
  /// How long the answer is waited for, in milliseconds.
  private static let patience = 1500

  init(reportsLeft: Int) { self.reportsLeft = reportsLeft }

  /// In milliseconds.
  var timeLeft: Int {
    let waited = Int((ContinuousClock.now - since) / .milliseconds(1))
    return max(0, Self.patience - waited)
  }
}

/// Pictures in place of heat, where the terminal has the graphics protocol of kitty.
extension CursesTerminal {
  /// Asks the terminal whether it has pictures; the answer is an event, and keys go on meanwhile.
  package mutating func setPictures(_ mode: PictureMode) {
    question = nil
    endPictures()
    guard mode != .off else { return }
    guard graphics != nil, !found.isMultiplexed, takesCommands, capabilities.depth >= .indexed256
    else { return answer(.absent) }
    ct_send(Graphics.question)
    requestStatusReport()
    guard flow.isOutputPending else { return answer(.silence) }
    question = GraphicsQuestion(reportsLeft: flow.outstandingCount)
  }

  private mutating func answer(_ answer: PictureAnswer) {
    question = nil
    isPictured = answer == .shown
    events.append(.pictures(answer))
  }

  private mutating func endPictures() {
    removePictures()
    if isPictured { invalidate() }
    isPictured = false
  }

  /// Takes the pictures off the screen; the next frame puts its own there.
  mutating func removePictures() { showPictures([]) }

  /// Takes the terminal's answer to the question for graphics; one that comes too late is left.
  mutating func take(hasGraphics: Bool) {
    guard question != nil else { return }
    answer(hasGraphics ? .shown : .absent)
  }

  /// Takes note of a status report: the terminal answers in order, so that one which came without an
  /// answer to the question before it has no graphics.
  mutating func noteStatusReport() {
    question?.reportsLeft -= 1
    if let question, question.reportsLeft <= 0 { take(hasGraphics: false) }
  }

  /// Ends the wait for an answer that does not come.
  mutating func endSilence() {
    if let question, question.timeLeft == 0 { answer(.silence) }
  }

  /// The cells that remain where pictures take the place of some.
  func withoutPictures(_ canvas: Canvas) -> (canvas: Canvas, pictures: [CellPicture]) {
    guard isPictured else { return (canvas, []) }
    let room = Rect(size)
    let pictures = canvas.visiblePictures.filter { $0.rect.intersection(room) == $0.rect }
    return (canvas.withoutHeat(of: pictures, pictureColors), pictures)
  }

  mutating func showPictures(_ pictures: [CellPicture]) {
    let colors = pictureColors
    guard let text = graphics?.change(to: pictures, colors), !text.isEmpty else { return }
    ct_send(text)
  }

  /// Pictures have all colors, whatever text has.
  private var pictureColors: Palette { Palette(.truecolor, palette.appearance) }
}
