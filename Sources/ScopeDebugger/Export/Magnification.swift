import ModelFiles

/// How many times a picture is enlarged: every length of it.
package struct Magnification: Hashable, Sendable {
  package let factor: Int

  /// The factors that there are.
  package static let factors = 1...16

  /// - Throws: ``UserError`` for what is no such number.
  package init(_ text: String) throws(UserError) {
    guard let factor = Int(text), Self.factors.contains(factor) else {
      throw UserError(
        "--magnify takes a whole number from \(Self.factors.lowerBound) to "
          + "\(Self.factors.upperBound), not \(text.quoted)")
    }
    self.factor = factor
  }
}
