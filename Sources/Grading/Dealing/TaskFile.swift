import CNNModel
import Differences
import ModelFiles

/// `task.json`: what was dealt, so that answers can be judged.
enum TaskFile {
  /// Its name in a folder.
  static let name = "task.json"
  /// What its first member says.
  static let format = "cnnscope task 1"

  /// Whether a folder holds a task.
  static func isIn(_ folder: String) -> Bool { FileContent.isRegular("\(folder)/\(name)") }

  /// The content of a folder's file.
  ///
  /// - Throws: ``FileError`` where there is none or it is no task.
  static func read(_ folder: String) throws(FileError) -> JSONText {
    let path = "\(folder)/\(name)"
    guard isIn(folder) else {
      throw FileError(
        path: folder,
        reason: "a folder with \(name) is expected, as cnnscope grade --deal writes it, "
          + "but there is none in it")
    }
    let text = try JSONText.parse(FileContent.read(path)[...], path: path)
    guard text.member("format")?.string == format else {
      throw FileError(path: path, reason: "\"format\": \"\(format)\" is expected at its beginning")
    }
    return text
  }

  /// The error that a member is missing or of another kind.
  static func mistake(_ folder: String, _ member: String, _ expected: String) -> FileError {
    FileError(path: "\(folder)/\(name)", reason: "\"\(member)\" should be \(expected)")
  }
}

extension JSONText {
  /// The member of an object; `nil` where it has none, or this is no object.
  func member(_ name: String) -> JSONText? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var string: String? { if case .string(let string) = self { string } else { nil } }
  var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }
  var elements: [JSONText]? { if case .array(let elements) = self { elements } else { nil } }
  var isTrue: Bool { if case .other("true") = self { true } else { false } }
}

extension DealtTask {
  /// The task of a folder: a layer, a loss or an optimizer.
  ///
  /// - Throws: ``FileError`` where there is none, or it is damaged.
  public init(folder: String) throws(FileError) {
    let text = try TaskFile.read(folder)
    guard let spec = text.member("spec")?.string else {
      throw TaskFile.mistake(folder, "spec", "the line of a layer, a loss or an optimizer")
    }
    do throws(FileError) { subject = try GradedSubject(spec) } catch {
      throw FileError(path: "\(folder)/\(TaskFile.name)", reason: "\"spec\": \(error.reason)")
    }
    mode = text.member("training")?.isTrue == true ? .training : .evaluation
    guard let listed = text.member("cases")?.elements, !listed.isEmpty else {
      throw TaskFile.mistake(folder, "cases", "a list of cases")
    }
    let reader = CaseReader(subject, mode: mode, layout: .nchw)
    var cases: [Case] = []
    for one in listed {
      guard let file = one.member("file")?.string, !file.contains("/") else {
        throw TaskFile.mistake(folder, "cases", "a list of cases with a \"file\" each")
      }
      let read = try reader.given(try AnswerFile("\(folder)/\(file)"))[0]
      cases.append(Case(file: file, computation: read.computation, given: read.given))
    }
    self.cases = cases
  }
}

extension TaskDealer {
  /// Writes the task into a folder: the sheet, `task.json` and the cases.
  ///
  /// - Returns: the names of the files, and the rules that no case tells from the right one.
  /// - Throws: ``FileError`` where no task can be made, or a file cannot be written or is there.
  public func deal(to folder: String) throws(FileError) -> (files: [String], alike: [String]) {
    let (cases, alike) = try cases()
    try DealtFiles.checkFree(folder)
    var members: [JSONText] = []
    var files = ["TASK.md", TaskFile.name]
    for (index, one) in cases.enumerated() {
      let file = "case-\(index + 1).npz"
      try NpzFile.write(arrays(of: one), to: "\(folder)/\(file)")
      members.append(json(one, file))
      files.append(file)
    }
    let text = JSONText.object([
      ("format", .string(TaskFile.format)), ("spec", .string(subject.text)),
      ("training", .bool(mode == .training)), ("seed", .other("\(seed)")),
      ("cases", .array(members)),
      (
        "indistinguishable",
        .array(alike.map { .object([("name", .string($0.name)), ("what", .string($0.what))]) })
      ),
    ])
    try FileContent.write(Array((text.text + "\n").utf8), to: "\(folder)/\(TaskFile.name)")
    let sheet = TaskSheet(subject: subject, mode: mode, cases: cases).text
    try FileContent.write(Array(sheet.utf8), to: "\(folder)/TASK.md")
    return (files, alike.map(\.name))
  }

  private func arrays(of one: Dealt) -> [NamedArray] {
    let names = GradedSubject.names(of: one.computation)
    var arrays: [NamedArray] = one.computation.roles.compactMap { role in
      guard let tensor = one.given[role], let name = names[role] else { return nil }
      if role == .target, let classes = one.classes {
        return NamedArray(
          name, NumericArray(shape: [classes.count], int64s: classes.map { Int64($0) }))
      }
      return NamedArray(name, NumericArray(tensor))
    }
    if let step = one.step {
      arrays.append(NamedArray("step", NumericArray(shape: [], int64s: [Int64(step)])))
    }
    return arrays
  }

  private func json(_ one: Dealt, _ file: String) -> JSONText {
    let names = GradedSubject.names(of: one.computation)
    let results = one.computation.results(of: one.given)
    func shapes(_ arrays: RoleArrays) -> JSONText {
      .object(
        one.computation.roles.compactMap { role in
          guard let tensor = arrays[role], let name = names[role] else { return nil }
          return (name, .array(tensor.shape.extents.map(JSONText.integer)))
        })
    }
    return .object([
      ("file", .string(file)), ("given", shapes(one.given)), ("results", shapes(results)),
    ])
  }
}

/// What the files of all tasks have in common.
enum DealtFiles {
  /// Makes the folder of a task.
  ///
  /// - Throws: ``FileError`` where it holds a task already, or cannot be made.
  static func checkFree(_ folder: String) throws(FileError) {
    guard !TaskFile.isIn(folder) else {
      throw FileError(
        path: folder, reason: "it holds a task already; choose another folder, or remove that one")
    }
    guard FileContent.isFolder(folder) || !FileContent.exists(folder) else {
      throw FileError(path: folder, reason: "a folder is expected, but this is a file")
    }
    try FileContent.makeFolder(folder, permissions: 0o755)
  }
}
