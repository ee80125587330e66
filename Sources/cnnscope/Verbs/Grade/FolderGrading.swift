import CNNModel
import Grading
import ModelFiles
import ScopeDebugger

/// Answers that were judged.
struct GradedWork {
  let answers: [GradedAnswer]
  /// Whether they are those of a class.
  let isClass: Bool

  init(_ answers: [GradedAnswer], isClass: Bool) {
    (self.answers, self.isClass) = (answers, isClass)
  }

  var isRight: Bool { answers.allSatisfy(\.isRight) }
}

/// Judges the answers in folders with tasks.
struct FolderGrading {
  let folders: [String]
  let answers: String?
  let layout: ImageLayout?
  let tolerance: Tolerance

  /// - Throws: `FileError` and `UserError` where there is no task or no answer, or it was stopped.
  func graded() throws -> GradedWork {
    let folders = try tasks()
    var work: [(task: GradedFolder, submissions: Submissions)] = []
    let search = SearchProgress()
    for folder in folders {
      let cases = try GradedFolder.caseFiles(folder)
      let files = try Submissions(folder: folder, answers: answers, cases: cases)
      // The bar of a class shows its answers.
      let isAlone = folders.count == 1 && files.all.count == 1
      let task = try GradedFolder(
        folder, layout: layout, tolerance: tolerance, report: isAlone ? search.report : nil)
      work.append((task, files))
    }
    defer { search.finish() }
    let total = work.reduce(0) { $0 + $1.submissions.all.count }
    var progress = Progress(total: total)
    var graded: [GradedAnswer] = []
    Interrupt.watch {
      for (task, submissions) in work {
        let before = graded.count
        graded += ClassGrading.answers(submissions.all, grade: task.grade) { done in
          progress.show(before + done, "answers")
          return !Interrupt.happened
        }
      }
    }
    progress.finish()
    guard graded.count == total else {
      throw UserError("stopped after \(graded.count) of \(total) answers")
    }
    return GradedWork(graded, isClass: total > 1 || work.contains { $0.submissions.isClass })
  }

  /// The folders with tasks: those that are named, or those in one without a task.
  private func tasks() throws -> [String] {
    guard folders.count == 1, !Submissions.hasTask(folders[0]) else { return folders }
    let inside = Submissions.tasks(in: folders[0])
    return inside.isEmpty ? folders : inside
  }
}
