internal import CCurses
package import TerminalKit

/// Pictures in place of heat, where the terminal has the graphics protocol of kitty.
extension CursesTerminal {
  package mutating func setPictures(_ mode: PictureMode) {
    graphicsReply = nil
    guard mode != .off else { return endPictures() }
    guard graphics != nil, !found.isMultiplexed, takesCommands, capabilities.depth >= .indexed256
    else {
      endPictures()
      return answer(arePictured: false)
    }
    if mode == .kitty { return answer(arePictured: true) }
    endPictures()
    ct_send(Graphics.question)
    requestStatusReport()
    guard flow.isOutputPending else { return answer(arePictured: false) }
    graphicsReply = flow.outstandingCount
  }

  private mutating func answer(arePictured: Bool) {
    isPictured = arePictured
    events.append(.pictures(arePictured))
  }

  private mutating func endPictures() {
    removePictures()
    if isPictured { invalidate() }
    isPictured = false
  }

  /// Takes the pictures off the screen; the next frame puts its own there.
  mutating func removePictures() { showPictures([]) }

  /// Takes the terminal's answer to the question for graphics.
  mutating func take(hasGraphics: Bool) {
    guard graphicsReply != nil else { return }
    graphicsReply = nil
    answer(arePictured: hasGraphics)
  }

  /// Takes note of a status report: the terminal answers in order, so that one which came without an
  /// answer to the question before it has no graphics.
  mutating func noteStatusReport() {
    guard let left = graphicsReply else { return }
    graphicsReply = left - 1
    if left <= 1 { take(hasGraphics: false) }
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
