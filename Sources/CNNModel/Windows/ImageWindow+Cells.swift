/// What connects cells, weights and outputs of an image's window, both axes together.
extension ImageWindow {
  /// The cells that an output reads and the weights that they meet, tap by tap in reading order;
  /// a cell is `nil` in a zero padding, and `place` is where it would be.
  ///
  /// - Parameter output: `[batch, channel, row, column]`; only row and column matter.
  func taps(at output: Position) -> [(cell: Pair?, weight: Pair, place: Pair)] {
    (0..<rows.kernel).flatMap { tapRow in
      (0..<columns.kernel).map { tapColumn in
        let weight = Pair(rows.weight(tap: tapRow), columns.weight(tap: tapColumn))
        let (output, tap) = (Pair(output[2], output[3]), Pair(tapRow, tapColumn))
        return (cell(output, tap), weight, place(output, tap))
      }
    }
  }

  /// The outputs that read a cell and the weights that it meets there.
  func readers(of cell: Position) -> [(output: Pair, weight: Pair)] {
    let columnReaders = columns.readers(of: cell[3])
    return rows.readers(of: cell[2]).flatMap { row in
      columnReaders.map { column in
        let weight = Pair(rows.weight(tap: row.tap), columns.weight(tap: column.tap))
        return (Pair(row.output, column.output), weight)
      }
    }
  }

  /// The pairs of cell and output that a weight connects, output by output in reading order.
  func uses(of weight: Pair) -> [(cell: Pair?, output: Pair, place: Pair)] {
    let tap = Pair(rows.tap(weight: weight.rows), columns.tap(weight: weight.columns))
    return (0..<rows.outputs).flatMap { row in
      (0..<columns.outputs).map { column in
        let output = Pair(row, column)
        return (cell(output, tap), output, place(output, tap))
      }
    }
  }

  /// Where a tap stands, in the image or in its padding.
  private func place(_ output: Pair, _ tap: Pair) -> Pair {
    Pair(
      rows.place(output: output.rows, tap: tap.rows),
      columns.place(output: output.columns, tap: tap.columns))
  }

  private func cell(_ output: Pair, _ tap: Pair) -> Pair? {
    guard let row = rows.source(output: output.rows, tap: tap.rows),
      let column = columns.source(output: output.columns, tap: tap.columns)
    else { return nil }
    return Pair(row, column)
  }

  /// The arithmetic of both axes, in one line where they are the same.
  func arithmetic(ceiling: Bool = false) -> [String] {
    let lines = [rows.arithmetic(ceiling: ceiling), columns.arithmetic(ceiling: ceiling)]
    return lines[0] == lines[1] ? [lines[0]] : lines
  }
}

extension WindowRule {
  /// The windows over an image that the rule was checked with before.
  ///
  /// - Precondition: ``window(over:)`` does not throw.
  func checkedWindow(over image: Shape) -> ImageWindow {
    do { return try window(over: image) } catch {
      preconditionFailure("window over an unchecked \(image): \(error)")
    }
  }

  /// The cells of an axis that an interval of outputs reaches over.
  func sources(of outputs: ClosedRange<Int>, axis: Int, image: Shape) -> ClosedRange<Int>? {
    ImageAxis(rawValue: axis).map { checkedWindow(over: image).on($0).sources(of: outputs) }
  }
}
