import ArgumentParser
import CNNModel
import Differences
import Grading
import ModelFiles
import ScopeDebugger

/// `cnnscope grade`: somebody else's arrays beside the right ones.
struct GradeVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Judge arrays that somebody else computed, and name the mistake in them.",
    discussion: """
      --deal writes a task into a folder: a sheet for students, task.json, and cases with x, weight, \
      bias and gy in which no two extents are alike. A task is a layer ("conv 4 3x3 stride 2"), a loss \
      ("loss cross-entropy"), a step of an optimizer ("optimizer adam lr 0.01") or a network (lenet5).

      A folder with a task and with answer-1.npz … is judged; with folders in it (or in --answers), \
      each is a student of a class. Without a task, SPEC and files with inputs and results are given: \
      they are the cases of one answer. A network takes --input and --label, and files with its \
      activations and gradients, conv1, conv1.gradient, conv1.weight.gradient.

      Arrays may be called y gx gw gb, out dx dw db, Z dA_prev dW db and so on, and images may have \
      their channels last. Each is right, wrong, inherited (it follows from a wrong array of the same \
      answer), missing or of another shape. A mistake is named where a changed computation gives \
      exactly the wrong arrays. The exit status is 1 if anything is wrong.

      Example: cnnscope grade --deal "conv 4 3x3 stride 2x3 pad 1x2" --out hw
               cnnscope grade hw --answers submissions --csv marks.csv
               cnnscope grade "maxpool 2" answer.npz --json
               cnnscope grade net.cnn acts.npz --weights w.safetensors --input x.npy --label 3
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder with a task, or the line of a layer, a loss or an optimizer, or a network, and files.",
      valueName: "spec-or-folder"))
  var what: [String] = []

  @Option(
    help: ArgumentHelp(
      "Make a task of a layer, a loss, an optimizer or a network.", valueName: "spec"))
  var deal: String?

  @Option(
    help: ArgumentHelp("The folder for the task.", valueName: "folder"), completion: .directory)
  var out: String?

  @Option(help: "The number of cases of a task (default: 3; 1 for a network).")
  var cases: Int?

  @Option(
    help: ArgumentHelp("Where the answers are (default: with the task).", valueName: "folder"),
    completion: .directory)
  var answers: String?

  @Option(help: "The order of the axes of images (default: found out).")
  var layout: ImageLayout?

  @Flag(help: "Compute in training mode; batchnorm then uses the statistics of the batch.")
  var training = false

  @Option(
    help: ArgumentHelp(
      "How far right arrays may lie from ours: a share of the largest number, and a number.",
      valueName: "rtol,atol"))
  var tolerance = "1e-5,0"

  @Flag(help: "Say where to look instead of naming the mistake.")
  var hints = false

  @Option(
    help: ArgumentHelp("The input of a network.", valueName: "input"), completion: .inputs)
  var input: String?

  @Option(help: "The class that the input of a network shows, for the loss.")
  var label: Int?

  @Flag(help: "Print one JSON document.")
  var json = false

  @Option(
    help: ArgumentHelp("Write a table with a row for each student.", valueName: "file.csv"),
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: ArgumentHelp(
      "Write the results of one answer as Gradescope reads them.", valueName: "results.json"),
    completion: .file(extensions: ["json"]))
  var gradescope: String?

  @OptionGroup var options: NetworkOptions

  func validate() throws {
    guard Tolerance(tolerance) != nil else {
      throw ValidationError(
        "--tolerance takes two numbers such as 1e-5,1e-8, not \(tolerance.quoted)")
    }
    if let cases, !(1...Self.mostCases).contains(cases) {
      throw ValidationError("--cases takes a number from 1 to \(Self.mostCases), not \(cases)")
    }
    if let label, !(0...65535).contains(label) {
      throw ValidationError("--label takes a class from 0 to 65535, not \(label)")
    }
    try validateDealing()
  }

  private static let mostCases = 100

  private func validateDealing() throws {
    guard let deal else {
      if out != nil { throw ValidationError("--out belongs to --deal") }
      guard !what.isEmpty else {
        throw ValidationError(
          "a folder with a task is expected, or the line of a layer and files; --deal makes a task")
      }
      return
    }
    guard out != nil else { throw ValidationError("--deal needs --out, the folder for the task") }
    guard what.isEmpty else {
      throw ValidationError(
        "--deal takes the whole line in quotation marks: --deal \"\(deal) \(what.joined(separator: " "))\""
      )
    }
  }

  func run() throws {
    if let deal, let out { return try dealTask(deal, to: out) }
    let graded = try graded()
    if let csv {
      try FileContent.writeNew(
        Array(GradeTable(graded.answers).csv.utf8), to: csv, as: .curve, replacing: true)
    }
    if let gradescope { try writeGradescope(graded, to: gradescope) }
    let report = GradeReport(graded, showsHints: hints)
    StandardOutput.say(json ? report.json.text : report.text)
    guard graded.isRight else { throw ExitCode(1) }
  }

  private func writeGradescope(_ graded: GradedWork, to path: String) throws {
    guard graded.answers.count == 1, let answer = graded.answers.first else {
      throw UserError("--gradescope takes one answer, but \(graded.answers.count) are judged")
    }
    try FileContent.write(
      Array((GradescopeResults(answer, showsHints: hints).json.text + "\n").utf8), to: path)
  }

  private func dealTask(_ spec: String, to folder: String) throws {
    let files: [String]
    var alike: [String] = []
    if GradedSubject.recognizes(spec) || !isNetwork(spec) {
      let dealer = TaskDealer(
        try GradedSubject(spec), mode: training ? .training : .evaluation, cases: cases ?? 3,
        seed: options.seed)
      (files, alike) = try dealer.deal(to: folder)
    } else {
      let network = try NetworkLibrary.open(spec)
      files = try NetworkTask.deal(
        network, try options.state(of: network), cases: cases ?? 1, seed: options.seed, to: folder)
    }
    StandardOutput.say("\(folder.shownPath): \(files.joined(separator: ", "))")
    guard !alike.isEmpty else { return }
    let shown = alike.prefix(Self.mostAlike).joined(separator: ", ")
    let rest = alike.count - Self.mostAlike
    StandardError.say(
      (alike.count == 1
        ? "1 known mistake changes nothing here, so no case can show it: "
        : "\(alike.count) known mistakes change nothing here, so no case can show them: ")
        + shown + (rest > 0 ? " and \(rest) more, in task.json" : ""))
  }

  private static let mostAlike = 5

  private func isNetwork(_ name: String) -> Bool {
    NetworkLibrary.names.contains(name) || FileContent.exists(name)
  }

  private func graded() throws -> GradedWork {
    guard let tolerance = Tolerance(tolerance) else { return GradedWork([], isClass: false) }
    let isSpec =
      GradedSubject.recognizes(what[0]) && what.dropFirst().contains { !Submissions.isFolder($0) }
    if Submissions.isFolder(what[0]), !isSpec {
      return try FolderGrading(
        folders: what, answers: answers, layout: layout, tolerance: tolerance
      ).graded()
    }
    if answers != nil { throw UserError("--answers belongs to a folder with a task") }
    let count = max(
      1, what.firstIndex { FileContent.exists($0) || $0.contains(".npz") } ?? what.count)
    if !GradedSubject.recognizes(what[0]), isNetwork(what[0]) {
      return try gradedNetwork(Array(what.dropFirst()), tolerance)
    }
    if what[0].contains("/") || what[0].contains("."), !what[0].contains(" ") {
      throw UserError("\(what[0].shownPath): there is no such file or folder")
    }
    let subject = try GradedSubject(what[..<count].joined(separator: " "))
    let files = Array(what[count...])
    guard let first = files.first else {
      throw UserError("\(subject.text): a file with inputs and results is expected after it")
    }
    let reader = CaseReader(subject, mode: training ? .training : .evaluation, layout: layout)
    let search = SearchProgress()
    defer { search.finish() }
    let answer = try Grader(reader, tolerance: tolerance, report: search.report)
      .grade(files, name: Submissions.name(first))
    return GradedWork([answer], isClass: false)
  }

  /// An answer to a network: what goes in is named on the command line.
  private func gradedNetwork(_ files: [String], _ tolerance: Tolerance) throws -> GradedWork {
    guard let input, let file = files.first, files.count == 1 else {
      throw UserError(
        "\(what[0].harmless): a network takes --input, --label and one file with its activations and "
          + "gradients")
    }
    let network = try NetworkLibrary.open(what[0], input: input)
    var image = try NetworkInput(input, for: network)
    image.label = label ?? image.label
    let (batch, reason) = image.batch(for: network)
    if let reason, label != nil { throw UserError(reason) }
    let task = NetworkTask(
      network, try options.state(of: network), mode: training ? .training : .evaluation,
      batches: [batch])
    let search = SearchProgress()
    defer { search.finish() }
    let answer = NetworkGrader(task, layout: layout, tolerance: tolerance, report: search.report)
      .grade(files: [0: file], name: Submissions.name(file))
    if answer.cases.isEmpty, let failure = answer.failures.first { throw UserError(failure) }
    return GradedWork([answer], isClass: false)
  }
}

extension ImageLayout: ExpressibleByArgument {}
