/// A factor: a number, or a fraction such as 1/255, for which values are divided once instead of
/// being multiplied by a rounded quotient.
public struct ScaleFactor: Hashable, Sendable {
  let numerator: Double
  let denominator: Double

  init(_ numerator: Double, over denominator: Double = 1) {
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// The factor that a text such as `1/255` or `0.5` means, nil where it is no number or 0.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    guard (1...2).contains(parts.count), let top = parts[0],
      let bottom = parts.count == 2 ? parts[1] : 1,
      (top / bottom).isFinite, top != 0
    else { return nil }
    self.init(top, over: bottom)
  }

  /// `x · numerator / denominator`.
  func apply(to number: Float) -> Float { number * Float(numerator) / Float(denominator) }
}

extension ScaleFactor: CustomStringConvertible {
  /// As the command line takes it: `1/255`.
  public var description: String {
    denominator == 1 ? numerator.digits : "\(numerator.digits)/\(denominator.digits)"
  }

  /// As a step of a preprocessing: `divided by 255`.
  var phrase: String { numerator == 1 ? "divided by \(denominator.digits)" : "times \(self)" }
}

extension BinaryFloatingPoint where Self: CustomStringConvertible {
  /// The shortest digits that read back to the same number, without `.0`.
  var digits: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
