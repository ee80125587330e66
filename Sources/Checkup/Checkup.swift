import CNNModel

/// A question that people who debug trainings ask, answered by a computation on copies.
package protocol CheckupQuestion: Sendable {
  /// A stable name, such as `loss-at-start`.
  static var name: String { get }
  static var question: String { get }
  /// What the answer is judged by, and the source of the threshold.
  static var threshold: String { get }
  /// The command that shows more.
  static var look: String { get }
  /// The answer. Where the thread's `CancellationToken` is cancelled it ends early and means nothing.
  static func find(in subject: CheckupSubject) -> Finding
}

/// A check-up: one question after the other. The same subject gets the same answers, with any number
/// of threads.
package struct Checkup: Sendable {
  package let subject: CheckupSubject
  /// The answers so far, in the order of ``CheckupCatalog/all``.
  package private(set) var answers: [CheckupAnswer] = []

  package init(_ subject: CheckupSubject) { self.subject = subject }

  /// The question that comes next; `nil` at the end.
  package var next: (any CheckupQuestion.Type)? {
    CheckupCatalog.all.dropFirst(answers.count).first
  }

  package var isDone: Bool { next == nil }

  /// Answers the next question; nothing where the thread's `CancellationToken` is cancelled.
  package mutating func advance() {
    guard let next else { return }
    let answer = Self.answer(next, subject)
    if !CancellationToken.isCancelled { answers.append(answer) }
  }

  private static func answer(
    _ question: any CheckupQuestion.Type, _ subject: CheckupSubject
  ) -> CheckupAnswer {
    let found = question.find(in: subject)
    return CheckupAnswer(
      name: question.name, question: question.question, verdict: found.verdict,
      number: found.number, sentence: found.sentence,
      look: found.verdict == .notApplicable ? nil : found.look ?? question.look)
  }
}

/// All questions. A new one is a type in a file of its own and a line here.
package enum CheckupCatalog {
  package static let all: [any CheckupQuestion.Type] = [
    InputScale.self, ClassBalance.self, TestLeak.self, SoftmaxTwice.self, LossAtStart.self,
    InputMatters.self, GradientsAgree.self, DeadUnits.self, GradientFlow.self, UpdateSize.self,
    OneBatch.self, LearningRate.self,
  ]
}
