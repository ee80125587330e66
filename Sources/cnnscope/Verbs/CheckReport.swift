import CNNModel
import ModelFiles
import NumberText

/// The results of a check, one row per parameter.
struct CheckReport {
  private let network: Network
  private let mode: ComputeMode
  private var rows: [Row] = []

  private struct Row {
    let name: String
    let parameter: String
    /// How many numbers the parameter has.
    let total: Int
    var samples: [GradientCheck.Sample] = []

    func count(_ verdict: GradientCheck.Verdict) -> Int {
      samples.count { $0.slopes.verdict == verdict }
    }
    var checked: Int { count(.agrees) + count(.disagrees) }
    var agrees: Bool { count(.disagrees) == 0 }

    /// The checked sample with the largest error; NaN counts as the largest.
    var worst: GradientCheck.Sample? {
      samples.filter { [.agrees, .disagrees].contains($0.slopes.verdict) }
        .max { error($0) < error($1) }
    }

    func error(_ sample: GradientCheck.Sample) -> Double {
      sample.slopes.relativeError.map { $0.isNaN ? .infinity : $0 } ?? 0
    }

    var mark: String {
      if checked > 0 { return agrees ? "✓" : "✗" }
      return count(.undecidable) > 0 ? "?" : "–"
    }
  }

  init(_ network: Network, _ mode: ComputeMode) { (self.network, self.mode) = (network, mode) }

  /// Adds a sample; those of a parameter come one after the other.
  mutating func add(_ sample: GradientCheck.Sample) {
    let last = rows.last?.samples.first
    if last?.node != sample.node || last?.parameter != sample.parameter {
      let declaration = sample.parameter.map { network.parameters(of: sample.node)[$0] }
      rows.append(
        Row(
          name: network.nodes[sample.node].name, parameter: declaration?.name ?? "input",
          total: (declaration?.shape ?? network.outputShapes(of: sample.node)[0]).count))
    }
    rows[rows.count - 1].samples.append(sample)
  }

  var text: String {
    var table = TextTable([
      ("layer", .left), ("parameter", .left), ("checked", .right), ("near a kink", .right),
      ("too small", .right), ("undecidable", .right), ("worst error", .right), ("", .left),
    ])
    for row in rows {
      table.add([
        row.name, row.parameter, "\(row.checked) of \(row.total)", "\(row.count(.nearKink))",
        "\(row.count(.tooSmall))", "\(row.count(.undecidable))",
        row.worst.map { Decimals.scientific(row.error($0), 2) } ?? "–",
        row.mark,
      ])
    }
    let modeLine = network.dependsOnMode ? ["\(mode.name) mode"] : []
    return ([table.text] + modeLine + undecidableLine).joined(separator: "\n")
  }

  private var undecidableLine: [String] {
    let count = rows.reduce(0) { $0 + $1.count(.undecidable) }
    return count == 0
      ? []
      : [
        "\(count) not decidable at this accuracy: rounding in 32 bits alone can make the error;",
        "an input of which the network is less sure can be decided",
      ]
  }

  var json: JSONText {
    .object([
      ("network", .string(network.title)), ("mode", .string(mode.rawValue)),
      ("tolerance", .number(Float(GradientCheck.tolerance))),
      ("agrees", .bool(rows.allSatisfy(\.agrees))),
      ("gradients", .array(rows.map(json))),
    ])
  }

  private func json(_ row: Row) -> JSONText {
    .object([
      ("layer", .string(row.name)), ("parameter", .string(row.parameter)),
      ("total", .integer(row.total)), ("checked", .integer(row.checked)),
      ("near_kink", .integer(row.count(.nearKink))), ("too_small", .integer(row.count(.tooSmall))),
      ("undecidable", .integer(row.count(.undecidable))),
      ("worst_error", row.worst.map { .number(Float(row.error($0))) } ?? .null),
      ("agrees", .bool(row.agrees)),
    ])
  }

  /// The first parameter whose gradient disagrees, as a sentence; `nil` where all agree.
  var disagreement: String? {
    let wrong = rows.filter { !$0.agrees }
    guard let first = wrong.first, let worst = first.worst else { return nil }
    return "\(network.title): \(wrong.count) of \(rows.count) gradients disagree; the first is "
      + "\(first.name).\(first.parameter)\(worst.position): "
      + "computed \(Decimals.shortest(worst.slopes.computed)), "
      + "numeric \(Decimals.shortest(worst.slopes.numeric?.value ?? .nan))"
  }
}
