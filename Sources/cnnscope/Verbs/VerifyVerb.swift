import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope verify`: ONNX models on inputs with expected outputs.
struct VerifyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run ONNX test cases and compare outputs with the expected ones.",
    discussion: """
      A case is a folder with model.onnx and test_data_set_0 (1, 2 …), which hold input_0.pb … and \
      output_0.pb …, as ONNX and its tools write them. Folders are searched for cases. A case passes, \
      fails with the largest error, or is unsupported because of an operator; if any case fails or \
      none passes, the exit status is 1. An output may differ by atol + rtol · |expected|; integers must be equal.

      Example: cnnscope verify onnx/backend/test/data/node
               cnnscope verify my-model --tolerance 1e-4,1e-6 --json
      """)

  @Argument(
    help: ArgumentHelp("A case, or a folder to search for cases.", valueName: "path"),
    completion: .directory)
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "The relative and absolute tolerance of outputs.",
      discussion: "16-bit floats may differ by two units in the last place in any case.",
      valueName: "rtol,atol"))
  var tolerance = "1e-3,1e-7"

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    guard bounds != nil else {
      throw ValidationError(
        "--tolerance takes two numbers such as 1e-3,1e-7, not \(tolerance.quoted)")
    }
  }

  private var bounds: Tolerance? { Tolerance(tolerance) }

  func run() throws {
    guard let bounds else { return }
    var cases: [ModelCase] = []
    for path in paths { cases += try ModelCase.all(in: path) }
    guard !cases.isEmpty else {
      throw UserError(
        "\(paths[0].harmless): there is no folder with model.onnx and test_data_set_0 in it")
    }
    var report = VerifyReport()
    var notes: Set<String> = []
    var progress = Progress(total: cases.count)
    for (index, item) in cases.enumerated() {
      progress.show(index, "cases")
      let result = item.run(bounds, note: { notes.insert($0) }, forward: Execution.outputs)
      report.add(item.path, result)
      guard !json else { continue }
      progress.finish()
      StandardOutput.say(VerifyReport.line(item.path, result))
    }
    progress.finish()
    StandardOutput.say(json ? report.json.text : report.total)
    for note in notes.sorted() { StandardError.say(note) }
    if report.failed > 0 || report.passed == 0 { throw ExitCode(1) }
  }
}

/// The results of test cases.
struct VerifyReport {
  private var results: [(path: String, result: ModelCase.Result)] = []

  mutating func add(_ path: String, _ result: ModelCase.Result) { results.append((path, result)) }

  var passed: Int {
    results.count { if case .passed = $0.result { true } else { false } }
  }
  var failed: Int {
    results.count { if case .failed = $0.result { true } else { false } }
  }
  var unsupported: Int { results.count - passed - failed }

  /// `155 cases: 150 passed, 2 failed, 3 unsupported`
  var total: String {
    "\(results.count) case\(results.count == 1 ? "" : "s"): "
      + "\(passed) passed, \(failed) failed, \(unsupported) unsupported"
  }

  static func line(_ path: String, _ result: ModelCase.Result) -> String {
    let name = path.harmless
    switch result {
    case .passed: return "passed       \(name)"
    case .failed(let reason, let error):
      return "failed       \(name): \(reason)"
        + (error.map { ", by up to \(Decimals.shortest(Float($0)))" } ?? "")
    case .unsupported(let kind, let reason): return "unsupported  \(name): \(kind): \(reason)"
    }
  }

  var json: JSONText {
    .object([
      ("passed", .integer(passed)), ("failed", .integer(failed)),
      ("unsupported", .integer(unsupported)),
      ("cases", .array(results.map { Self.json($0.path, $0.result) })),
    ])
  }

  private static func json(_ path: String, _ result: ModelCase.Result) -> JSONText {
    var members: [(name: String, value: JSONText)] = [("path", .string(path.harmless))]
    switch result {
    case .passed(let error):
      members += [("result", .string("passed")), ("error", .number(Float(error)))]
    case .failed(let reason, let error):
      members += [
        ("result", .string("failed")), ("reason", .string(reason)),
        ("error", error.map { .number(Float($0)) } ?? .null),
      ]
    case .unsupported(let kind, let reason):
      members += [
        ("result", .string("unsupported")), ("operator", .string(kind)),
        ("reason", .string(reason)),
      ]
    }
    return .object(members)
  }
}
