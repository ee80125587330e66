import CNNModel
import ScopeDebugger
import TerminalKit

/// The maps of the lab: what a convolution is made of, each with the cells marked that make the
/// selected number.
struct LabGrids {
  let lab: LabState
  let part: LabPart?
  let hidden: Hidden?

  /// Whether what the kernel adds is shown number by number, where there is room.
  private let showsProducts: Bool

  init(_ lab: LabState, part: LabPart?, hidden: Hidden?, showsProducts: Bool = false) {
    (self.lab, self.part, self.hidden) = (lab, part, hidden)
    self.showsProducts = showsProducts
  }

  /// Without the output while its shape is to be predicted.
  var all: [NumberGrid] {
    if let backward = LabBackwardGrids(self) { return backward.all }
    let isHidden = hidden == .shape(nil)
    guard lab.setting.isTransposed else {
      return [image] + kernels + (isHidden ? [] : products + [output]) + mixing
    }
    return [image.withNumbersIfFocused, kernel] + (isHidden ? [] : [summed] + gathered) + mixing
  }

  /// The image with its padding and the window on it; of a transposed convolution the image alone.
  var image: NumberGrid {
    let cursor = lab.cursor
    let title = lab.setting.inputs > 1 ? "INPUT \(cursor.input)" : "INPUT"
    guard let window = lab.run.window else {
      var grid = NumberGrid(title, lab.image, channel: cursor.input)
      grid.cursor = cursor.source
      grid.isFocused = part == .image
      return grid
    }
    var grid = padded(title, window)
    let (top, left) = (window.rows.before, window.columns.before)
    let size = lab.size
    grid.isOutside = {
      !(top..<top + size).contains($0.rows) || !(left..<left + size).contains($0.columns)
    }
    grid.marked = Set(
      Self.cells(of: window) {
        Pair(
          window.rows.place(output: cursor.place.rows, tap: $0.rows) + top,
          window.columns.place(output: cursor.place.columns, tap: $0.columns) + left)
      })
    grid.isFocused = part == .image
    if part == .image {
      grid.cursor = Pair(cursor.source.rows + top, cursor.source.columns + left)
    }
    return grid
  }

  private func padded(_ title: String, _ window: SpatialWindow) -> NumberGrid {
    let (rows, columns) = (window.rows, window.columns)
    let height = rows.before + rows.extent + rows.after
    let width = columns.before + columns.extent + columns.after
    let values = (0..<height * width).map { index -> Float in
      let row = rows.fill.resolve(index / width - rows.before, extent: rows.extent)
      let column = columns.fill.resolve(index % width - columns.before, extent: columns.extent)
      guard let row, let column else { return 0 }
      return lab.image[[0, lab.cursor.input, row, column]]
    }
    return NumberGrid(title, rows: height, columns: width, values: values)
  }

  /// The kernel as the window has it; where that is rotated, beside the kernel as it is.
  var kernels: [NumberGrid] {
    guard Self.turnsKernel(lab) else { return [kernel] }
    var plain = kernel(isRotated: false)
    plain.rank = .optional
    (plain.isFocused, plain.cursor) = (false, nil)
    return [plain, kernel]
  }

  var kernel: NumberGrid { kernel(isRotated: Self.turnsKernel(lab)) }

  private func kernel(isRotated: Bool) -> NumberGrid {
    let cursor = lab.cursor
    let size = lab.setting.kernel
    let word = isRotated ? "ROTATED" : "KERNEL"
    let title = lab.setting.inputs > 1 ? "\(word) \(cursor.output)←\(cursor.input)" : word
    let values =
      lab.kernel(from: cursor.input, to: cursor.output)
      ?? [Float](repeating: 0, count: size * size)
    var grid = NumberGrid(
      title, rows: size, columns: size, values: isRotated ? values.reversed() : values)
    (grid.isFocused, grid.rank) = (part == .kernel, .numbers)
    let (row, column) = (cursor.tap.rows, cursor.tap.columns)
    if part == .kernel {
      grid.cursor = isRotated ? Pair(size - 1 - row, size - 1 - column) : cursor.tap
    }
    return grid
  }

  /// What the window and the kernel multiply to, where the numbers of the kernel stand.
  private var products: [NumberGrid] {
    guard showsProducts, hidden?.isSelected(in: lab) != true, let values = lab.products else {
      return []
    }
    let size = lab.setting.kernel
    return [
      NumberGrid(
        "PRODUCTS", rows: size, columns: size,
        values: Self.turnsKernel(lab) ? values.reversed() : values)
    ]
  }

  /// Whether the kernel is shown rotated by 180°, as the window of the pass has it.
  static func turnsKernel(_ lab: LabState) -> Bool {
    let isConvolution = lab.setting.isTrueConvolution && !lab.setting.isTransposed
    return lab.canTurn ? lab.backward.isRotated != isConvolution : isConvolution
  }

  private var output: NumberGrid {
    let title = lab.setting.outputs > 1 ? "OUTPUT \(lab.cursor.output)" : "OUTPUT"
    var grid = NumberGrid(title, lab.run.output, channel: lab.cursor.output)
    grid.cursor = lab.cursor.place
    grid.hiddenCell = hidden?.place(in: lab)
    grid.isFocused = part == .output
    return grid
  }

  /// The output, with the cells marked that the kernel of the selected image cell is added to.
  private var summed: NumberGrid {
    var grid = NumberGrid("KERNELS ADDED", lab.run.output, channel: lab.cursor.output)
    grid.marked = Set(lab.reachedCells)
    (grid.cursor, grid.rank) = (lab.cursor.place, .numbersAroundCursor)
    grid.hiddenCell = hidden?.place(in: lab)
    grid.isFocused = part == .output
    return grid
  }

  /// The rotated kernel, the image with zeros in between and the window on it, and what the
  /// convolution gives.
  private var gathered: [NumberGrid] {
    guard let gathered = lab.gathered, let window = gathered.run.window else { return [] }
    var rotated = kernel(isRotated: true)
    (rotated.isFocused, rotated.cursor, rotated.rank) = (false, nil, .optional)
    var spread = NumberGrid("ZEROS BETWEEN", gathered.spread, channel: lab.cursor.input)
    spread.rank = .optional
    spread.isOutside = { gathered.cell($0.rows, $0.columns) != .image }
    spread.marked = Set(
      Self.cells(of: window) {
        Pair(
          window.rows.place(output: lab.cursor.place.rows, tap: $0.rows),
          window.columns.place(output: lab.cursor.place.columns, tap: $0.columns))
      })
    var output = NumberGrid("AS CONVOLUTION", gathered.run.output, channel: lab.cursor.output)
    output.cursor = lab.cursor.place
    output.hiddenCell = hidden?.place(in: lab)
    output.rank = .secondary
    return [rotated, spread, output]
  }

  /// Which channel goes into which: black outside of the groups' blocks.
  private var mixing: [NumberGrid] {
    let setting = lab.setting
    guard setting.inputs > 1 || setting.outputs > 1 else { return [] }
    let isSeparable = setting.mixing == .separable
    let all = matrix(setting.outputs, setting.inputs, isSeparable ? "1×1" : "MIXING") {
      output, input in isSeparable || lab.kernel(from: input, to: output) != nil
    }
    guard isSeparable else { return [all] }
    return [matrix(setting.inputs, setting.inputs, "DEPTHWISE") { $0 == $1 }, all]
  }

  private func matrix(
    _ rows: Int, _ columns: Int, _ title: String, _ isConnected: (Int, Int) -> Bool
  ) -> NumberGrid {
    let values = (0..<rows * columns).map { index -> Float in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      return isConnected(row, column) ? lab.mixing(row, column) : 0
    }
    var grid = NumberGrid(title, rows: rows, columns: columns, values: values)
    (grid.detail, grid.rank) = (.wide, .secondary)
    grid.scale = .diverging(limit: 2)
    return grid
  }

  static func cells(of window: SpatialWindow, _ place: (Pair) -> Pair) -> [Pair] {
    let (rows, columns) = (window.rows.kernel, window.columns.kernel)
    return (0..<rows * columns).map { place(Pair($0 / columns, $0 % columns)) }
  }
}

extension NumberGrid {
  /// The same map; where the arrows act in it, it keeps the numbers around the cursor.
  var withNumbersIfFocused: NumberGrid {
    var copy = self
    if isFocused { copy.rank = .numbersAroundCursor }
    return copy
  }

  /// A channel of the first sample.
  init(_ title: String, _ tensor: Tensor, channel: Int) {
    let shape = tensor.shape
    let plane = shape[2] * shape[3]
    self.init(
      title, rows: shape[2], columns: shape[3],
      values: Array(tensor.elements[channel * plane..<(channel + 1) * plane]))
  }
}
