import CNNModel
import ScopeDebugger
import TerminalKit

/// The images of samples of an evaluation side by side, each below its number and what it was taken
/// for.
struct SampleStrip {
  private let data: SearchedData

  /// - Parameter source: the data set that the samples are of.
  /// - Returns: `nil` where it is not open any more.
  init?(_ session: Session, source: String) {
    guard let data = try? SearchedData(session), data.name == "\(source):test" else { return nil }
    self.data = data
  }

  /// Draws as many as there is room for.
  ///
  /// - Parameter hasSelected: whether the first one is marked.
  func draw(
    _ samples: some Sequence<EvaluationResult.Sample>, hasSelected: Bool, _ canvas: inout Canvas,
    _ rect: Rect, _ capabilities: Capabilities
  ) {
    guard rect.height > 1 else { return }
    let width = min(rect.width, 2 * (rect.height - 1))
    for (place, sample) in samples.prefix(rect.width / (width + 1)).enumerated() {
      let x = rect.x + 1 + place * (width + 1)
      canvas.write(
        Self.title(of: sample), x: x, y: rect.y, limit: width,
        hasSelected && place == 0 ? .accent : .dim)
      let part = Rect(x: x, y: rect.y + 1, width: width, height: rect.height - 1)
      SampleThumbnail(data.samples.inputs(at: [sample.index]), data.network)
        .draw(&canvas, part, capabilities)
    }
  }

  /// `#12: 5, not 3`, `#12: 3`
  private static func title(of sample: EvaluationResult.Sample) -> String {
    let prediction = sample.prediction.map { "\($0)" } ?? "NaN"
    let isRight = sample.prediction == sample.label
    return "#\(sample.index): \(prediction)" + (isRight ? "" : ", not \(sample.label)")
  }
}
