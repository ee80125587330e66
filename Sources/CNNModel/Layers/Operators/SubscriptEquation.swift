/// The subscripts of an Einstein sum: `ij,jk->ik`, with a letter for every axis and `…` written as
/// `...` for any number of axes.
///
/// Without an arrow the output has the axes of the ellipsis and then the letters that occur once, in
/// alphabetical order.
struct SubscriptEquation: Hashable {
  /// The axes of one operand: letters before and behind an ellipsis.
  struct Subscripts: Hashable {
    var front: [Character] = []
    var back: [Character] = []
    var hasEllipsis = false

    var letters: [Character] { front + back }
  }

  let inputs: [Subscripts]
  let output: Subscripts
  /// The equation without spaces.
  let text: String

  init(_ text: String) throws(EquationError) {
    let plain = text.filter { $0 != " " }
    let sides = plain.split(separator: "->", omittingEmptySubsequences: false)
    guard sides.count <= 2, let left = sides.first else {
      throw EquationError("has more than one arrow")
    }
    var inputs: [Subscripts] = []
    for part in left.split(separator: ",", omittingEmptySubsequences: false) {
      inputs.append(try Self.subscripts(part))
    }
    output = sides.count == 2 ? try Self.subscripts(sides[1]) : Self.implicitOutput(inputs)
    (self.inputs, self.text) = (inputs, plain)
    let letters = Set(inputs.flatMap(\.letters))
    guard Set(output.letters).count == output.letters.count, letters.isSuperset(of: output.letters)
    else { throw EquationError("needs every letter of the output once, and in an input") }
    guard !output.hasEllipsis || inputs.contains(where: \.hasEllipsis) else {
      throw EquationError("has an ellipsis in the output alone")
    }
  }

  private static func subscripts(_ text: Substring) throws(EquationError) -> Subscripts {
    var result = Subscripts()
    let parts = text.split(separator: "...", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw EquationError("has two ellipses in one operand") }
    result.hasEllipsis = parts.count == 2
    result.front = Array(parts.first ?? "")
    result.back = parts.count == 2 ? Array(parts[1]) : []
    guard result.letters.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      throw EquationError("has other signs than letters, commas, an arrow and ellipses")
    }
    return result
  }

  private static func implicitOutput(_ inputs: [Subscripts]) -> Subscripts {
    let letters = inputs.flatMap(\.letters)
    let single = letters.filter { letter in letters.filter { $0 == letter }.count == 1 }
    return Subscripts(
      front: [], back: single.sorted(), hasEllipsis: inputs.contains(where: \.hasEllipsis))
  }
}

/// What is wrong with an equation, as the end of a sentence.
package struct EquationError: Error, Hashable {
  package let reason: String

  init(_ reason: String) { self.reason = reason }
}
