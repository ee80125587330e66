/// `next`, `back`, `5`, `8x12`: another size of a brush.
package struct BrushText: WordParameter {
  package enum Value: Hashable, Sendable {
    case larger, smaller
    case size(BrushSize)
  }

  package init() {}

  package var usage: String { "SIDE|HEIGHTxWIDTH|next|back" }
  package var expectation: String {
    "a side in pixels, a height and width such as 8x12, next or back"
  }
  package var example: String { "8x12" }
  package var completion: Completion { .words(["back", "next"]) }

  package func value(of word: String, in session: Session) throws(UserError) -> Value? {
    switch word {
    case "next": .larger
    case "back": .smaller
    default: BrushSize(word).map(Value.size)
    }
  }
}
