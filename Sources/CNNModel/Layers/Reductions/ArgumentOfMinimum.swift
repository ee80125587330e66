/// The place of the smallest cell along an axis, counted from 0; as in ONNX (`ArgMin`).
///
/// Of equal cells it is the first, or the last where that is said. There is no gradient.
///
/// Shapes: the axis gets the extent 1, or goes.
package struct ArgumentOfMinimum: PlaceOfWinner {
  package let axis: Int
  package let keepsAxis: Bool
  package let lastWins: Bool
  var isSmallest: Bool { true }

  package init(axis: Int, keepsAxis: Bool = true, lastWins: Bool = false) {
    (self.axis, self.keepsAxis, self.lastWins) = (axis, keepsAxis, lastWins)
  }

  package static let grammar = placeGrammar("argmin", "smallest")
}
