import CNNModel

/// Occlusion: how much the score falls where a patch of the input is covered.
///
/// For patches `p` at regular distances `d(p) = s(x) − s(x with p filled)`; the part of a place is the
/// mean of `d` over the patches that cover it. Source: M. Zeiler, R. Fergus, "Visualizing and
/// understanding convolutional networks", 2014.
public struct Occlusion: AttributionMethod {
  /// `occlusion`
  public static let name = "occlusion"
  /// Occlusion.
  public static let title = "occlusion"
  /// The mean of the falls of the score.
  public static let formula = "a = mean of s(x) − s(x with the patch filled) over all patches there"
  /// Zeiler and Fergus.
  public static let citation: String? = "Zeiler, Fergus 2014"

  private let patch: Int?
  private let stride: Int?
  private let fill: Float

  /// Patch, stride and value.
  public init(_ settings: AttributionSettings) {
    (patch, stride, fill) = (settings.patch, settings.stride, settings.fill)
  }

  /// One for every patch.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int {
    1 + PatchGrid(input, axes, side: patch, stride: stride).count
  }

  /// A forward pass for every patch.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let input = question.input
    let axes = NodePlaces(of: question.source, in: question.network).patchAxes
    let grid = PatchGrid(input.shape, axes, side: patch, stride: stride)
    let scores = try ScoreForward(question).scores(
      grid.count + 1, { $0 == 0 ? input : grid.filled(input, patch: $0 - 1, with: fill) },
      { progress(max(0, $0 - 1), grid.count) })
    let falls = scores.dropFirst().map { Double(scores[0]) - Double($0) }
    let values = grid.means(of: falls)
    let sides = grid.sides.map(String.init).joined(separator: "×")
    let steps = grid.strides.map(String.init).joined(separator: "×")
    return AttributionMap(
      Self.self, score: scores[0], node: question.source, values: values,
      pictureNode: question.source,
      picture: NodePlaces(of: question.source, in: question.network).sums(of: values),
      parameters: [
        .init("patch", sides), .init("stride", steps), .init("value", "\(fill)"),
        .init("patches", "\(grid.count)"),
      ])
  }
}
