import ModelFiles

/// Where lessons come from: those that are built in, and Markdown files.
package enum LessonLibrary {
  private static let ending = ".md"
  /// The endings of the names of Markdown files, in lowercase.
  private static let endings = [ending, ".markdown"]

  /// Whether a file is a lesson, by its name.
  package static func isLesson(_ path: String) -> Bool {
    endings.contains { path.lowercased().hasSuffix($0) }
  }

  /// The files of the tour, in order.
  package static let tourFiles = files("tour")
  /// The names of all built-in lessons.
  package static let names =
    ["tour", "mistakes", "faults"] + sources
  /// The lessons that walk through what five published texts do and print.
  private static let sources = ["notebook", "inside", "layers", "epynn", "im2col"]

  /// The lesson that a name or a file means.
  ///
  /// - Parameter check: what refuses a line of a script that cannot be done.
  /// - Throws: ``UserError`` when there is no such lesson, or with file, line and reason when it has
  ///   a mistake.
  package static func open(
    _ name: String, check: (Script.Action) throws(UserError) -> Void
  ) throws(UserError) -> Lesson {
    guard names.contains(name) else {
      return try Lesson(try text(ofFile: name), file: name.harmless, check: check)
    }
    var lessons: [Lesson] = []
    for file in files(name) {
      let bytes = SampleFiles.bytes(named: file) ?? []
      lessons.append(
        try Lesson(String(decoding: bytes, as: UTF8.self), file: file, check: check))
    }
    return Lesson(joining: lessons)
  }

  private static func files(_ beginning: String) -> [String] {
    SampleFiles.names.filter { $0.hasPrefix(beginning) && $0.hasSuffix(ending) }
  }

  private static func text(ofFile path: String) throws(UserError) -> String {
    guard isLesson(path) || path.contains("/") || FileContent.exists(path) else {
      throw UserError(
        "there is no lesson \(path.quoted); there are \(names.joined(separator: ", ")), "
          + "or a Markdown file (.md)")
    }
    do throws(FileError) { return try FileContent.text(of: path, "a lesson") } catch {
      throw UserError(error)
    }
  }
}
