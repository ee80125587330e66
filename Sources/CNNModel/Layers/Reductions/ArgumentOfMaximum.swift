/// The place of the largest cell along an axis, counted from 0; as in ONNX (`ArgMax`).
///
/// Of equal cells it is the first, or the last where that is said. There is no gradient.
///
/// Shapes: the axis gets the extent 1, or goes.
package struct ArgumentOfMaximum: PlaceOfWinner {
  package let axis: Int
  package let keepsAxis: Bool
  package let lastWins: Bool
  var isSmallest: Bool { false }

  package init(axis: Int, keepsAxis: Bool = true, lastWins: Bool = false) {
    (self.axis, self.keepsAxis, self.lastWins) = (axis, keepsAxis, lastWins)
  }

  package static let grammar = placeGrammar("argmax", "largest")
}
