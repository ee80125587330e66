import ScopeDebugger
import TerminalKit

/// How the curve of the loss is shown, and where its cursor is.
struct CurveState: Hashable, Sendable {
  /// Whether losses are shown by their logarithms.
  var isLogarithmic = false
  /// The step under the cursor; `nil` without a cursor.
  var cursor: Int?
  /// How many steps are shown; `nil` for all.
  private(set) var span: Int?

  init(isLogarithmic: Bool = false) { self.isLogarithmic = isLogarithmic }

  /// Left and right go by steps, up and down by twentieths of what is shown.
  mutating func moveCursor(rows: Int, columns: Int, _ debugger: Debugger) {
    let last = debugger.history.lastStep
    let far = max(1, min(span ?? last, last) / 20)
    let start = cursor ?? debugger.step
    cursor = min(max(0, start + columns - rows * far), last)
  }

  /// To the first or the last step.
  mutating func jump(toEnd: Bool, _ debugger: Debugger) {
    cursor = toEnd ? debugger.history.lastStep : 0
  }

  /// The command that goes to the step under the cursor.
  ///
  /// - Throws: ``UserError`` without a cursor.
  var lineToCursor: String {
    get throws(UserError) {
      guard let cursor else {
        throw UserError("arrows put a cursor on the curve; Enter goes to its step")
      }
      return "goto \(cursor)"
    }
  }

  mutating func choose(_ wanted: CurveSpan, _ debugger: Debugger) {
    let all = max(1, debugger.history.lastStep)
    let now = min(span ?? all, all)
    switch wanted {
    case .in: span = max(10, now / 2)
    case .out: span = now * 2 >= all ? nil : now * 2
    case .all: span = nil
    case .steps(let count): span = count
    }
  }
}

/// How many steps a curve shows: half as many, twice as many, all, or so many.
enum CurveSpan: Hashable, Sendable {
  case `in`, out, all
  case steps(Int)
}

/// `in|out|all|N`
struct CurveSpanChoice: WordParameter {
  typealias Value = CurveSpan

  var usage: String { "in|out|all|N" }
  var expectation: String { "in, out, all or a number of steps" }
  var example: String { "100" }
  var completion: Completion { .words(["in", "out", "all"]) }

  func value(of word: String, in session: Session) -> CurveSpan? {
    switch word {
    case "in": .in
    case "out": .out
    case "all": .all
    default: Int(word).flatMap { $0 > 0 ? .steps($0) : nil }
    }
  }
}
