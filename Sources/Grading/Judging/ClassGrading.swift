import CNNEngine
import ModelFiles
import Synchronization

/// Judges many answers at once.
public enum ClassGrading {
  /// The answers in the order of the submissions, several at a time; those that were begun before a
  /// cancellation.
  ///
  /// - Parameters:
  ///   - grade: judges one of them; called by several threads.
  ///   - report: called between them with the number of those that are done; `false` ends it.
  public static func answers(
    _ submissions: [Submission], grade: @Sendable (Submission) -> GradedAnswer,
    report: (_ done: Int) -> Bool
  ) -> [GradedAnswer] {
    let pool = WorkerPool.shared
    let size = max(1, pool.threads * 2)
    var answers: [GradedAnswer] = []
    while answers.count < submissions.count, report(answers.count) {
      let part = submissions[answers.count..<min(submissions.count, answers.count + size)]
      let found = Mutex<[Int: GradedAnswer]>([:])
      pool.parallel(part.count) { index in
        let answer = grade(part[part.startIndex + index])
        found.withLock { $0[index] = answer }
      }
      answers += found.withLock { found in part.indices.compactMap { found[$0 - part.startIndex] } }
    }
    return answers
  }
}
