import CNNModel
import Checkup
import NumberText
import ScopeDebugger
import TerminalKit

/// The learning-rate sweep: the loss over the logarithm of the rate, and the rate that it proposes.
struct FindRateView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "find-rate",
      help: "a training with growing learning rates, on a copy: which rate lowers the loss",
      action: { explorer throws(UserError) in
        let subject = try CheckupSubject(explorer.session.debugger)
        if let reason = subject.refusalOfSweep { throw UserError(reason) }
        explorer.open(FindRateView(subject))
      })
  ].inGroup(.training)

  static let keys: [ViewKey<FindRateView>] = [
    ViewKey("<Enter>", "visit", "take this rate"),
    ViewKey("<C-c>", "leave", when: { view, _ in view.isPlaying }),
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"),
  ]

  private let subject: CheckupSubject
  private var work: SweepWork?
  private var sweep: RateSweep

  init(_ subject: CheckupSubject) {
    self.subject = subject
    (work, sweep) = (SweepWork(subject), RateSweep(subject))
  }

  var title: String { "find-rate" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    let progress = isPlaying ? " ∙ step \(sweep.points.count) of \(RateSweep.steps)" : ""
    ViewHeading(
      title: "FIND-RATE",
      rest: "\(subject.network.title) on \(subject.data.name), \(subject.optimizer.text)\(progress)"
    ).draw(&canvas, rest.takeTop(1))
    let lines = conclusion.flatMap { wrapped($0, to: rest.width - 2) }
    let foot = rest.takeBottom(min(rest.height / 2, lines.count))
    for (row, line) in lines.prefix(foot.height).enumerated() {
      canvas.write(line, x: foot.x + 1, y: foot.y + row, limit: max(0, foot.width - 2))
    }
    drawChart(&canvas, rest, scene.capabilities)
  }

  private var conclusion: [String] {
    isPlaying
      ? ["trains a copy, whose parameters are thrown away"]
      : SweepLines.conclusion(sweep, rate: subject.optimizer.rate)
  }

  private func drawChart(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    var rest = rect
    canvas.write(
      "loss, and its mean, over the learning rate as a power of ten", x: rest.x + 1, y: rest.y,
      limit: max(0, rest.width - 2), .dim)
    _ = rest.takeTop(1)
    guard sweep.points.count > 1, rest.height > 2 else { return }
    var raw = series("loss") { $0.loss }
    raw.style = Style(foreground: .series(0), attributes: .dim)
    var mean = series("mean") { $0.mean }
    mean.style = Style(foreground: .series(1))
    var chart = LineChart([raw, mean])
    chart.xRange = power(RateSweep.rate(0))...power(RateSweep.rate(RateSweep.steps - 1))
    chart.cursor = isPlaying ? nil : sweep.proposal.map(power)
    chart.events = [power(subject.optimizer.rate)]
    chart.draw(into: &canvas, in: rest, capabilities)
  }

  private func series(_ name: String, _ value: (RateSweep.Point) -> Double) -> ChartSeries {
    ChartSeries(name, points: sweep.points.map { .init(power($0.rate), value($0)) })
  }

  private func power(_ rate: Double) -> Double { RateSweep.power(of: rate) }

  func summary(_ scene: Scene) -> [String]? {
    ["find-rate: \(subject.network.title) on \(subject.data.name)"] + conclusion
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard !isPlaying else { throw UserError("the sweep is not over yet") }
    guard let proposal = sweep.proposal else { throw UserError(sweep.withoutProposal) }
    return .perform("rate \(Decimals.shortest(proposal))")
  }
}

/// The sweep is done by another thread.
extension FindRateView: PlayingView {
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    guard let work else { return }
    let isDone = work.isDone
    sweep = work.sweep
    if isDone { self.work = nil }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, !work.isDone { Runner.rest() }
    play(shared)
  }
}
