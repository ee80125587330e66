import CNNModel
import NumberText

/// What each sample of a batch adds to the gradient of a parameter.
struct BatchSum {
  /// By sample.
  let values: [Double]

  /// - Returns: `nil` for a batch of one sample, and where not every addend belongs to a sample.
  init?(_ gradient: TensorReference, _ position: Position, _ debugger: Debugger) {
    let count = debugger.batchSize
    guard count > 1,
      let computation = try? debugger.inspector.computation(of: .cell(gradient, position))
    else { return nil }
    var values = [Double](repeating: 0, count: count)
    for addend in computation.root.addends {
      guard let sample = addend.read?.position?.indices.first, sample < count else { return nil }
      values[sample] += addend.value
    }
    self.values = values
  }

  /// The first few of them: `0.3 + 0.2 - 0.1`, `0.3 + 0.2 - 0.1 + … (64)`.
  var text: String { Self.text(values) }

  static func text(_ values: [Double]) -> String {
    let shown = values.prefix(3).enumerated().map { index, value in
      let sign = index == 0 ? (value < 0 ? "-" : "") : value < 0 ? " - " : " + "
      return sign + Decimals.text(value.magnitude, 4)
    }
    return shown.joined() + (values.count > 3 ? " + … (\(values.count))" : "")
  }
}
