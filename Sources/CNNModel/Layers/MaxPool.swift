/// Max pooling: each output cell is the largest of a window of its channel.
///
/// Padding never wins; a window that sees padding alone gives −∞. Of equal cells the first in
/// reading order wins, and it alone receives the gradient. As in PyTorch (`MaxPool2d`) and ONNX
/// (`MaxPool`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows′, columns′]` by the window
/// rule, rounded up with `ceil`.
///
/// With `indices` a second output of the same shape says where each winner stands: the number of the
/// cell in the whole input, row by row or column by column; −1 where there is none. It has no
/// gradient.
public struct MaxPool: Layer {
  /// How the cells of a plane are counted.
  public enum Indices: String, Hashable, Sendable, CaseIterable {
    case byRow = "rows"
    case byColumn = "columns"
  }

  /// How the places of the winners are told; `nil` when they are not.
  public let indices: Indices?
  let rule: WindowRule

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    let window = try rule.window(over: image)
    let output: Shape = [image[0], image[1], window.rows.outputs, window.columns.outputs]
    return indices == nil ? [output] : [output, output]
  }

  public func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(outputs: compute(PlainArray(pass.input)).map(\.tensor))
  }

  public func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    compute(PlainArray(pass.input)).map(\.reference)
  }

  private func compute<S: Scalar>(_ x: PlainArray<S>) -> [PlainArray<S>] {
    let window = rule.checkedWindow(over: x.shape)
    let winners = Kernels.winners(x.elements, planes: x.shape[0] * x.shape[1], window)
    let shape: Shape = [x.shape[0], x.shape[1], window.rows.outputs, window.columns.outputs]
    let y = winners.enumerated().map { index, winner in
      winner < 0 ? -S.infinity : x.elements[index / window.outputPlane * window.imagePlane + winner]
    }
    guard indices != nil else { return [PlainArray(shape: shape, elements: y)] }
    let places = winners.enumerated().map { index, winner in
      S(place(of: winner, plane: index / window.outputPlane, window))
    }
    return [PlainArray(shape: shape, elements: y), PlainArray(shape: shape, elements: places)]
  }

  /// The number of a winner in the whole input.
  private func place(of winner: Int, plane: Int, _ window: ImageWindow) -> Int {
    guard winner >= 0 else { return -1 }
    let start = plane * window.imagePlane
    guard indices == .byColumn else { return start + winner }
    let (row, column) = winner.quotientAndRemainder(dividingBy: window.columns.extent)
    return start + column * window.rows.extent + row
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    let x = pass.input
    let window = rule.checkedWindow(over: x.shape)
    let winners = Kernels.winners(x.elements, planes: x.shape[0] * x.shape[1], window)
    var gx = x.zeros
    for (index, winner) in winners.enumerated() where winner >= 0 {
      let plane = index / window.outputPlane
      gx[plane * window.imagePlane + winner] += pass.gradient[index]
    }
    return Gradients(inputs: [gx])
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    rule.checkedWindow(over: inputs[0]).arithmetic(ceiling: rule.ceiling)
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    rule.sources(of: outputs, axis: axis, image: inputs[0])
  }

  /// Whether another cell wins some window.
  public func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let window = rule.checkedWindow(over: first.shapes[0])
    let planes = first.shapes[0][0] * first.shapes[0][1]
    return Kernels.winners(first.input.elements, planes: planes, window)
      != Kernels.winners(second.input.elements, planes: planes, window)
  }

  /// The cells of the image under a window, in reading order.
  private func cells(_ output: Position, _ window: ImageWindow) -> [Position] {
    window.taps(at: output).compactMap { tap in
      tap.cell.map { [output[0], output[1], $0.rows, $0.columns] }
    }
  }
}

extension MaxPool {
  public func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let window = rule.checkedWindow(over: pass.input.shape)
    switch cell {
    case .output(0, let position): return largest(position, window, pass)
    case .output(_, let position):
      let winner = winner(of: position, window, pass).map {
        place(
          of: $0[2] * window.columns.extent + $0[3], plane: $0[0] * pass.input.shape[1] + $0[1],
          window)
      }
      return .named("place of the winner", .constant(Double(winner ?? -1)))
    case .inputGradient(_, let position): return shareOfGradient(position, window, pass)
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func largest(
    _ output: Position, _ window: ImageWindow, _ pass: BackwardPass
  ) -> Expression {
    .maximum(
      window.taps(at: output).map { tap in
        guard let place = tap.cell else {
          let outside: Position = [output[0], output[1], tap.place.rows, tap.place.columns]
          return .term(Term("pad", .padding(outside), -.infinity))
        }
        let cell: Position = [output[0], output[1], place.rows, place.columns]
        return .term(Term("x", .input(0, cell), Double(pass.input[cell])))
      })
  }

  /// The gradients of all windows over the cell, each times 1 where the cell won and 0 elsewhere.
  private func shareOfGradient(
    _ cell: Position, _ window: ImageWindow, _ pass: BackwardPass
  ) -> Expression {
    .sum(
      window.readers(of: cell).map { reader in
        let output: Position = [cell[0], cell[1], reader.output.rows, reader.output.columns]
        let wins = winner(of: output, window, pass) == cell
        let gy = Term("gy", .outputGradient(0, output), Double(pass.gradient[output]))
        if !wins, !gy.value.isFinite { return .constant(0, "lost") }
        return .product([.term(gy), .constant(wins ? 1 : 0, wins ? "won" : "lost")])
      })
  }

  private func winner(
    of output: Position, _ window: ImageWindow, _ pass: BackwardPass
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

  public static let grammar = LayerGrammar(
    "maxpool", summary: "the largest of each window",
    help: """
      Each output cell is the largest cell under the window; backwards that one cell gets the whole \
      gradient. Of equal cells the first in reading order wins.
      """,
    positional: [.init("kernel", .pair(atLeast: 1), "rows×columns of the window")],
    options: [
      .init(
        "stride", .pair(atLeast: 1), "cells from one window to the next; the kernel unless said"),
      WindowRule.padArgument, WindowRule.dilationArgument, WindowRule.ceilArgument,
      .init(
        "indices", .choice(Indices.allCases.map(\.rawValue)),
        "a second output: the places of the winners, counted by rows or by columns"),
    ])

  /// - Parameters:
  ///   - stride: the kernel unless said.
  ///   - ceiling: whether a last window that hangs over the end counts.
  ///   - indices: how the places of the winners are told as a second output; `nil` for none.
  public init(
    kernel: Pair, stride: Pair? = nil, padding: Padding = .valid, dilation: Pair = .one,
    ceiling: Bool = false, indices: Indices? = nil
  ) {
    rule = WindowRule(
      kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation,
      ceiling: ceiling)
    self.indices = indices
  }

  public init(_ line: LayerLine) throws(LineError) {
    let kernel = line.pair("kernel") ?? .one
    rule = WindowRule(line, kernel: kernel, stride: kernel)
    indices = line.choice("indices").flatMap(Indices.init)
  }

  public var text: String {
    let words = [kind, rule.kernel.plain] + rule.words(defaultStride: rule.kernel)
    return (words + (indices.map { ["indices", $0.rawValue] } ?? [])).joined(separator: " ")
  }
}
