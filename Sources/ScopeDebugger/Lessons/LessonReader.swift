/// The reader's place in a lesson, as a value without side effects.
package struct LessonReader: Hashable, Sendable {
  package let lesson: Lesson
  /// Counted from 0.
  package private(set) var stop: Int
  package private(set) var page = 0
  /// The line of the page that comes next, counted from 0.
  package private(set) var line = 0
  /// The feedback on a wrong answer.
  package private(set) var feedback: [String] = []
  /// Why the last answer was right, until the reader goes on.
  package private(set) var explanation: String?
  /// How often the question that waits was answered wrongly.
  package private(set) var tries = 0
  /// Whether the answer of the question that waits was told.
  package private(set) var isTold = false
  /// All answers so far.
  package private(set) var attempts: [Attempt] = []
  /// The questions that were answered rightly: a page to which the reader goes back asks them no more.
  private var answered: Set<Lesson.Line> = []
  /// Whether the reader went back to the page, which then does not turn by itself.
  private var isReread = false
  /// Whether the lesson was read to its end.
  package private(set) var isOver = false

  /// An answer that was given to a question, or that the reader was told it.
  package struct Attempt: Hashable, Sendable {
    /// The heading of the stop.
    package let stop: String
    package let question: String
    /// Empty where the reader gave up.
    package let typed: String
    /// Whether it is right and the reader's own.
    package let isRight: Bool
    /// Whether the answer was told before.
    package let isTold: Bool

    init(_ stop: String, _ question: String, typed: String, isRight: Bool, isTold: Bool) {
      (self.stop, self.question, self.typed) = (stop, question, typed)
      (self.isRight, self.isTold) = (isRight && !isTold, isTold)
    }
  }

  /// - Parameter attempts: the answers of an earlier reading.
  /// - Precondition: there is such a stop.
  package init(_ lesson: Lesson, stop: Int = 0, attempts: [Attempt] = []) {
    precondition(lesson.stops.indices.contains(stop), "no stop \(stop)")
    (self.lesson, self.stop, self.attempts) = (lesson, stop, attempts)
  }

  package var heading: String { lesson.stops[stop].heading }
  package var pages: [Lesson.Page] { lesson.stops[stop].pages }
  package var text: [Lesson.Paragraph] { pages[page].text }

  /// The line that comes next on the page; `nil` when all are done.
  package var next: Lesson.Line? {
    line < pages[page].lines.count ? pages[page].lines[line] : nil
  }

  /// Whether something is left on the page besides what only the author expects.
  package var hasMore: Bool {
    pages[page].lines.dropFirst(line).contains {
      if case .script(.expect) = $0.action { false } else { true }
    }
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
  /// by itself, except at the end of a stop, before a page with a scene of its own, in which what was
  /// done could not be seen, and where an explanation is to be read.
  package mutating func advance() {
    let isReaders = task != nil || question != nil || isSearching
    if isReaders { explanation = nil }
    goOn(isReaders: isReaders)
  }

  private mutating func goOn(isReaders: Bool) {
    line += 1
    if isReaders { forgetQuestion() }
    passAnswered()
    let wasAsked = pages[page].lines.contains {
      if case .script = $0.action { false } else { true }
    }
    guard next == nil, wasAsked, explanation == nil, !isReread, page + 1 < pages.count,
      !pages[page + 1].setsScene
    else { return }
    turn()
  }

  /// Goes on behind questions that were answered before.
  private mutating func passAnswered() {
    while let line = next, case .question(let question) = line.action, answered.contains(line) {
      explanation = question.reason
      self.line += 1
    }
  }

  private mutating func forgetQuestion() { (feedback, tries, isTold) = ([], 0, false) }

  /// To the next page, the next stop, or the end.
  package mutating func turn() {
    forgetQuestion()
    explanation = nil
    if page + 1 < pages.count {
      (page, line) = (page + 1, 0)
    } else if stop + 1 < lesson.stops.count {
      (stop, page, line) = (stop + 1, 0, 0)
    } else {
      isOver = true
    }
    isReread = false
    passAnswered()
  }

  /// To the beginning of the page before, which may be the last one of the stop before; on the first
  /// page of the lesson to its beginning.
  package mutating func turnBack() {
    if page > 0 {
      go(toStop: stop, page: page - 1)
    } else if stop > 0 {
      go(toStop: stop - 1, page: lesson.stops[stop - 1].pages.count - 1)
    } else {
      go(toStop: 0, page: 0)
    }
  }

  /// To the beginning of a page.
  ///
  /// - Precondition: there is such a page.
  package mutating func go(toStop stop: Int, page: Int) {
    precondition(lesson.stops[stop].pages.indices.contains(page), "no page \(page)")
    forgetQuestion()
    (self.stop, self.page, line, explanation, isOver) = (stop, page, 0, nil, false)
    isReread = true
    passAnswered()
  }

  /// Takes an answer. After the first wrong one the reader gets a hint and another try, after the
  /// second one the answer and its reason.
  ///
  /// - Returns: whether it is right.
  /// - Precondition: a question waits.
  package mutating func answer(_ text: String, _ session: Session) throws(UserError) -> Bool {
    guard let question else { preconditionFailure("no question waits") }
    let isRight = try question.accepts(text, session)
    attempts.append(
      Attempt(heading, question.text, typed: text, isRight: isRight, isTold: isTold))
    if isRight {
      if let next { answered.insert(next) }
      explanation = question.reason
      goOn(isReaders: true)
      return true
    }
    tries += 1
    if tries > 1 {
      try tell(session, after: text)
    } else {
      let remark = try question.remark(on: text, session)
      feedback = ["not \(text)"] + [remark, question.hint].compactMap(\.self)
    }
    return false
  }

  /// The question that a search for a fault stands for among the answers.
  package static let search = "which fault?"

  /// Takes note of what the reader says of the fault that is searched; `nil` where it was told.
  package mutating func note(accusation text: String?, isRight: Bool) {
    attempts.append(
      Attempt(
        heading, Self.search, typed: text ?? "", isRight: isRight, isTold: text == nil))
  }

  /// Tells the answer of the question that waits, and how it is found.
  ///
  /// - Parameter wrong: the answer that was wrong, if there was one.
  /// - Precondition: a question waits.
  package mutating func tell(
    _ session: Session, after wrong: String? = nil
  ) throws(UserError) {
    guard let question else { preconditionFailure("no question waits") }
    let solution = try question.told(session)
    feedback =
      [wrong.map { "not \($0): \(solution)" } ?? "the answer: \(solution)"]
      + question.working(session)
    if wrong == nil, !isTold {
      attempts.append(Attempt(heading, question.text, typed: "", isRight: false, isTold: true))
    }
    isTold = true
  }
}
