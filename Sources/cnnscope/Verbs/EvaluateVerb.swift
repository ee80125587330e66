import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope evaluate`: how well a network does on the test part of a data set.
struct EvaluateVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Print accuracy, loss and confusion matrix on a part of a data set.",
    discussion: """
      The rows of the confusion matrix are the true classes, the columns the predicted ones.

      Example: cnnscope evaluate lenet5-relu --data mnist --weights lenet5.safetensors
      """)

  @Argument(help: .network, completion: .networks) var network: String

  @Option(help: .dataSet)
  var data: String

  @Option(help: "The part of the data set.") var part = Part.test

  @Option(help: "Use only the first images of the part (default: all).")
  var limit: Int?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try ValidationError.checkPositive("limit", limit)
  }

  func run() throws {
    let network = try classes.named(
      try NetworkLibrary.open(
        network, input: "\(data):0", sample: shape.sample, inputOptions.preparation))
    let data = try Progress.reading { () throws(UserError) in
      try TrainingData(self.data, for: network, inputOptions.preparation)
    }
    guard data.canEvaluate(network) else {
      throw UserError("\(network.title) has no classes to count")
    }
    var evaluation = Evaluation(
      network, try options.state(of: network), on: part == .train ? data.train : data.test,
      limit: limit)
    var progress = Progress(total: evaluation.total)
    while !evaluation.isDone {
      progress.show(evaluation.done, "images")
      evaluation.advance()
      if let violation = evaluation.violation {
        throw UserError("\(network.title): \(violation)")
      }
    }
    progress.finish()
    if let remark = network.classOutput.remark { StandardError.say(remark) }
    StandardOutput.say(
      json
        ? evaluation.result.json(network.classNames).text
        : text(evaluation.result, network.classNames))
    let unclassified = evaluation.result.unclassified
    if unclassified > 0 {
      throw UserError(
        "\(network.title): \(unclassified) of \(evaluation.result.count) outputs are NaN, "
          + "which is no class")
    }
  }

  private func text(_ result: EvaluationResult, _ names: ClassNames?) -> String {
    let union = result.meanIntersectionOverUnion
    let lines = [
      result.accuracyText.map { "accuracy \($0)" },
      result.hasSeveralAnswers ? "mean IoU \(Decimals.percent(union, 4))" : nil,
      "loss \(Decimals.shortest(Float(result.loss)))",
    ]
    let table = result.answerCount > 0 ? [""] + EvaluationTable.confusion(result, names) : []
    return (lines.compactMap(\.self) + table).joined(separator: "\n")
  }
}

/// A part of a data set.
enum Part: String, ExpressibleByArgument, CaseIterable {
  case test, train
}

extension EvaluationResult {
  /// - Parameter names: of the classes.
  fileprivate func json(_ names: ClassNames?) -> JSONText {
    let union: [(String, JSONText)] =
      hasSeveralAnswers
      ? [
        ("answers", .integer(answerCount)), ("meanIoU", .number(Float(meanIntersectionOverUnion))),
      ]
      : []
    let classes = names.map { names in
      [("classes", JSONText.array(confusion.indices.map { .string(names[$0] ?? "") }))]
    }
    return .object(
      [
        ("accuracy", answerCount > 0 ? .number(Float(accuracy)) : .null),
        ("loss", .number(Float(loss))), ("correct", .integer(correct)), ("count", .integer(count)),
        ("unclassified", .integer(unclassified)),
        ("confusion", .array(confusion.map { .array($0.map(JSONText.integer)) })),
      ] + union + (classes ?? []))
  }

  /// Whether a sample has an answer for each of its places.
  fileprivate var hasSeveralAnswers: Bool { answerCount > count }
}
