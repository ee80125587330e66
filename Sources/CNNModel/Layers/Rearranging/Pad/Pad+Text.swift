extension Pad {
  package static let grammar = LayerGrammar(
    "pad", summary: "cells before and after the axes",
    help: """
      Adds cells around a tensor: a constant, the tensor reflected, its border cells, or the tensor \
      repeated periodically. A negative number of cells crops.
      """,
    options: [
      .init("before", .wholes, "cells before each axis, the batch first"),
      .init("after", .wholes, "cells after each axis, the batch first"),
      .init(
        "with", .choice(["constant", "reflect", "edge", "wrap"]), "the values of the new cells"),
      .init("value", .number, "the constant (default: 0)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let before = line.wholes("before") ?? []
    let after = line.wholes("after") ?? before
    guard before.count == after.count, line.wholes("before") != nil else {
      throw LineError(
        "pad needs amounts before and after for the same axes", column: line.keyword.column,
        proposal: "write \"pad before 0,0,1,1 after 0,0,1,1\"")
    }
    let modes: [String: Mode] = ["reflect": .reflect, "edge": .edge, "wrap": .wrap]
    let constant = Mode.constant(Float(line.number("value") ?? 0))
    self.init(
      before: before, after: after,
      mode: line.choice("with").flatMap { modes[$0] } ?? constant)
  }

  package var text: String {
    var words = [kind, "before", before.words]
    if after != before { words += ["after", after.words] }
    switch mode {
    case .constant(let value): if value != 0 { words += ["value", "\(value)"] }
    case .reflect: words += ["with", "reflect"]
    case .edge: words += ["with", "edge"]
    case .wrap: words += ["with", "wrap"]
    }
    return words.joined(separator: " ")
  }
}
