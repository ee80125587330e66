import CNNEngine
import CNNModel

/// The condition on figures of the test part that ends a training: `accuracy > 0.99`, `loss < 0.1`.
package struct Until: Hashable, Sendable {
  package let text: String
  private let isAccuracy: Bool
  private let isAbove: Bool
  private let limit: Double

  /// - Throws: ``UserError`` for a text of another form.
  package init(_ text: String) throws(UserError) {
    let words = text.replacing(">", with: " > ").replacing("<", with: " < ").split(separator: " ")
    guard words.count == 3, ["accuracy", "loss"].contains(words[0]), [">", "<"].contains(words[1]),
      let number = Double(words[2].hasSuffix("%") ? words[2].dropLast() : words[2])
    else {
      throw UserError(
        "--until takes accuracy or loss of the test part, > or <, and a number, "
          + "as in \"accuracy > 0.99\", not \"\(text)\"")
    }
    self.text = words.joined(separator: " ")
    (isAccuracy, isAbove) = (words[0] == "accuracy", words[1] == ">")
    limit = words[2].hasSuffix("%") ? number / 100 : number
  }

  func holds(_ result: EvaluationResult) -> Bool {
    let figure = isAccuracy ? result.accuracy : result.loss
    return isAbove ? figure > limit : figure < limit
  }
}
