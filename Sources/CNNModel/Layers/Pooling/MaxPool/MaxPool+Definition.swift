/// The definitions of max pooling.
extension MaxPool {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let window = rule.checkedWindow(over: pass.input.shape)
    switch cell {
    case .output(0, let position): return largest(position, window, pass)
    case .output(_, let position):
      let winner = winner(of: position, window, pass).map {
        place(
          of: Shape(window.extents).offset(of: Position($0.spatial)),
          plane: $0[0] * pass.input.shape[1] + $0[1],
          window)
      }
      return .named("place of the winner", .constant(Double(winner ?? -1)))
    case .inputGradient(_, let position): return shareOfGradient(position, window, pass)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func largest(
    _ output: Position, _ window: SpatialWindow, _ pass: BackwardPass
  ) -> Expression {
    .maximum(
      window.taps(at: output).map { tap in
        guard let place = tap.cell else {
          let outside = Position(output[0], output[1], tap.place)
          return .term(Term("pad", .padding(outside), -.infinity))
        }
        let cell = Position(output[0], output[1], place)
        return .term(Term("x", .input(0, cell), Double(pass.input[cell])))
      })
  }

  /// The gradients of all windows over the cell, each times 1 where the cell is the maximum and 0
  /// elsewhere.
  private func shareOfGradient(
    _ cell: Position, _ window: SpatialWindow, _ pass: BackwardPass
  ) -> Expression {
    .sum(
      window.readers(of: cell).map { reader in
        let output = Position(cell[0], cell[1], reader.output)
        let wins = winner(of: output, window, pass) == cell
        let gy = Term("gy", .outputGradient(0, output), Double(pass.gradient[output]))
        if !wins, !gy.value.isFinite { return .constant(0, "lost") }
        return .product([.term(gy), .constant(wins ? 1 : 0, wins ? "won" : "lost")])
      })
  }

  private func winner(
    of output: Position, _ window: SpatialWindow, _ pass: BackwardPass
  ) -> Position? {
    var best: Position?
    for cell in cells(output, window) {
      guard let leader = best else {
        best = cell
        continue
      }
      let value = pass.input[cell]
      if value > pass.input[leader] || value.isNaN { best = cell }
    }
    return best
  }

  /// The image cells within a window, in reading order.
  private func cells(_ output: Position, _ window: SpatialWindow) -> [Position] {
    window.taps(at: output).compactMap { tap in
      tap.cell.map { Position(output[0], output[1], $0) }
    }
  }
}
