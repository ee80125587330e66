/// The index of the minimum along an axis, as in ONNX (`ArgMin`).
///
/// On a tie it is the first one, or optionally the last. There is no gradient.
///
/// Shapes: the axis gets the extent 1, or is removed.
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
