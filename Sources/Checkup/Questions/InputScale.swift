import CNNModel
import NumberText

/// Mean and deviation of the inputs as the network sees them.
enum InputScale: CheckupQuestion {
  static let name = "input-scale"
  static let question = "are the inputs centred and scaled?"
  static let threshold =
    "tick: |mean| ≤ 1 and deviation 0.1 to 3; cross: deviation under 0.01 or |mean| or deviation over "
    + "10, or NaN; inputs near mean 0 and deviation 1 train fastest (LeCun et al., Efficient BackProp, "
    + "1998, 4.3)"
  static let look = "data"
  private static let most = 256

  static func find(in subject: CheckupSubject) -> Finding {
    let order = subject.data.order
    let indices = (0..<order.stepsPerEpoch).lazy.flatMap { order.samples(of: $0) }.prefix(most)
    let numbers = subject.data.train.inputs(at: Array(indices)).elements
    let mean = numbers.reduce(0) { $0 + Double($1) } / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = (squares / Double(numbers.count)).squareRoot()
    let words =
      "the inputs have mean \(Decimals.short(mean)) and deviation \(Decimals.short(deviation))"
    return Finding(
      verdict(mean, deviation), deviation, "\(words); about 0 and 1 are expected")
  }

  private static func verdict(_ mean: Double, _ deviation: Double) -> CheckupVerdict {
    guard mean.isFinite, deviation.isFinite else { return .cross }
    if deviation < 0.01 || deviation > 10 || mean.magnitude > 10 { return .cross }
    return mean.magnitude <= 1 && (0.1...3).contains(deviation) ? .tick : .unsure
  }
}
