/// The place of the largest cell along an axis, counted from 0; as in ONNX (`ArgMax`).
///
/// Of equal cells it is the first, or the last where that is said. There is no gradient.
///
/// Shapes: the axis gets the extent 1, or goes.
public struct ArgumentOfMaximum: PlaceOfWinner {
  public let axis: Int
  public let keepsAxis: Bool
  public let lastWins: Bool
  var isSmallest: Bool { false }

  public init(axis: Int, keepsAxis: Bool = true, lastWins: Bool = false) {
    (self.axis, self.keepsAxis, self.lastWins) = (axis, keepsAxis, lastWins)
  }

  public static let grammar = placeGrammar("argmax", "largest")
}
