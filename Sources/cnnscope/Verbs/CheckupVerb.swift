import ArgumentParser
import CNNModel
import Checkup
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope checkup`: questions about a network, its data and the settings of a training.
struct CheckupVerb: TrainingVerb {
  static let configuration = CommandConfiguration(
    commandName: "checkup",
    abstract: "Look for mistakes in a network, its data and the settings of its training.",
    discussion: """
      Twelve questions that people who debug trainings ask, answered by computations on copies: ✓ as it \
      should be, ✗ not so, ? in between, – not applicable. The exit status is 1 if there is a ✗. With \
      --find-rate it does the learning-rate sweep alone: two hundred steps with rates from 1e-5 to 10. \
      Thresholds:

      \(CheckupCatalog.all.map { "\($0.name): \($0.threshold)" }.joined(separator: "\n"))

      Example: cnnscope checkup lenet5 --data digits
               cnnscope checkup my.cnn --data digits --optimizer adam --lr 0.01 --json
               cnnscope checkup lenet5 --data digits --find-rate
      """)

  @Argument(help: .networkOrRecipe, completion: .networks) var network: String?
  @OptionGroup var training: TrainingOptions

  @Flag(help: "Do the learning-rate sweep alone.")
  var findRate = false

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws { try checkNetwork() }

  func run() throws {
    let subject = try subject()
    if findRate { return try sweep(subject) }
    var checkup = Checkup(subject)
    Interrupt.watch {
      var progress = Progress(total: CheckupCatalog.all.count)
      while let next = checkup.next, !Interrupt.happened {
        progress.show(checkup.answers.count, next.name)
        checkup.advance()
      }
      progress.finish()
    }
    StandardOutput.say(
      json
        ? CheckupJSON.document(checkup.answers, subject).text
        : CheckupLines.lines(checkup.answers).joined(separator: "\n"))
    if Interrupt.happened {
      throw UserError("interrupted after \(checkup.answers.count) questions")
    }
    if checkup.answers.contains(where: { $0.verdict == .cross }) { throw ExitCode(1) }
  }

  private func sweep(_ subject: CheckupSubject) throws {
    if let reason = subject.refusalOfSweep { throw UserError(reason) }
    var sweep = RateSweep(subject)
    Interrupt.watch {
      var progress = Progress(total: RateSweep.steps)
      while !sweep.isDone {
        progress.show(sweep.points.count, "steps")
        sweep.advance()
      }
      progress.finish()
    }
    if Interrupt.happened { throw UserError("interrupted after \(sweep.points.count) steps") }
    let rate = subject.optimizer.rate
    StandardOutput.say(
      json
        ? CheckupJSON.document(sweep, rate: rate).text
        : SweepLines.lines(sweep, rate: rate).joined(separator: "\n"))
  }

  private func subject() throws -> CheckupSubject {
    let settings = try training.settings(seed: options.seed)
    let network = try opened(settings)
    return try CheckupSubject(try debugger(network, settings))
  }
}

/// Check-ups as JSON.
enum CheckupJSON {
  static func document(_ answers: [CheckupAnswer], _ subject: CheckupSubject) -> JSONText {
    .object([
      ("network", .string(subject.network.title)), ("data", .string(subject.data.name)),
      ("optimizer", .string(subject.optimizer.text)),
      ("passed", .bool(!answers.contains { $0.verdict == .cross })),
      ("answers", .array(answers.map(json))),
    ])
  }

  private static func json(_ answer: CheckupAnswer) -> JSONText {
    .object([
      ("name", .string(answer.name)), ("question", .string(answer.question)),
      ("verdict", .string(answer.verdict.rawValue)),
      ("number", answer.number.map { .number(Float($0)) } ?? .null),
      ("sentence", .string(answer.sentence)),
      ("look", answer.look.map { .string($0) } ?? .null),
    ])
  }

  static func document(_ sweep: RateSweep, rate: Double) -> JSONText {
    func number(_ value: Double?) -> JSONText { value.map { .number(Float($0)) } ?? .null }
    return .object([
      ("rate", number(rate)), ("proposal", number(sweep.proposal)),
      ("divergence", number(sweep.divergence)),
      (
        "points",
        .array(
          sweep.points.map {
            .object([
              ("rate", number($0.rate)), ("loss", number($0.loss)), ("mean", number($0.mean)),
            ])
          })
      ),
    ])
  }
}
