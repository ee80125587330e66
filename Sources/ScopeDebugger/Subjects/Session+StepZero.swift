import CNNEngine

extension Session {
  /// What happens to an image before the network sees it, with its numbers:
  /// `1×8×8 of 0…16, scaled bilinearly 8×8 → 32×32, divided by 16`.
  public var stepZeroWords: String {
    let subject = debugger.setup.subject
    let notes = debugger.setup.sampleFeed == nil ? subject.notes : []
    let original = debugger.original
    let statistics = TensorStatistics(original)
    let range = "\(Decimals.text(statistics.minimum, 4))…\(Decimals.text(statistics.maximum, 4))"
    let fit = debugger.preparation?.description ?? "as it is"
    let parts = ["\(original.shape.sample) of \(range)"] + notes + [fit]
    return parts.joined(separator: ", ")
  }
}
