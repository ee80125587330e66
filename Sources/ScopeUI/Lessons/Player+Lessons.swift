import ScopeDebugger
import TerminalKit

extension Player {
  /// Opens a lesson for the script that follows.
  package mutating func open(lesson name: String, stop: Int = 1) throws(UserError) {
    try explorer.open(lesson: name, stop: stop, checksExpectations: true)
    if let failure = explorer.lessonFailure { throw failure }
  }

  /// Plays what a reader of a lesson has typed. `read-on` does what `>` does: it reminds of what is
  /// pending, and ends nothing.
  ///
  /// - Returns: the lesson, and all answers that were given to its questions.
  /// - Throws: ``UserError`` where there is no such lesson, or a line of the recording fails.
  package mutating func follow(
    lesson name: String, by recording: Script
  ) throws(UserError) -> (lesson: Lesson, attempts: [LessonReader.Attempt]) {
    let lesson = try explorer.open(lesson: name)
    try play(recording.replacing("read-on", by: .keys(">")))
    return (lesson, explorer.lessonAttempts)
  }

  /// Reads a lesson to its end, as a reader would who does all that is asked and answers rightly.
  ///
  /// - Parameter shown: called with the screen whenever the lesson waits for the reader.
  /// - Throws: ``UserError`` with file and line of the first line that fails.
  package mutating func read(
    lesson name: String, shown: (Snapshot) -> Void = { _ in }
  ) throws(UserError) {
    try open(lesson: name)
    while let reader = explorer.lesson {
      shown(Snapshot(name: place(reader), canvas: explorer.draw().canvas))
      if let line = reader.next {
        do throws(UserError) { try play(reader, line) } catch {
          throw UserError("\(line.file):\(line.number): \(error)")
        }
        if explorer.lesson?.next == line {
          throw UserError(
            "\(line.file):\(line.number): this was done, but the lesson does not accept it")
        }
      } else {
        try perform(.command("read-on"))
      }
      if let failure = explorer.lessonFailure { throw failure }
    }
  }

  /// Does what a line asks of the reader.
  private mutating func play(
    _ reader: LessonReader, _ line: Lesson.Line
  ) throws(UserError) {
    let name = place(reader)
    switch line.action {
    case .task(let commands): try perform(.command(commands[0]))
    case .question(let question):
      if let contradiction = try question.contradiction(explorer.session) {
        throw UserError(contradiction)
      }
      try perform(.command("answer \(try question.solution(explorer.session))"))
    case .search(let accusation): try perform(.command(accusation))
    case .script: throw UserError("\(name) is stuck at a line of its script")
    }
  }

  /// `8.2 Transposed convolution`
  private func place(_ reader: LessonReader) -> String {
    "\(reader.stop + 1).\(reader.page + 1) \(reader.heading)"
  }
}
