import CNNModel
import ScopeDebugger
import TerminalKit

/// The maps of the lab's backward passes, each with the cells marked that make the selected number.
struct LabBackwardGrids {
  private let grids: LabGrids
  private let gradients: LabGradients
  private var lab: LabState { grids.lab }
  private var part: LabPart? { grids.part }

  /// - Returns: `nil` forwards.
  init?(_ grids: LabGrids) {
    guard grids.lab.backward.pass != .forward, let gradients = LabGradients(grids.lab) else {
      return nil
    }
    (self.grids, self.gradients) = (grids, gradients)
  }

  var all: [NumberGrid] {
    switch lab.backward.pass {
    case .forward: []
    case .input: [arriving.withNumbersIfFocused] + grids.kernels + [imageGradient] + otherWay
    case .weight: [image, gradientOfOutput(marked: cells(.gradient)), kernelGradient]
    case .scatter: scattered
    }
  }

  private var adjoint: LabAdjoint? { LabAdjoint(lab) }

  private var gathered: GatheredDeconvolution? {
    adjoint?.gathered(lab.setting, isRotated: lab.backward.isRotated)
  }

  /// The output's gradient with the window over it: with zeros between and around where that is how
  /// it is read.
  private var arriving: NumberGrid {
    guard let gathered, gathered.margin >= 0, let window = gathered.run.window else {
      return gradientOfOutput(marked: cells(.gradient))
    }
    var grid = NumberGrid(
      title("dY + ZEROS", lab.cursor.output), gathered.spread, channel: lab.cursor.output)
    grid.isOutside = { gathered.cell($0.rows, $0.columns) != .image }
    grid.marked = Set(
      LabGrids.cells(of: window) {
        Pair(
          window.rows.place(output: lab.cursor.source.rows, tap: $0.rows),
          window.columns.place(output: lab.cursor.source.columns, tap: $0.columns))
      })
    grid.isFocused = part == .gradient
    if part == .gradient { grid.cursor = gathered.place(of: lab.cursor.place) }
    return grid
  }

  private func gradientOfOutput(marked: Set<Pair>?) -> NumberGrid {
    var grid = NumberGrid(
      title("dY", lab.cursor.output), gradients.output, channel: lab.cursor.output)
    grid.marked = marked
    grid.isFocused = part == .gradient
    if part == .gradient || lab.backward.pass == .scatter { grid.cursor = lab.cursor.place }
    return grid
  }

  private var imageGradient: NumberGrid {
    var grid = NumberGrid(title("dX", lab.cursor.input), gradients.input, channel: lab.cursor.input)
    (grid.cursor, grid.rank) = (lab.cursor.source, .numbersAroundCursor)
    grid.hiddenCell = grids.hidden?.place(in: lab)
    grid.isFocused = part == .output
    return grid
  }

  /// The same by the transposed layer, or what comes out when the kernel is not rotated.
  private var otherWay: [NumberGrid] {
    let result: (title: String, tensor: Tensor)? =
      if let gathered, !lab.backward.isRotated {
        ("NOT ROTATED", gathered.run.output)
      } else {
        adjoint.map { (lab.setting.isTransposed ? "CONVOLUTION" : "TRANSPOSED", $0.run.output) }
      }
    guard let result else { return [] }
    var grid = NumberGrid(result.title, result.tensor, channel: lab.cursor.input)
    grid.cursor = lab.cursor.source
    grid.hiddenCell = grids.hidden?.place(in: lab)
    grid.rank = lab.backward.isRotated ? .optional : .numbersAroundCursor
    return [grid]
  }

  private var kernelGradient: NumberGrid {
    var grid = weights("dW", gradients.weight)
    grid.hiddenCell = grids.hidden?.place(in: lab)
    grid.isFocused = part == .output
    return grid
  }

  private func weights(_ name: String, _ tensor: Tensor) -> NumberGrid {
    let size = lab.setting.kernel
    let plane = size * size
    let first = gradients.weightPosition.map {
      tensor.shape.offset(of: [$0[0], $0[1], 0, 0])
    }
    let values =
      first.map { Array(tensor.elements[$0..<$0 + plane]) } ?? [Float](repeating: 0, count: plane)
    var grid = NumberGrid(
      lab.setting.inputs > 1 ? "\(name) \(lab.cursor.output)←\(lab.cursor.input)" : name,
      rows: size, columns: size, values: values)
    (grid.cursor, grid.rank) = (lab.cursor.tap, .numbers)
    return grid
  }

  /// From one output cell outwards.
  private var scattered: [NumberGrid] {
    let soFar = gradients.soFar
    var image = image
    image.marked = cells(.window, offset: margin)
    if part != .image, let cell = gradients.cellOfTap, cell[1] == lab.cursor.input {
      image.cursor = Pair(cell[2], cell[3]) + margin
    }
    var kernel = grids.kernel
    if kernel.cursor == nil {
      let (tap, last) = (lab.cursor.tap, lab.setting.kernel - 1)
      kernel.cursor =
        LabGrids.turnsKernel(lab) ? Pair(last - tap.rows, last - tap.columns) : tap
    }
    var input = NumberGrid(
      title(gradients.isComplete ? "dX" : "dX SO FAR", lab.cursor.input), soFar.input,
      channel: lab.cursor.input)
    input.marked = cells(.window)
    input.cursor = image.cursor.map { Pair($0.rows - margin.rows, $0.columns - margin.columns) }
    return [gradientOfOutput(marked: nil), image, kernel, input]
      + [weights(gradients.isComplete ? "dW" : "dW SO FAR", soFar.weight)]
  }

  /// The image, with its padding where there is some and the cells marked that the sum reads.
  private var image: NumberGrid {
    var grid = grids.image
    grid.marked = cells(.image, offset: margin)
    if part != .image { grid.cursor = nil }
    return grid
  }

  /// The rows and columns of padding before the image on its map.
  private var margin: Pair {
    lab.run.window.map { Pair($0.rows.before, $0.columns.before) } ?? Pair(both: 0)
  }

  /// Which cells of a sum are marked.
  private enum Kind { case image, gradient, window }

  /// The cells, of the channel that is shown, that the selected sum reads; `nil` for all of them.
  private func cells(_ kind: Kind, offset: Pair = Pair(both: 0)) -> Set<Pair>? {
    let definition =
      kind == .window ? lab.run.definition(of: lab.position) : gradients.definition
    let channel = kind == .gradient ? lab.cursor.output : lab.cursor.input
    return Set(
      (definition?.terms ?? []).compactMap { term in
        let place: Position? =
          switch term.source {
          case .outputGradient(_, let place): kind == .gradient ? place : nil
          case .input(_, let place), .padding(let place): kind == .gradient ? nil : place
          default: nil
          }
        guard let place, place[1] == channel else { return nil }
        return Pair(place[2], place[3]) + offset
      })
  }

  private func title(_ name: String, _ channel: Int) -> String {
    max(lab.setting.inputs, lab.setting.outputs) > 1 ? "\(name) \(channel)" : name
  }
}
