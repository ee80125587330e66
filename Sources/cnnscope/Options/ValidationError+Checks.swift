import ArgumentParser

extension ValidationError {
  /// - Throws: `ValidationError` where a number is given and is below 1.
  static func checkPositive(_ option: String, _ number: Int?) throws {
    if let number, number < 1 {
      throw ValidationError("--\(option) takes a number of at least 1, not \(number)")
    }
  }
}
