import CNNModel
import Differences
import ModelFiles

/// The task of a folder, ready to judge answers by several threads.
public struct GradedFolder: Sendable {
  /// What is to be computed: the line of a layer, or the name of a network.
  public let task: String
  /// The files of the cases.
  public let caseFiles: [String]
  /// Judges an answer.
  public let grade: @Sendable (Submission) -> GradedAnswer

  /// The files of the cases of a folder's task, as it lists them.
  ///
  /// - Throws: ``FileError`` where there is no task, or it is damaged.
  public static func caseFiles(_ folder: String) throws(FileError) -> [String] {
    try NetworkTask.caseFiles(folder: folder)
  }

  /// - Parameters:
  ///   - layout: the order of the axes of images; found out where it is `nil`.
  ///   - report: what is told how far the search of a mistake is.
  /// - Throws: ``FileError`` where there is no task, or it is damaged.
  public init(
    _ folder: String, layout: ImageLayout? = nil, tolerance: Tolerance = .usual,
    report: DifferenceSearch.Report? = nil
  ) throws(FileError) {
    if let network = try NetworkTask.read(folder: folder) {
      task = network.network.title
      caseFiles = try NetworkTask.caseFiles(folder: folder)
      let grader = NetworkGrader(
        network, layout: layout, tolerance: tolerance, report: report)
      grade = { grader.grade(files: $0.files, name: $0.name) }
      return
    }
    let dealt = try DealtTask(folder: folder)
    task = dealt.subject.text
    caseFiles = dealt.cases.map(\.file)
    let grader = Grader(
      CaseReader(dealt.subject, mode: dealt.mode, layout: layout), tolerance: tolerance,
      report: report)
    grade = { grader.grade(dealt, files: $0.files, name: $0.name) }
  }
}
