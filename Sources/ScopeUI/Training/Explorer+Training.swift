import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What the commands of a training's views do.
extension Explorer {
  /// The view that Enter and arrows act in: one that has the room of the panes, or the curve's pane.
  var trainingFocus: TrainingView? {
    guard microscope == nil, labPart == nil, !waitsForAnswer else { return nil }
    return training.view ?? (view.focus == .loss ? .curve : nil)
  }

  mutating func open(_ view: TrainingView) {
    (microscope, boxes, labPart) = (nil, nil, nil)
    training.view = view
    training.list = nil
  }

  /// Commands that show something else.
  private static let otherViews: Set = [
    "go", "pane", "show", "open", "net", "build", "channel", "zoom", "lab", "tour", "lesson",
    "field", "reach", "inspect",
  ]

  /// Closes the view where a command was about something else.
  mutating func leaveTrainingView(after line: String) {
    guard training.view != nil, Self.otherViews.contains(Self.name(of: line)) else { return }
    (training.view, training.list) = (nil, nil)
  }

  /// Leaves the innermost thing of the view.
  ///
  /// - Returns: false when there is none.
  mutating func leaveTrainingView() -> Bool {
    if trainingFocus == .curve, training.cursor != nil {
      training.cursor = nil
    } else if training.list != nil {
      training.list = nil
    } else if training.view != nil {
      training.view = nil
    } else {
      return false
    }
    return true
  }

  /// Moves the cursor of a view.
  ///
  /// - Returns: false when no view takes the arrows.
  mutating func moveInTraining(rows: Int, columns: Int) -> Bool {
    guard let focus = trainingFocus else { return false }
    switch focus {
    case .curve: moveCursor(rows: rows, columns: columns)
    case .ladder: return false
    case .confusion:
      if training.list != nil { return moveInList(by: rows == 0 ? columns : rows) }
      let last = (session.results?.classes ?? 1) - 1
      training.cell.row = min(max(0, training.cell.row + rows), last)
      training.cell.column = min(max(0, training.cell.column + columns), last)
    }
    return true
  }

  private mutating func moveInList(by rows: Int) -> Bool {
    guard let list = training.list else { return false }
    training.list?.selected = min(max(0, list.selected + rows), max(0, list.samples.count - 1))
    return true
  }

  /// Left and right go by steps, up and down by twentieths of what the curve shows.
  private mutating func moveCursor(rows: Int, columns: Int) {
    let last = session.debugger.lastStep
    let far = max(1, min(training.span ?? last, last) / 20)
    let start = training.cursor ?? session.debugger.step
    training.cursor = min(max(0, start + columns - rows * far), last)
  }

  /// To the first or the last that there is.
  ///
  /// - Returns: false when no view takes the keys.
  mutating func jumpInTraining(toEnd: Bool) -> Bool {
    guard let focus = trainingFocus else { return false }
    switch focus {
    case .curve: training.cursor = toEnd ? session.debugger.lastStep : 0
    case .ladder: return false
    case .confusion:
      let end = toEnd ? 1 << 20 : -(1 << 20)
      _ = moveInTraining(rows: end, columns: end)
    }
    return true
  }

  mutating func visit() throws(UserError) {
    switch trainingFocus {
    case .curve:
      guard let cursor = training.cursor else {
        throw UserError("arrows put a cursor on the curve; Enter goes to its step")
      }
      _ = try Session.commands.perform("goto \(cursor)", &session)
    case .ladder:
      training.view = nil
      view.look(at: view.node, .gradient)
      view.focus = .maps
    case .confusion:
      if training.list == nil {
        try list(training.cell.row, takenFor: training.cell.column)
      } else {
        try openSample()
      }
    case nil: break
    }
  }

  /// Puts the selected sample into the debugger and runs it through the network.
  private mutating func openSample() throws(UserError) {
    guard let list = training.list, list.samples.indices.contains(list.selected) else {
      throw UserError("there is no sample to open")
    }
    let name = "\(list.source):test:\(list.samples[list.selected].index)"
    _ = try Session.commands.perform("input \(name)", &session)
    _ = try Session.commands.perform("finish", &session)
    training.view = nil
    (view.focus, view.kind) = (.layers, .activation)
  }

  mutating func openConfusion(_ text: String) throws(UserError) {
    guard !text.isEmpty else { return open(.confusion) }
    let classes = text.split(separator: " ").compactMap { Int($0) }
    let count = session.results?.classes ?? 0
    guard count > 0 else { throw UserError("nothing was evaluated yet; e does it") }
    guard classes.count == 2, classes.allSatisfy({ (0..<count).contains($0) }) else {
      throw UserError(
        "confusion takes two classes of 0 to \(count - 1), as in confusion 4 9, not \"\(text)\"")
    }
    open(.confusion)
    training.cell = MapPosition(row: classes[0], column: classes[1])
    try list(classes[0], takenFor: classes[1])
  }

  private mutating func list(_ label: Int, takenFor prediction: Int) throws(UserError) {
    guard let results = session.results else {
      throw UserError("nothing was evaluated yet; e does it")
    }
    let samples = results.samples(of: label, takenFor: prediction)
    guard !samples.isEmpty else { throw UserError("no \(label) was taken for \(prediction)") }
    training.list = SampleList(
      title: "\(label) taken for \(prediction): \(samples.count); Enter opens one, q goes back",
      source: dataName, samples: samples)
  }

  mutating func listMistakes(_ count: Int) {
    guard let results = session.results else { return }
    open(.confusion)
    let mistakes = Array(results.mistakes().prefix(count))
    training.list = SampleList(
      title: "the worst mistakes: \(mistakes.count); Enter opens one, q goes back",
      source: dataName, samples: mistakes)
  }

  /// How the data set of the last evaluation is called.
  var dataName: String { session.evaluatedData ?? "" }

  mutating func choose(span text: String) throws(UserError) {
    let all = max(1, session.debugger.lastStep)
    let now = min(training.span ?? all, all)
    switch text {
    case "in": training.span = max(10, now / 2)
    case "out": training.span = now * 2 >= all ? nil : now * 2
    case "all", "": training.span = nil
    default:
      guard let span = Int(text), span > 0 else {
        throw UserError("span takes in, out, all or a number of steps, not \"\(text)\"")
      }
      training.span = span
    }
  }

  /// The number under the microscope is that of the sample which is looked at.
  mutating func moveMicroscopeToSample() {
    guard case .cell(let reference, var position)? = microscope?.number,
      session.debugger.hasBatch(reference), !position.indices.isEmpty
    else { return }
    position[0] = session.debugger.sample
    microscope?.move(to: position)
  }

  /// Takes note of the time that passed, so that it can be told how fast a training goes.
  ///
  /// - Parameter seconds: since the last call.
  public mutating func timePassed(_ seconds: Double) {
    newsTime = max(0, newsTime - seconds)
    if session.isTraining {
      training.pace.note(session.trained, in: seconds)
    } else {
      training.pace.rest(session.trained)
    }
  }

  /// Whether a training is in the middle of a step, where much of it is not computed yet.
  var isWithinStep: Bool { session.isTraining && session.debugger.next != nil }

  /// What runs, in a line.
  var runningLine: String {
    guard session.isTraining else { return "running; C-c stops   \(session.phaseLine)" }
    var words = ["training step \(session.debugger.step)"]
    if let progress = session.evaluationProgress {
      words.append("testing \(progress.done) of \(progress.total)")
    } else if let left = session.stepsLeft {
      words[0] += ", \(left) to go"
    }
    return (words + training.pace.words(stepsLeft: session.stepsLeft) + ["C-c stops"])
      .joined(separator: " · ")
  }
}

extension Explorer {
  func drawTraining(_ view: TrainingView, _ canvas: inout Canvas, _ rect: Rect) {
    switch view {
    case .curve: CurvePane(self).draw(&canvas, rect)
    case .ladder: LadderPane(self).draw(&canvas, rect)
    case .confusion: ConfusionPane(self).draw(&canvas, rect)
    }
  }
}

extension Footer {
  static let curve = [
    ("← →", "step"), ("↑ ↓", "far"), ("Enter", "go there"), ("v", "log"), ("+ -", "span"),
    ("t", "train, pause"), ("{ }", "travel"), ("5", "ladder"), ("6", "confusion"), ("q", "back"),
    ("e", "evaluate"), ("?", "help"), (":", "command"),
  ]
  static let ladder = [
    ("↑ ↓", "layer"), ("Enter", "its gradient"), ("t", "train, pause"), ("s", "step"),
    ("4", "curve"), ("6", "confusion"), ("q", "back"), ("?", "help"), (":", "command"),
  ]
  static let confusion = [
    ("arrows", "cell"), ("Enter", "its samples"), ("M", "mistakes"), ("e", "evaluate"),
    ("4", "curve"), ("5", "ladder"), ("q", "back"), ("?", "help"), (":", "command"),
  ]
  static let samples = [
    ("↑ ↓", "sample"), ("Enter", "open"), ("q", "back"), ("?", "help"), (":", "command"),
  ]

  static func of(_ training: TrainingState) -> [(String, String)]? {
    switch training.view {
    case .curve: curve
    case .ladder: ladder
    case .confusion: training.list == nil ? confusion : samples
    case nil: nil
    }
  }
}
