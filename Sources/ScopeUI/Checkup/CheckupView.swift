import CNNModel
import Checkup
import ScopeDebugger
import TerminalKit

/// The answers of a check-up: a row for each question, and the sentence of the selected one.
struct CheckupView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "checkup",
      help: "twelve questions about network, data and settings: ✓ or ✗, and where to look",
      action: { explorer throws(UserError) in
        let subject = try CheckupSubject(explorer.session.debugger)
        explorer.views.close(CheckupView.self)
        explorer.open(CheckupView(subject))
      })
  ].inGroup(.training)

  static let keys: [ViewKey<CheckupView>] = [
    ViewKey("<Up>", "up", "question"), ViewKey("<Down>", "down", "question"),
    ViewKey("<Enter>", "visit", "look"),
    ViewKey("<C-c>", "leave", when: { view, _ in view.isPlaying }),
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"),
  ]

  private let subject: CheckupSubject
  private var work: CheckupWork?
  private(set) var answers: [CheckupAnswer] = []
  private(set) var row = 0

  init(_ subject: CheckupSubject) {
    self.subject = subject
    work = CheckupWork(subject)
  }

  var title: String { "checkup" }
  var traits: ViewTraits {
    ViewTraits(lifetime: .untilNetworkIsShown, staysBelow: true, staysAboveNews: true)
  }

  /// What the numbers are of: `lenet5 on digits, sgd lr 0.1`
  var heading: String {
    "\(subject.network.title) on \(subject.data.name), \(subject.optimizer.text)"
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    CheckupPane(heading: heading, answers: answers, row: row).draw(&canvas, rect)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    row = min(max(0, row + (rows == 0 ? columns : rows)), CheckupCatalog.all.count - 1)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    row = toEnd ? CheckupCatalog.all.count - 1 : 0
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard answers.indices.contains(row) else { throw UserError("this is not answered yet") }
    guard let look = answers[row].look else {
      throw UserError("\(answers[row].name) is not applicable, so there is nothing to look at")
    }
    guard !look.hasPrefix("cnnscope ") else {
      throw UserError("in a shell, \(look) shows more")
    }
    return .perform(look)
  }
}

/// The questions are answered by another thread.
extension CheckupView: PlayingView {
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    guard let work else { return }
    answers = work.answers
    if answers.count == CheckupCatalog.all.count { self.work = nil }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, !work.isDone { Runner.rest() }
    play(shared)
  }
}

extension CheckupView {
  func summary(_ scene: Scene) -> [String]? {
    let counts = answers.isEmpty ? "nothing is answered yet" : CheckupLines.counts(answers)
    return ["checkup of \(heading): \(counts)"]
      + answers.dropFirst(row).prefix(1).map { "question \(row + 1): \(CheckupLines.words($0))" }
  }

  /// What is wrong first.
  func details(_ scene: Scene) -> [String] {
    CheckupVerdict.allCases.sorted { $0 == .cross && $1 != .cross }.flatMap { verdict in
      answers.filter { $0.verdict == verdict }.map { CheckupLines.words($0) }
    }
  }
}
