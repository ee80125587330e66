import CNNModel
import Grading
import ModelFiles
import ScopeDebugger
import Synchronization

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
    var work: [(task: GradedFolder, submissions: Submissions)] = []
    for folder in try tasks() {
      let task = try GradedFolder(folder, layout: layout, tolerance: tolerance)
      let files = try Submissions(folder: folder, answers: answers, cases: task.caseFiles)
      work.append((task, files))
    }
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

/// The task of a folder, ready to judge answers by several threads.
struct GradedFolder: Sendable {
  let caseFiles: [String]
  let grade: @Sendable (Submission) -> GradedAnswer

  /// - Throws: `FileError` where there is no task, or it is damaged.
  init(_ folder: String, layout: ImageLayout?, tolerance: Tolerance) throws {
    if let network = try NetworkTask.read(folder: folder) {
      caseFiles = try NetworkTask.caseFiles(folder: folder)
      let grader = NetworkGrader(network, layout: layout, tolerance: tolerance)
      grade = { grader.grade(files: $0.files, name: $0.name) }
      return
    }
    let task = try DealtTask(folder: folder)
    caseFiles = task.cases.map(\.file)
    let grader = Grader(
      CaseReader(task.subject, mode: task.mode, layout: layout), tolerance: tolerance)
    grade = { grader.grade(task, files: $0.files, name: $0.name) }
  }
}
