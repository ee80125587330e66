import CNNModel

extension Session {
  /// What happens to an image before the network sees it, with its numbers:
  /// `1×8×8 of 0…16, scaled bilinearly 8×8 → 32×32, divided by 16`.
  public var preprocessingWords: String {
    let input = debugger.setup.input
    let notes = debugger.setup.dataLoader == nil ? input.notes : []
    let original = debugger.selectedSample.original
    let statistics = TensorStatistics(original)
    let range = "\(Self.brief(statistics.minimum))…\(Self.brief(statistics.maximum))"
    let fit = debugger.selectedSample.preparation?.description ?? "unchanged"
    let parts = ["\(original.shape.sample) of \(range)"] + notes + [fit]
    return parts.joined(separator: ", ")
  }

  /// A whole number as such, any other with four digits.
  private static func brief(_ number: Float) -> String {
    number.rounded() == number && abs(number) < 1e6
      ? Decimals.exact(Double(number)) : Decimals.text(number, 4)
  }
}
