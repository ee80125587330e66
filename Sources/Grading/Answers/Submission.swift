import ModelFiles

/// Where somebody's files for the cases of a task are.
public struct Submission: Hashable, Sendable {
  /// Whose they are: the name of the folder.
  public let name: String
  /// By case, counted from 0, the file or folder of its results.
  public let files: [Int: String]

  /// The files in a folder that are answers to a task.
  ///
  /// The number at the end of a name is that of the case: `answer-2.npz`, `case2.safetensors`, a
  /// folder `2` of `.npy` files. A single file without a number answers the only case.
  ///
  /// - Parameters:
  ///   - cases: the files of the task's cases.
  ///   - isTask: whether the folder holds the task too, so that a file of a case may be only that.
  init(name: String, in folder: String, cases: [String], isTask: Bool) {
    var files: [Int: String] = [:]
    let entries = FileContent.names(in: folder).sorted { Self.rank($0) < Self.rank($1) }
    let paths = entries.filter { AnswerFile.mayBe("\(folder)/\($0)") }
    for entry in paths {
      let isCase = isTask && cases.contains(entry)
      guard !isCase || Self.holdsResults("\(folder)/\(entry)") else { continue }
      guard let number = Self.number(entry) else { continue }
      if (1...max(1, cases.count)).contains(number), files[number - 1] == nil {
        files[number - 1] = "\(folder)/\(entry)"
      }
    }
    if files.isEmpty, cases.count == 1,
      let only = paths.first(where: { !isTask || !cases.contains($0) })
    {
      files[0] = "\(folder)/\(only)"
    }
    if files.isEmpty, cases.count == 1, !isTask, AnswerFile.mayBe(folder) { files[0] = folder }
    (self.name, self.files) = (name, files)
  }

  /// Files that are called answers before those that are called like the case.
  private static func rank(_ name: String) -> String {
    (name.lowercased().hasPrefix("case") ? "1" : "0") + name
  }

  /// The number at the end of a name without its ending.
  private static func number(_ file: String) -> Int? {
    let stem = file.split(separator: ".").first ?? ""
    let digits = stem.reversed().prefix(while: \.isNumber).reversed()
    return Int(String(digits))
  }

  /// Whether an archive of a task has more than what was dealt.
  private static func holdsResults(_ path: String) -> Bool {
    guard let names = try? NpzArchive(path).names else { return false }
    let known = NamingConvention.all[0]
    return names.contains { known.role(of: $0)?.isResult == true || $0.hasSuffix("_after") }
  }
}

/// Answers to a task that lie in folders.
public struct Submissions: Sendable {
  /// The folder of the task.
  public let task: String
  /// One for each student.
  public let all: [Submission]
  /// Whether they are those of a class: a folder of folders.
  public let isClass: Bool

  /// - Parameters:
  ///   - folder: a folder with a task.
  ///   - answers: a folder with answers, or with a folder for every student; by default that of the
  ///     task.
  ///   - cases: the files of the task's cases.
  /// - Throws: ``FileError`` where there is no answer.
  public init(folder: String, answers: String?, cases: [String]) throws(FileError) {
    task = folder
    let place = answers ?? folder
    guard FileContent.isFolder(place) else {
      throw FileError(
        path: place,
        reason: FileContent.exists(place)
          ? "a folder of answers is expected, but this is a file" : "there is no such folder")
    }
    let isTask = FileContent.areSame(place, folder)
    let own = Submission(name: Self.name(place), in: place, cases: cases, isTask: isTask)
    guard own.files.isEmpty else {
      (all, isClass) = ([own], false)
      return
    }
    let students = FileContent.names(in: place).sorted()
      .filter { FileContent.isFolder("\(place)/\($0)") && !$0.hasPrefix(".") }
    all = students.map {
      Submission(name: $0.harmless, in: "\(place)/\($0)", cases: cases, isTask: false)
    }
    isClass = true
    guard all.contains(where: { !$0.files.isEmpty }) else {
      throw FileError(
        path: place,
        reason:
          "an answer such as answer-1.npz, or a folder of them for each student, is expected, "
          + "but there is none in it")
    }
  }

  /// The folders with tasks in a folder without one: everybody has the own copy.
  public static func tasks(in folder: String) -> [String] {
    FileContent.names(in: folder).sorted().map { "\(folder)/\($0)" }.filter(TaskFile.isIn)
  }

  /// Whether a folder holds a task.
  public static func hasTask(_ folder: String) -> Bool { TaskFile.isIn(folder) }

  /// Whether there is a folder of this name.
  public static func isFolder(_ path: String) -> Bool { FileContent.isFolder(path) }

  /// The last name of a path.
  public static func name(_ path: String) -> String {
    (path.split(separator: "/").last.map(String.init) ?? path).harmless
  }
}
