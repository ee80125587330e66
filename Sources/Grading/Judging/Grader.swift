import CNNModel
import Differences
import ModelFiles

/// Judges answers to a layer, a loss, or one step of an optimizer.
public struct Grader: Sendable {
  /// Reads the files.
  public let reader: CaseReader
  /// How far right arrays may lie from ours.
  public let tolerance: Tolerance
  /// What is told how far the search of a mistake is.
  let report: DifferenceSearch.Report?

  public init(
    _ reader: CaseReader, tolerance: Tolerance = .usual, report: DifferenceSearch.Report? = nil
  ) {
    (self.reader, self.tolerance, self.report) = (reader, tolerance, report)
  }

  /// Judges files with inputs and results, which are cases of one answer.
  ///
  /// - Throws: ``FileError`` for the first file that cannot be judged.
  public func grade(_ paths: [String], name: String) throws(FileError) -> GradedAnswer {
    var judged: [JudgedCase] = []
    for (index, path) in paths.enumerated() {
      let file = try AnswerFile(path)
      judged.append(try best(reader.cases(file), path, index + 1, changes: nil))
    }
    return answer(judged, name: name, failures: [])
  }

  /// Judges an answer to a task that was dealt; a case without a file is a failure.
  ///
  /// - Parameter files: by case, the file of the results.
  public func grade(_ task: DealtTask, files: [Int: String], name: String) -> GradedAnswer {
    var (judged, failures) = ([JudgedCase](), [String]())
    for (index, dealt) in task.cases.enumerated() {
      do throws(FileError) {
        guard let path = files[index] else {
          throw FileError(path: "case \(index + 1)", reason: "no file was handed in")
        }
        let cases = try reader.cases(
          try AnswerFile(path), of: dealt.computation, given: dealt.given)
        judged.append(try best(cases, path, index + 1, changes: dealt.changes))
      } catch {
        failures.append("\(error)")
        judged.append(JudgedCase(dealt.withoutAnswer, "", index + 1, tolerance, changes: []))
      }
    }
    return answer(judged, name: name, failures: failures)
  }

  private func answer(
    _ judged: [JudgedCase], name: String, failures: [String]
  ) -> GradedAnswer {
    let wrong = judged.filter { !$0.judgement.isRight }
    let first = judged.first?.judgement.computation
    let diagnosis = Diagnosis(
      wrong.map(\.searchCase), order: first?.roles ?? [], report: report)
    return GradedAnswer(
      name: name, task: reader.subject.text,
      cases: judged.map { $0.graded(diagnosis, isLayoutFound: reader.layout == nil) },
      mistakes: diagnosis.graded { first?.name(of: $0) ?? "" }, named: diagnosis.named,
      failures: failures)
  }

  /// The reading of a file by which most of it is right; of several such the one whose mistake is
  /// known.
  private func best(
    _ cases: [ReadCase], _ path: String, _ number: Int, changes: [ChangedComputation]?
  ) throws(FileError) -> JudgedCase {
    var judged: [JudgedCase] = []
    for one in cases where !judged.contains(where: { $0.isSame(as: one) }) {
      judged.append(JudgedCase(one, path, number, tolerance, changes: changes))
      if judged.last?.judgement.isRight == true { break }
    }
    let most = judged.map(\.agreement).max()
    let best = judged.filter { $0.agreement == most }
    guard let first = best.first else {
      throw FileError(path: path, reason: "its arrays do not fit \(reader.subject.text)")
    }
    guard best.count > 1 else { return first }
    let explained = best.map { ($0, $0.explained(report)) }
    return explained.max { $0.1 < $1.1 }?.0 ?? first
  }
}

/// One reading of a case, judged.
struct JudgedCase {
  let read: ReadCase
  let path: String
  let number: Int
  let judgement: CaseJudgement
  private let changes: [ChangedComputation]?

  init(
    _ read: ReadCase, _ path: String, _ number: Int, _ tolerance: Tolerance,
    changes: [ChangedComputation]?
  ) {
    (self.read, self.path, self.number, self.changes) = (read, path, number, changes)
    judgement = tolerance.judgement(read.computation, read.given, read.theirs)
  }

  var searchCase: DifferenceSearch.Case {
    judgement.searchCase(changes ?? read.computation.changes(for: read.given))
  }

  /// How much of it is right: more right arrays first, then fewer of another shape.
  var agreement: Int {
    judgement.arrays.reduce(0) { sum, array in
      switch array.verdict {
      case .right: sum + 100
      case .inherited: sum + 10
      case .wrong: sum + 1
      case .shape, .missing: sum
      }
    }
  }

  /// How many wrong arrays an alternative gives.
  func explained(_ report: DifferenceSearch.Report?) -> Int {
    DifferenceSearch.explanations(of: [searchCase], report: report).first?.equal.count ?? 0
  }

  /// What was found out about the order of axes.
  private var notes: [String] {
    let weight = read.weightOrder.map {
      "The axes of the weight fit in several orders; they were read \($0), by which most is right. "
        + "--layout decides it."
    }
    return [read.layout == .nhwc ? GradedCase.channelsLast : nil, weight].compactMap(\.self)
  }

  func isSame(as other: ReadCase) -> Bool {
    read.theirs == other.theirs && read.given == other.given
  }

  func graded(_ diagnosis: Diagnosis, isLayoutFound: Bool) -> GradedCase {
    let arrays = judgement.arrays.filter { $0.verdict != .missing || $0.role.isAskedFor }
    return GradedCase(
      number: number, file: path, layout: read.layout,
      notes: (isLayoutFound ? notes : []) + read.refusals,
      arrays: arrays.map { array in
        var graded = GradedArray(array, of: judgement, member: read.members[array.role])
        if graded.isWrong { graded.alternatives = diagnosis.alternatives(for: array.role) }
        return graded
      }, unknown: read.unknown)
  }
}

extension GradedCase {
  /// The note that images have their channels last.
  static let channelsLast =
    "The images of this answer have their channels last (NHWC), as their shapes and numbers show; "
    + "cells are given as [sample, channel, row, column]."
}

extension ArrayRole {
  /// Whether it is missed where it is not handed in: running statistics are not.
  fileprivate var isAskedFor: Bool {
    if case .updatedStatistic = self { false } else { true }
  }
}
