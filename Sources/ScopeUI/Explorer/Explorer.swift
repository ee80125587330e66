public import ScopeDebugger
public import TerminalKit

/// The explorer: a session, and what the screen shows of it. A value that events change in one
/// place and panes draw without changing it.
public struct Explorer: Sendable {
  public var session: Session
  var view: ViewState
  /// What is being typed at the prompt.
  var prompt: Prompt?
  var history: [String] = []
  /// The number that is taken apart.
  var microscope: Microscope?
  /// What a unit sees or reaches, while it is shown.
  var boxes: UnitBoxes?
  /// A text over the panes.
  var page: TextPage?
  /// What the arrows move in the lab; `nil` while the lab is closed.
  var labPart: LabPart?
  /// The file of weights that is shown; `nil` while none is.
  var weightsView: WeightsView?
  /// What the views of a training show.
  var training = TrainingState()
  /// The lesson that is open.
  var lessonView: LessonView?
  /// What the user is to predict, outside of lessons.
  var prediction: Question?
  var message = Message(
    "new here? :tour shows the way; s steps forward, S back, ? shows all keys")
  public internal(set) var size: Size
  public let capabilities: Capabilities
  /// Whether the second C-c in a row quits.
  var asksToQuit = false
  /// How many seconds news stay where what runs is told.
  var newsTime = 0.0
  /// The command that would lose what was learnt, and was not done yet.
  var asksToLose: String?
  /// Whether it is asked what is to become of what was learnt, before the program is left.
  var isLeaving = false
  var isProjecting = false
  var preferences = Preferences()
  /// What the terminal has said of itself.
  var reportedBackground: Background
  var recording = Recording()
  /// What is to be done first.
  var beginning: Beginning?
  /// How the program was started; `nil` where nobody typed it.
  public var invocation: Invocation?
  /// What another thread does for the explorer.
  var away: AwayNote?
  /// What a command asks of the terminal, until the event is over.
  var effects: [Effect] = []

  /// - Parameter background: what the environment says of it.
  public init(
    _ session: Session, size: Size, capabilities: Capabilities, background: Background = .unknown
  ) {
    (self.session, self.size, self.capabilities) = (session, size, capabilities)
    reportedBackground = background
    preferences.appearance.background = background
    recording.add(.resize(size))
    view = ViewState(node: session.network.sources[0], generation: session.generation)
    if let remark = session.network.remark { message = Message(remark) }
    if let list = session.weightList { show(list, isAlone: true) }
  }

  /// Whether there is work to do between events.
  public var isRunning: Bool { session.isRunning }

  /// Whether a phase may take so long that the screen should stay alive meanwhile.
  var isSlow: Bool { session.network.multiplyAccumulateCount > 50_000_000 }

  /// Does one piece of what is running; shows where it came to when it ends.
  ///
  /// - Parameter isDue: whether somebody wants to look. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  @discardableResult
  public mutating func work(until isDue: () -> Bool = { true }) -> Stop? {
    let before = session.pieces
    defer { recording.worked(session.pieces - before) }
    return advance(until: isDue)
  }

  private mutating func advance(until isDue: () -> Bool) -> Stop? {
    let isTraining = session.isTraining
    let stop = session.work(until: isDue)
    arrive(stop, isTraining)
    return stop
  }

  /// Shows where a run came to when it has ended.
  mutating func arrive(_ stop: Stop?, _ isTraining: Bool) {
    guard let stop else { return }
    noteBeginning(stop)
    arrive(stop, follows: !isTraining)
    goOnWithLesson()
  }

  /// What commands asked of the terminal since the last call.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// Works until nothing is running, as scripts do.
  public mutating func workToTheEnd() {
    while isRunning || isBeginning {
      if isRunning { _ = advance { false } } else { goOnBeginning() }
    }
    if isPlaying { playToTheEnd() }
  }

  /// Shows the layer that execution came to, and why it stopped.
  ///
  /// - Parameter follows: whether the layer is selected; who trains keeps looking at his own.
  private mutating func arrive(_ stop: Stop, follows: Bool) {
    switch stop {
    case .refused, .beginning: message = Message(stop.sentence, .warning)
    case .endOfStep where !follows: message = Message(session.news(of: stop))
    default:
      follow()
      message = Message(session.news(of: stop))
    }
    keepInBounds()
  }

  /// Selects what the last phase made.
  mutating func follow() {
    let debugger = session.debugger
    switch debugger.last {
    case .forward(let node): view.look(at: node, .activation)
    case .loss: view.look(at: debugger.network.output.node, .activation)
    case .backward(let node): view.look(at: node, .gradient)
    case .update: lookAtParameters(debugger)
    case nil: view.look(at: debugger.network.sources[0], .activation)
    }
  }
}

extension Explorer {
  /// Selects the first parameter of the selected layer, or of the first layer that has one.
  private mutating func lookAtParameters(_ debugger: Debugger) {
    let nodes = [view.node] + Array(debugger.network.nodes.indices)
    guard let node = nodes.first(where: { !debugger.names.parameters(of: $0).isEmpty }) else {
      return
    }
    view.look(at: node, .parameter(0))
  }
}

/// What the screen shows.
struct ViewState: Hashable, Sendable {
  /// The selected layer.
  var node: Int
  var kind: TensorReference.Kind = .activation
  /// The selected map.
  var channel = 0
  /// The cell under the cursor of the map.
  var cell = MapPosition(row: 0, column: 0)
  var focus = Focus.layers
  var scale = ScaleScope.layer
  /// `nil` is as large as fits.
  var zoom: Int?
  /// Whether an input shows the image as it came, before step 0.
  var prefersOriginal = false
  var search = ""

  /// The network that the selection belongs to.
  let generation: Int

  init(node: Int, generation: Int) { (self.node, self.generation) = (node, generation) }

  var reference: TensorReference { TensorReference(node, kind) }

  /// Selects a tensor, from its first map on when it is another layer's.
  mutating func look(at node: Int, _ kind: TensorReference.Kind) {
    if node != self.node { (channel, cell) = (0, MapPosition(row: 0, column: 0)) }
    if kind != self.kind, !(isImage(kind) && isImage(self.kind)) {
      (channel, cell) = (0, MapPosition(row: 0, column: 0))
    }
    (self.node, self.kind) = (node, kind)
  }

  /// Activations and gradients have the same maps.
  private func isImage(_ kind: TensorReference.Kind) -> Bool {
    kind == .activation || kind == .gradient
  }
}

/// The panes that keys can go to.
public enum Focus: Int, Hashable, Sendable, CaseIterable {
  case layers = 1
  case maps, loss

  var title: String {
    switch self {
    case .layers: "LAYERS"
    case .maps: "MAPS"
    case .loss: "LOSS"
    }
  }
}

/// What a palette's ends are taken from.
public enum ScaleScope: String, Hashable, Sendable, CaseIterable {
  case map, layer, network

  var next: ScaleScope {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// A line of news at the foot of the screen.
struct Message: Hashable, Sendable {
  let text: String
  let role: Role

  init(_ text: String, _ role: Role = .plain) { (self.text, self.role) = (text, role) }
}

/// What is being typed, and what for.
struct Prompt: Hashable, Sendable {
  enum Purpose: String, Hashable, Sendable {
    case command = ":"
    /// Where to keep what was learnt, before the program is left.
    case saving = "save to: "
    case answer = "answer: "
    case find = "/"
  }

  let purpose: Purpose
  var editor: LineEditor
}

/// A text that is longer than a line, over the panes.
struct TextPage: Hashable, Sendable {
  let title: String
  /// All lines; those that begin with many blanks go on with the one before.
  let all: [String]
  /// What typing narrows the lines to; `nil` for a page that is only read.
  var filter: String?
  var first = 0
  /// How many columns are scrolled away at the left.
  var left = 0

  init(title: String, lines: [String], isFiltered: Bool = false) {
    (self.title, all) = (title, lines)
    filter = isFiltered ? "" : nil
  }

  private static let continuation = String(repeating: " ", count: 14)

  /// The lines that hold what was typed.
  var lines: [String] {
    guard let filter, !filter.isEmpty else { return all }
    let wanted = filter.lowercased()
    var groups: [[String]] = []
    for line in all {
      if line.hasPrefix(Self.continuation), !groups.isEmpty {
        groups[groups.count - 1].append(line)
      } else {
        groups.append([line])
      }
    }
    let found = groups.filter { $0.contains { $0.lowercased().contains(wanted) } }.flatMap { $0 }
    return found.isEmpty ? ["nothing here holds \"\(filter)\""] : found
  }
}

/// What the terminal is asked to do.
public enum Effect: Hashable, Sendable {
  case quit, suspend, redraw, bell
  case mouse(Bool)
  case copy(String)
  case appearance(Appearance)
}
