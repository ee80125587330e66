import CNNModel
import NumberText

extension Session {
  /// What happens to an image before the network sees it, with its numbers:
  /// `1×8×8 of 0…16, scaled bilinearly 8×8 → 32×32, divided by 16`.
  public var preprocessingWords: String {
    let input = debugger.setup.input
    let notes = debugger.setup.dataLoader == nil ? input.notes : []
    let original = debugger.selectedSample.original
    let statistics = TensorStatistics(original)
    let range =
      "\(Decimals.brief(Double(statistics.minimum), 4))…\(Decimals.brief(Double(statistics.maximum), 4))"
    let fit = debugger.selectedSample.preparation?.description ?? "unchanged"
    let parts = ["\(original.shape.sample) of \(range)"] + notes + [fit]
    return parts.joined(separator: ", ")
  }
}
