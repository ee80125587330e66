import ModelFiles
import TestSupport
import Testing

/// Names of classes in what the verbs print.
struct ClassNameVerbTests {
  private static let names = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  /// Runs a line whose LABELS is a file with these names.
  private func run(_ line: String, _ names: [String]) throws -> Program.Run {
    try withFolder { folder in
      let file = "\(folder)/names.txt"
      try FileContent.write(Array(names.joined(separator: "\n").utf8), to: file)
      return try Program.run(line.split(separator: " ").map { $0 == "LABELS" ? file : String($0) })
    }
  }

  @Test("run names the classes, in text and JSON")
  func running() throws {
    let text = try run("run lenet5 digits:42 --top 10 --labels LABELS", Self.names)
    #expect(text.output.contains("class  probability  name"))
    #expect(Self.names.allSatisfy(text.output.contains))
    let json = try run("run lenet5 digits:42 --top 10 --json --labels LABELS", Self.names)
    #expect(json.output.contains("\"name\": \"seven\""))
  }

  @Test("evaluate names the rows of the confusion matrix")
  func evaluating() throws {
    let text = try run("evaluate lenet5 --data digits --limit 3 --labels LABELS", Self.names)
    #expect(text.output.contains("accuracy  name"))
    #expect(text.output.contains("nine"))
  }

  @Test("Another number of names than classes is refused")
  func otherCount() throws {
    let run = try run("run lenet5 digits:42 --labels LABELS", ["a", "b"])
    #expect(run.status == 1)
    #expect(
      run.error.hasSuffix("names.txt: there are 2 class names, but lenet5 has 10 classes\n"))
  }
}
