import CNNModel
import Grading
import ModelFiles
import NumberText
import ScopeDebugger
import TerminalKit

/// Answers to a task: the arrays of each case, and for the selected one the right array, theirs and
/// the difference side by side.
struct GradeView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "grade",
      InputFile("FOLDER", "a folder with a task and answers", example: "hw"),
      help: "judge the answers to a task: the right array, theirs, and the difference as maps",
      action: { explorer, folder throws(UserError) in
        explorer.open(try GradeView(folder: folder))
      })
  ].inGroup(.evaluation).with(.worksWithoutNetwork)

  static let localCommands: [Command<Explorer>] = [
    inside(
      "plane", Choice(GradeDirection.self), help: "the next or previous channel of the array",
      action: { view, shared, direction in view.movePlane(direction.step) }),
    inside(
      "student", Choice(GradeDirection.self), help: "the answer of the next or previous student",
      action: { view, shared, direction in view.moveStudent(direction.step) }),
    inside(
      "alternative",
      help: "put what the named mistake computes in the place of the right array, and back",
      action: { view, shared throws(UserError) in try view.switchAlternative() }),
  ].with(.worksWithoutNetwork)

  static let keys: [ViewKey<GradeView>] = [
    ViewKey("<Up>", "up", "move"), ViewKey("<Down>", "down", "move"),
    ViewKey("<Left>", "left", "move"), ViewKey("<Right>", "right", "move"),
    ViewKey("<Enter>", "visit", "into"), ViewKey("a", "alternative", "mistake on, off"),
    ViewKey("[", "plane previous", "channel"), ViewKey("]", "plane next", "channel"),
    ViewKey(",", "student previous", "student", when: { view, _ in view.hasStudents }),
    ViewKey(".", "student next", "student", when: { view, _ in view.hasStudents }),
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"),
  ]

  private let folder: GradedFolder
  private let submissions: [Submission]
  private var student = 0
  private var state: GradeSelection

  /// - Throws: ``UserError`` where there is no task or no answer in the folder.
  init(folder path: String) throws(UserError) {
    do throws(FileError) {
      folder = try GradedFolder(path)
      submissions = try Submissions(folder: path, answers: nil, cases: folder.caseFiles).all
    } catch {
      throw UserError(error)
    }
    state = GradeSelection(folder.grade(submissions[0]))
  }

  var title: String { "grading" }
  var subject: String? { "\(folder.task): \(state.answer.name)" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  private var hasStudents: Bool { submissions.count > 1 }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    let place = hasStudents ? " (\(student + 1) of \(submissions.count))" : ""
    GradePane(
      state: state, heading: "\(state.answer.name)\(place): \(folder.task)",
      capabilities: scene.capabilities
    ).draw(&canvas, rect)
  }

  private mutating func moveStudent(_ step: Int) {
    student = min(max(0, student + step), submissions.count - 1)
    state = GradeSelection(folder.grade(submissions[student]))
  }

  private mutating func movePlane(_ step: Int) { state.movePlane(step) }

  private mutating func switchAlternative() throws(UserError) { try state.switchAlternative() }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    state.move(rows: rows, columns: columns)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let end = toEnd ? 1 << 20 : -(1 << 20)
    state.move(rows: end, columns: end)
    return true
  }

  /// Goes from the list into the map, and from a cell to how it is computed.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard state.isInMap else {
      state.enterMap()
      return .stay
    }
    return .open(PageView(title: state.cellName, lines: state.terms))
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    guard state.isInMap else { return .close }
    state.isInMap = false
    return .stay
  }
}

/// Which way a choice moves.
enum GradeDirection: String, CaseIterable, Hashable, Sendable {
  case next, previous

  var step: Int { self == .next ? 1 : -1 }
}

extension GradeView {
  func summary(_ scene: Scene) -> [String]? {
    let wrong = state.rows.count { $0.array.isWrong }
    let count = wrong == 0 ? "all right" : "wrong arrays: \(wrong) of \(state.rows.count)"
    let cell = state.isInMap ? state.terms.prefix(1) : []
    return ["grading \(subject ?? ""): \(count)"] + (state.array.map { [words($0)] } ?? []) + cell
  }

  func details(_ scene: Scene) -> [String] {
    state.rows.map { "case \($0.case): \(words($0.array))" }
  }

  private func words(_ array: GradedArray) -> String {
    guard array.isWrong else { return "\(array.name) is not wrong" }
    let cause = array.alternatives.first.map { ": \($0.sentence(array.name))" } ?? ""
    return "\(array.name) is wrong\(cause)"
  }
}
