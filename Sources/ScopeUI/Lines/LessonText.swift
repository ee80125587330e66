import ScopeDebugger

/// A lesson in lines: its page, what is asked or to be done, and what became of an answer.
struct LessonText {
  private let explorer: Explorer
  private let reader: LessonReader

  /// - Precondition: a lesson is open.
  init(_ explorer: Explorer) {
    guard let reader = explorer.lesson else { preconditionFailure("no lesson is open") }
    (self.explorer, self.reader) = (explorer, reader)
  }

  /// What is new since the reader was elsewhere.
  ///
  /// - Parameter shown: what stands beside the page, as far as it is new.
  func lines(since before: LessonReader?, shown: [String]) -> [String] {
    guard let before else { return Self.keys + page(beside: shown) }
    let isOther = LessonScenes.Place(before) != LessonScenes.Place(reader)
    let answer = reader.feedback == before.feedback ? [] : reader.feedback
    return isOther ? page(beside: shown) : answer + explanation(since: before) + wanted
  }

  /// The whole page, with what is shown beside it, in lines of so many columns.
  func page(columns: Int) -> [String] {
    page(beside: explorer.views.summary(explorer.scene)).flatMap {
      wrapped(UserNames(explorer).inWords($0), to: columns)
    }
  }

  private func page(beside shown: [String]) -> [String] {
    let first = shown.prefix(1).map { "shown: \($0)" }
    return [heading] + text + first + shown.dropFirst() + wanted
  }

  private static let keys = [
    "> goes on in a lesson, < goes back, page says it again; leave-lesson ends it."
  ]

  /// `stop 2 of 19, One convolution, page 3 of 8`
  private var heading: String {
    let (stop, page) = ("stop \(reader.stop + 1) of \(reader.lesson.stops.count)", reader.page + 1)
    return "\(stop), \(reader.heading), page \(page) of \(reader.pages.count)"
  }

  private var text: [String] {
    reader.text.flatMap { paragraph in
      switch paragraph {
      case .words(let words): [Self.plain(words)]
      case .code(let lines): lines
      }
    }
  }

  /// Without the marks of code and of weight.
  private static func plain(_ words: String) -> String {
    words.replacing("`·`", with: "a dot").replacing("**", with: "").replacing("`", with: "")
      .replacing(" × ", with: " by ")
  }

  private func explanation(since before: LessonReader) -> [String] {
    guard let reason = reader.explanation, reason != before.explanation else { return [] }
    return ["because \(reason)"]
  }

  /// What the lesson waits for.
  private var wanted: [String] {
    if let task = reader.task?.first { return ["to do: type \(task)"] }
    if reader.isSearching {
      return [
        "to do: find the fault; accuse LAYER.PASS RULE names it, fault hint helps, fault tell gives up"
      ]
    }
    guard let question = reader.question else { return ["> \(end)"] }
    if reader.isTold { return ["> goes on"] }
    guard reader.feedback.isEmpty else { return ["answer again, or > shows the answer"] }
    return ["question: \(Self.plain(question.text))"]
  }

  /// What `>` does at the end of a page.
  private var end: String {
    guard reader.page + 1 == reader.pages.count else { return "goes on" }
    return reader.stop + 1 == reader.lesson.stops.count
      ? "ends the lesson" : "goes on to stop \(reader.stop + 2)"
  }
}

extension LessonView {
  /// What stands beside the text says it.
  func summary(_ scene: Scene) -> [String]? { nil }
}
