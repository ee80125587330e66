/// A terminal without a screen: takes events from a list and keeps the pictures, for tests and for
/// playing scripts.
public struct MemoryTerminal: Terminal, Sendable {
  public private(set) var size: Size
  public let capabilities: Capabilities
  /// The events still to come; after the last one the terminal reports ``Event/terminate``.
  public private(set) var events: [Event]
  /// The pictures shown so far, oldest first.
  public private(set) var frames: [Canvas] = []
  public private(set) var cursor: ScreenPosition?
  public private(set) var bells = 0
  public private(set) var suspensions = 0
  public private(set) var mouse = false
  public private(set) var isClosed = false
  public private(set) var appearance = Appearance()
  public private(set) var copied: [String] = []
  public private(set) var receipts = 0
  public var isBehind = false

  public init(
    size: Size = Size(columns: 80, rows: 24), capabilities: Capabilities = .full,
    events: [Event] = []
  ) {
    self.size = size
    self.capabilities = capabilities
    self.events = events
  }

  /// Appends an event to those still to come.
  public mutating func send(_ event: Event) { events.append(event) }

  public mutating func nextEvent(timeout milliseconds: Int?) -> Event {
    guard !events.isEmpty else { return .terminate }
    let event = events.removeFirst()
    if case .resize(let size) = event { self.size = size }
    return event
  }

  public var hasInput: Bool { !events.isEmpty }

  public mutating func present(_ canvas: Canvas, cursor: ScreenPosition?) {
    frames.append(canvas)
    self.cursor = cursor
  }

  public mutating func invalidate() {}
  public mutating func requestReceipt() { receipts += 1 }
  public mutating func setAppearance(_ appearance: Appearance) { self.appearance = appearance }
  public mutating func copy(_ text: String) { copied.append(text) }
  public mutating func bell() { bells += 1 }
  public mutating func setMouse(_ on: Bool) { mouse = on }
  public mutating func suspend() { suspensions += 1 }
  public mutating func close() { isClosed = true }
}
