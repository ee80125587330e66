/// The reader's place in a lesson, as a value without side effects.
package struct LessonReader: Hashable, Sendable {
  package let lesson: Lesson
  /// Counted from 0.
  package private(set) var stop: Int
  package private(set) var page = 0
  /// The line of the page that comes next, counted from 0.
  package private(set) var line = 0
  /// The feedback on the last answer.
  package private(set) var feedback: [String] = []
  /// Whether the lesson was read to its end.
  package private(set) var isOver = false

  /// - Precondition: there is such a stop.
  package init(_ lesson: Lesson, stop: Int = 0) {
    precondition(lesson.stops.indices.contains(stop), "no stop \(stop)")
    (self.lesson, self.stop) = (lesson, stop)
  }

  package var heading: String { lesson.stops[stop].heading }
  package var pages: [Lesson.Page] { lesson.stops[stop].pages }
  package var text: [Lesson.Paragraph] { pages[page].text }

  /// The line that comes next on the page; `nil` when all are done.
  package var next: Lesson.Line? {
    line < pages[page].lines.count ? pages[page].lines[line] : nil
  }

  /// What the reader is to do, as commands of which one is enough; `nil` when nothing.
  package var task: [String]? {
    if case .task(let commands)? = next?.action { commands } else { nil }
  }

  package var question: Question? {
    if case .question(let question)? = next?.action { question } else { nil }
  }

  /// Whether the reader is to find a planted fault.
  package var isSearching: Bool {
    if case .search? = next?.action { true } else { false }
  }

  /// Goes on behind the line that is done. Behind the last one that the reader did, the page turns
  /// by itself, except at the end of a stop.
  package mutating func advance() {
    let isReaders = task != nil || question != nil || isSearching
    line += 1
    if isReaders { feedback = [] }
    let wasAsked = pages[page].lines.contains {
      if case .script = $0.action { false } else { true }
    }
    if next == nil, wasAsked, page + 1 < pages.count { turn() }
  }

  /// To the next page, the next stop, or the end.
  package mutating func turn() {
    feedback = []
    if page + 1 < pages.count {
      (page, line) = (page + 1, 0)
    } else if stop + 1 < lesson.stops.count {
      (stop, page, line) = (stop + 1, 0, 0)
    } else {
      isOver = true
    }
  }

  /// To the beginning of the stop, or to the stop before.
  package mutating func turnBack() {
    feedback = []
    if page == 0, stop > 0 { stop -= 1 }
    (page, line, isOver) = (0, 0, false)
  }

  /// Takes an answer.
  ///
  /// - Returns: whether it is right.
  /// - Precondition: a question waits.
  package mutating func answer(_ text: String, _ session: Session) throws(UserError) -> Bool {
    guard let question else { preconditionFailure("no question waits") }
    if try question.accepts(text, session) {
      advance()
      return true
    }
    feedback =
      ["not \(text): \(try question.solution(session))"] + question.working(session)
    return false
  }
}
