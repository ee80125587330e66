import CNNModel
import ReferenceFolder
import Testing

/// Losses against PyTorch: value and gradient.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct LossReferenceTests {
  @Test("Losses compute what PyTorch computes")
  func losses() throws {
    var tally = Tally(kind: "loss")
    for example in try ReferenceCase.all("loss") { tally.count(example, try mistakes(example)) }
    print(tally.line)
    #expect(tally.mistakes.isEmpty, "\(tally.mistakes.joined(separator: "\n"))")
    #expect(tally.passed > 0, "no loss was run")
  }

  private func mistakes(_ example: ReferenceCase) throws -> [String]? {
    guard let loss = try example.loss(), let target = example.target else { return nil }
    let x = try #require(example.tensor("x"))
    do { try loss.check(output: x.shape, target: target) } catch { return ["\(error)"] }
    let value = Tensor(shape: [1], elements: [loss.value(x, target)])
    let scale = example.tensor("gy")?[0] ?? 1
    let gradient = loss.gradient(x, target).map { $0 * scale }
    return [example.mistake("y", value), example.mistake("gx", gradient)].compactMap { $0 }
  }
}

extension ReferenceCase {
  /// `nil` when the catalog has no such loss.
  fileprivate func loss() throws -> (any Loss)? {
    let keywords = ["cross_entropy": "cross-entropy", "mse": "squared-error"]
    let reduction = attributes["reduction"]?.string ?? "mean"
    guard let keyword = keywords[op], reduction != "none" else { return nil }
    var line = keyword + (reduction == "sum" ? " sum" : "")
    if let ignored = attributes["ignore_index"]?.int {
      guard ignored >= 0 else { return nil }
      line += " ignore \(ignored)"
    }
    if let share = attributes["label_smoothing"]?.double, share != 0 {
      line += " smoothing \(share)"
    }
    let loss = try LossCatalog.loss(Word.split(Substring(line)))
    guard var weighted = loss as? CrossEntropy else { return loss }
    weighted.classWeights = tensor("class_weight")
    return weighted
  }

  fileprivate var target: Target? {
    if op == "cross_entropy" { return arrays["target"]?.int64s.map { .classes($0.map(Int.init)) } }
    return tensor("target").map(Target.values)
  }
}
