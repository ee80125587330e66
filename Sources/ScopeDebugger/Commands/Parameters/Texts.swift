import ModelFiles

/// Any text, to the end of the line.
package struct Text: TextParameter {
  package typealias Value = String

  package let usage: String
  package let expectation: String
  package let example: String
  package let completion: Completion

  /// - Parameters:
  ///   - usage: what help calls it, such as `TEXT`.
  ///   - expectation: what it is, as in "a text".
  package init(
    _ usage: String, _ expectation: String = "a text", example: String,
    completion: Completion = .nothing
  ) {
    (self.usage, self.expectation, self.example) = (usage, expectation, example)
    self.completion = completion
  }

  package func value(of text: String, in session: Session) -> String? { text }
}

/// A file or folder to read.
package struct InputFile: TextParameter {
  package typealias Value = String

  package let usage: String
  /// What is read from it, as in "an array".
  package let expectation: String
  package let example: String

  package let completion: Completion

  package init(
    _ usage: String = "FILE", _ expectation: String, example: String, completion: Completion = .file
  ) {
    (self.usage, self.expectation, self.example) = (usage, expectation, example)
    self.completion = completion
  }

  package func value(of text: String, in session: Session) throws(UserError) -> String? {
    let path = try FileArguments(text).path
    return path.isEmpty ? nil : path
  }

  /// A data set: a built-in one, or a file or folder.
  package static let dataSet = InputFile(
    "NAME", "a data set", example: "digits", completion: .words(["digits", "mnist"]))
}

/// A file to write: a file that is there already is replaced only with `--over`.
package struct OutputFile: TextParameter {
  package typealias Value = Destination

  /// Where to write.
  package struct Destination: Hashable, Sendable {
    package let path: String
    package let replaces: Bool

    /// Reads `FILE [--over]`; the path is empty where only the option is there.
    ///
    /// - Throws: ``UserError`` for another option.
    package init(_ text: String) throws(UserError) {
      let arguments = try FileArguments(text, options: ["--over"])
      (path, replaces) = (arguments.path, arguments.options.contains("--over"))
    }

    /// - Throws: ``UserError`` where the file must not be replaced.
    package func check(for writing: FileContent.Writing) throws(UserError) {
      do throws(FileError) {
        try FileContent.checkReplaceable(path, by: writing, replacing: replaces)
      } catch {
        throw UserError(error)
      }
    }
  }

  package let example: String

  package init(example: String) { self.example = example }

  package var usage: String { "FILE [--over]" }
  package var expectation: String { "a file" }
  package var completion: Completion { .file }

  package func value(of text: String, in session: Session) throws(UserError) -> Destination? {
    let destination = try Destination(text)
    return destination.path.isEmpty ? nil : destination
  }
}
