/// A terminal without a screen for tests: takes events from a list and keeps the pictures.
package struct MemoryTerminal: Terminal, Sendable {
  package private(set) var size: Size
  package let capabilities: Capabilities
  /// The events still to come; after the last one the terminal reports ``Event/terminate``.
  package private(set) var events: [Event]
  /// The pictures shown so far, oldest first.
  package private(set) var frames: [Canvas] = []
  package private(set) var cursor: ScreenPosition?
  package private(set) var bells = 0
  package private(set) var suspensions = 0
  package private(set) var mouse = false
  package private(set) var pictureMode = PictureMode.off
  package private(set) var isClosed = false
  package private(set) var appearance = Appearance()
  package private(set) var copied: [String] = []
  package private(set) var statusRequests = 0
  package var isOutputPending = false

  package init(
    size: Size = Size(columns: 80, rows: 24), capabilities: Capabilities = .full,
    events: [Event] = []
  ) {
    self.size = size
    self.capabilities = capabilities
    self.events = events
  }

  /// Appends an event to those still to come.
  package mutating func send(_ event: Event) { events.append(event) }

  package mutating func nextEvent(timeout milliseconds: Int?) -> Event {
    guard !events.isEmpty else { return .terminate }
    let event = events.removeFirst()
    if case .resize(let size) = event { self.size = size }
    return event
  }

  package var hasInput: Bool { !events.isEmpty }

  package mutating func present(_ canvas: Canvas, cursor: ScreenPosition?) {
    frames.append(canvas)
    self.cursor = cursor
  }

  package mutating func invalidate() {}
  package mutating func requestStatusReport() { statusRequests += 1 }
  package mutating func setAppearance(_ appearance: Appearance) { self.appearance = appearance }
  package mutating func copy(_ text: String) { copied.append(text) }
  package mutating func bell() { bells += 1 }
  package mutating func setPictures(_ mode: PictureMode) { pictureMode = mode }
  package mutating func setMouse(_ on: Bool) { mouse = on }
  package mutating func suspend() { suspensions += 1 }
  package mutating func close() { isClosed = true }
}
