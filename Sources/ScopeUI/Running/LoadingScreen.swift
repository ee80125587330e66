import TerminalKit

/// A screen that names what is being opened, until that is done or the user leaves.
package struct LoadingScreen {
  private let what: String
  /// The events that arrived meanwhile, for the explorer.
  package private(set) var events: [Event] = []
  private static let mostEvents = 256
  /// The time from one look at the clock to the next, in milliseconds.
  private static let tickInterval = 250

  /// - Parameter what: such as `opening vgg19.onnx`.
  package init(_ what: String) { self.what = what }

  /// Waits until it is over; ending the work also ends the terminal's wait.
  ///
  /// - Returns: false when the user does not wait any longer.
  package mutating func run<T: Terminal & ~Copyable>(
    on terminal: inout T, until isOver: () -> Bool
  ) -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    while !isOver() {
      terminal.present(picture(terminal.size, seconds: (clock.now - start).components.seconds))
      switch terminal.nextEvent(timeout: Self.tickInterval) {
      case .key(.control("c")), .key(.character("q")), .key(.character("Q")), .interrupt,
        .terminate:
        return false
      case .suspend, .key(.control("z")): terminal.suspend()
      case .key(.control("l")): terminal.invalidate()
      case .tick, .resize, .resumed: break
      case let event: if events.count < Self.mostEvents { events.append(event) }
      }
    }
    return true
  }

  private func picture(_ size: Size, seconds: Int64) -> Canvas {
    var canvas = Canvas(size)
    canvas.fill(Rect(x: 0, y: 0, width: size.columns, height: 1), with: Cell(" ", .heading))
    canvas.write("cnnscope", x: 1, y: 0, .title)
    let text = seconds > 0 ? "\(what) ∙ \(seconds) s" : what
    for (row, line) in wrapped(text, to: size.columns - 2).enumerated() {
      canvas.write(line, x: 1, y: size.rows / 2 + row, .accent)
    }
    canvas.write("C-c leaves", x: 1, y: size.rows - 1, .dim)
    return canvas
  }
}
