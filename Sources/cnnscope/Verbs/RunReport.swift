import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// What `cnnscope run` prints: classes where the output is a list of scores, the outputs otherwise.
struct RunReport {
  let network: Network
  /// One for each sample of the input, at least one.
  let runs: [ForwardRun]
  /// How many classes are listed.
  let top: Int
  /// Whether the user set a label, so that the loss is said whatever the output is.
  let asksForLoss: Bool

  /// The probabilities of the classes of every sample; `nil` where the output is no list of scores.
  private var classes: [[Float]]? {
    let lists = runs.compactMap(\.probabilities)
    return lists.count == runs.count ? lists.flatMap(\.self) : nil
  }

  /// A value of all samples, one behind the other where it has a batch.
  func array(of value: ValueReference) -> NamedArray? {
    let arrays = runs.compactMap { $0.array(of: value) }
    guard arrays.count > 1, network.hasBatch(value.node) else { return arrays.first }
    return NamedArray(arrays[0].name, NumericArray(stacking: arrays.map(\.array)))
  }

  /// The loss of a sample that is said: where a label was set, or comes with a sample of which the
  /// network gives the class.
  private func loss(_ run: ForwardRun) -> Float? {
    asksForLoss || (run.input.label != nil && run.probabilities != nil) ? run.loss : nil
  }

  /// The classes with the highest probabilities; of equal ones the first.
  private func best(_ probabilities: [Float]) -> [(label: Int, probability: Float)] {
    probabilities.best(top).map { ($0, probabilities[$0]) }
  }
}

extension [Float] {
  /// The indices of the largest numbers, the largest first; of equal ones the first.
  func best(_ count: Int) -> [Int] {
    [Int](indices.sorted { (self[$1], $0) < (self[$0], $1) }.prefix(count))
  }
}

extension RunReport {
  /// - Parameter values: the values that were asked for instead of the result.
  func text(_ values: [ValueReference]?) -> String {
    var lines = ["\(network.title) on \(runs[0].input.name), \(runs[0].input.fit)"]
    if let values {
      lines += described(values)
    } else {
      lines += classes.map(classLines) ?? []
      if classes == nil || network.outputs.count > 1 { lines += described(network.outputs) }
    }
    for run in runs {
      guard let loss = loss(run) else { continue }
      lines.append(
        "loss \(Decimals.shortest(loss))" + (run.input.label.map { ", label \($0)" } ?? ""))
    }
    if runs.contains(where: { loss($0) != nil }), let remark = network.classOutput.remark {
      lines.append(remark)
    }
    lines += runs.compactMap(\.origin).prefix(1).map(\.sentence)
    return lines.joined(separator: "\n")
  }

  private func classLines(_ lists: [[Float]]) -> [String] {
    lists.enumerated().flatMap { sample, list in
      let names = network.classNames
      var table = TextTable(
        [("class", .right), ("probability", .left)] + (names == nil ? [] : [("name", .left)]))
      for (label, probability) in best(list) {
        table.add(
          ["\(label)", Decimals.shortest(probability)] + (names.map { [$0[label] ?? ""] } ?? []))
      }
      return (lists.count > 1 ? ["sample \(sample)"] : []) + [table.text]
    }
  }

  /// How many numbers of a value are printed.
  private static let printed = 64

  /// Statistics, and the numbers of small arrays.
  private func described(_ values: [ValueReference]) -> [String] {
    let arrays = values.compactMap(array)
    let numbers = arrays.filter { (1...Self.printed).contains($0.array.count) }.map { named in
      let texts = named.array.texts(in: 0..<named.array.count)
      return "\(named.name.harmless): \(texts.joined(separator: " "))"
    }
    return [ArrayTable(arrays).text] + numbers
  }
}

extension RunReport {
  /// - Parameter values: the values that were asked for instead of the result.
  func json(_ values: [ValueReference]?) -> JSONText {
    var members: [(name: String, value: JSONText)] = [
      ("network", .string(network.title)), ("input", .string(runs[0].input.name)),
      ("fit", .string(runs[0].input.fit)),
    ]
    let classes = classes
    if let list = classes?.first, classes?.count == 1 { members.append(("best", json(list))) }
    if let classes, classes.count > 1 {
      members.append(("samples", .array(classes.map { .object([("best", json($0))]) })))
    }
    members.append(("label", runs[0].input.label.map(JSONText.integer) ?? .null))
    members.append(("loss", loss(runs[0]).map { .number($0) } ?? .null))
    if runs.count > 1 {
      members.append(("losses", .array(runs.map { loss($0).map { .number($0) } ?? .null })))
    }
    if loss(runs[0]) != nil, let remark = network.classOutput.remark {
      members.append(("remark", .string(remark)))
    }
    if let origin = runs.lazy.compactMap(\.origin).first { members.append(("nan", origin.json)) }
    let shown = (values ?? network.outputs).compactMap(array).map(json)
    if let first = shown.first {
      members.append((values == nil ? "output" : "activation", first))
      members.append((values == nil ? "outputs" : "activations", .array(shown)))
    }
    return .object(members)
  }

  private func json(_ probabilities: [Float]) -> JSONText {
    .array(
      best(probabilities).map { label, probability in
        let name = network.classNames?[label].map { [("name", JSONText.string($0))] } ?? []
        return .object(
          [("class", .integer(label)), ("probability", .number(probability))] + name)
      })
  }

  private func json(_ named: NamedArray) -> JSONText {
    let array = named.array
    let values: [JSONText] =
      array.elementType.isFloating
      ? array.tensor.elements.map { .number($0) }
      : array.texts(in: 0..<array.count).map { .other($0) }
    return .object([
      ("layer", .string(named.name)), ("type", .string(array.elementType.description)),
      ("shape", array.shape.json), ("values", .array(values)),
    ])
  }
}
