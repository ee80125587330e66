/// The place of the smallest cell along an axis, counted from 0; as in ONNX (`ArgMin`).
///
/// Of equal cells it is the first, or the last where that is said. There is no gradient.
///
/// Shapes: the axis gets the extent 1, or goes.
public struct ArgumentOfMinimum: PlaceOfWinner {
  public let axis: Int
  public let keepsAxis: Bool
  public let lastWins: Bool
  var isSmallest: Bool { true }

  public init(axis: Int, keepsAxis: Bool = true, lastWins: Bool = false) {
    (self.axis, self.keepsAxis, self.lastWins) = (axis, keepsAxis, lastWins)
  }

  public static let grammar = placeGrammar("argmin", "smallest")
}
