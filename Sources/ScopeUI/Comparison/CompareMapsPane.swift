import CNNModel
import Comparison
import NumberText
import TerminalKit

/// The maps of one layer, the reference's and the difference, with the numbers of a cell.
struct CompareMapsPane {
  let layer: ComparedLayer
  let maps: PairedMaps
  let comparison: NetworkComparison
  let isBorn: Bool
  let capabilities: Capabilities

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let how = isBorn ? "on the reference's inputs" : "in the network's own pass"
    ViewHeading(
      title: "COMPARE",
      rest: Self.named(
        layer.name, " \(how), channel \(maps.sheetTitle) of \(maps.count)", rest.width - 14)
    ).draw(&canvas, rest.takeTop(1))
    let lines = [(numbers(rest.width - 2), Style.accent)] + sentences(rest.width)
    let text = rest.takeBottom(min(lines.count, rest.height / 3))
    PairedMapsPane(
      maps: maps, names: (layer.name, layer.reference ?? "reference"), capabilities: capabilities
    ).draw(&canvas, rest)
    for (row, line) in lines.prefix(text.height).enumerated() {
      canvas.write(line.0, x: text.x + 1, y: text.y + row, limit: text.width - 1, line.1)
    }
  }

  /// Both numbers of the cell.
  private func numbers(_ width: Int) -> String {
    let (ours, theirs, difference) = maps.numbers
    let words =
      ": here \(Decimals.text(ours, 6)), reference \(Decimals.text(theirs, 6)), "
      + "difference \(Decimals.text(difference, 3))"
    return Self.named("\(layer.name)\(maps.position)", words, width)
  }

  /// A name as short as the words behind it need.
  private static func named(_ name: String, _ words: String, _ width: Int) -> String {
    abbreviated(name, to: max(shortName, width - words.columns)) + words
  }

  private func sentences(_ width: Int) -> [(String, Style)] {
    let errors =
      "of the largest number: \(layer.born == nil ? "unknown" : ComparisonWords.born(layer)) born here, "
      + "\(layer.arrived == nil ? "unknown" : ComparisonWords.arrived(layer)) arrived"
    let isFirst = comparison.layers.first(where: \.isGuilty) == layer
    let cause = isFirst ? comparison.cause?.sentence : nil
    return [(errors, Style.dim)]
      + (cause.map { wrapped($0, to: width - 2).map { ($0, Style.warning) } } ?? [])
  }
}

/// The sentences of a comparison with their styles.
struct CompareSentences {
  struct Line {
    let text: String
    let style: Style
  }

  let lines: [Line]

  init(_ comparison: NetworkComparison) {
    var lines = [
      Line(
        text: ComparisonWords.verdict(comparison),
        style: comparison.isEqual ? .good : Style.error)
    ]
    if let cause = comparison.cause {
      lines.append(
        Line(
          text: "\(cause.name) (\(ComparisonWords.proof(cause.proof))): \(cause.sentence)",
          style: .warning))
    } else if !comparison.isEqual {
      lines.append(
        Line(
          text: "no changed computation that is known gives the reference's numbers", style: .dim))
    }
    if comparison.mayBeInput, let other = comparison.causes.first(where: { $0.node == nil }) {
      lines.append(Line(text: "\(other.name): \(other.sentence)", style: .warning))
    }
    if let search = ComparisonWords.search(comparison) {
      lines.append(Line(text: search, style: .dim))
    }
    if let downstream = ComparisonWords.downstream(comparison) {
      lines.append(Line(text: downstream, style: .plain))
    }
    self.lines = lines
  }
}
