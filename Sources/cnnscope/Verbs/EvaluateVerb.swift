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

  @OptionGroup var samples: SampleOptions

  var options: NetworkOptions { samples.options }

  func run() throws {
    let network = try samples.network(network)
    let data = try samples.opened(for: network)
    guard data.canEvaluate(network) else {
      throw UserError("\(network.title) has no classes to count")
    }
    var evaluation = Evaluation(
      network, try options.state(of: network), on: data[samples.part.ofDataSet],
      limit: samples.limit)
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
      samples.json
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
