/// Measures the connection to the terminal by reports of its device attributes, so that pictures do
/// not queue up on a slow connection and keys do not wait behind them.
///
/// After output the terminal is asked for them as its terminfo entry says (`ESC [ c`); it replies when
/// it has processed what came before (ECMA-48).
struct FlowControl {
  private let clock = ContinuousClock()
  /// The requests without a reply, each with the number of cells that were sent before it.
  private var outstanding: [(cells: Int, since: ContinuousClock.Instant)] = []
  /// The time of the last reply.
  private var latest: ContinuousClock.Instant
  private var hasReplied = false
  /// The shortest time to a reply: the latency of the connection.
  private var latency = Duration.seconds(10)
  /// Cells per second; nil while the connection is fast enough for anything.
  private var speed: Double?

  /// How long the first reply is waited for; a terminal that gives none is not asked again.
  private static let firstTimeout = Duration.seconds(1)
  private static let timeout = Duration.seconds(10)
  /// How long an optional update may occupy the connection.
  private static let budget = Duration.milliseconds(80)
  /// A transmission time below which the connection counts as fast.
  private static let negligible = Duration.milliseconds(25)
  private static let fewestCells = 160

  init() { latest = clock.now }

  /// Whether the terminal replies, as far as is known.
  var isSupported: Bool { hasReplied || outstanding.isEmpty || waited < Self.firstTimeout }

  /// Whether a reply is still expected.
  var isOutputPending: Bool {
    !outstanding.isEmpty && waited < (hasReplied ? Self.timeout : Self.firstTimeout)
  }

  /// How many requests have no reply yet.
  var outstandingCount: Int { outstanding.count }

  /// The number of cells that an optional update may send.
  var affordableCells: Int {
    guard let speed else { return .max }
    return max(Self.fewestCells, Int(min(1e9, speed * (Self.budget / .seconds(1)))))
  }

  /// A request was sent after so many cells.
  mutating func requested(after cells: Int) {
    if hasReplied, waited >= Self.timeout { outstanding = [] }
    outstanding.append((cells, clock.now))
  }

  /// A reply came.
  mutating func replied() {
    hasReplied = true
    guard !outstanding.isEmpty else { return }
    let request = outstanding.removeFirst()
    let now = clock.now
    // A request sent before the last reply waited behind the output that the reply confirmed.
    measure(request.cells, now - max(request.since, latest))
    latest = now
  }

  private mutating func measure(_ cells: Int, _ time: Duration) {
    latency = min(latency, time)
    let transmission = time - latency
    guard transmission > Self.negligible else {
      speed = speed.map { $0 * 1.25 }.flatMap { $0 < 100_000 ? $0 : nil }
      return
    }
    let measured = Double(cells) / (transmission / .seconds(1))
    speed = speed.map { ($0 + measured) / 2 } ?? measured
  }

  private var waited: Duration {
    outstanding.last.map { clock.now - $0.since } ?? .zero
  }
}
