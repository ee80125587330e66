/// Sampling an image at the positions of a grid, between its cells.
///
/// `y[n,c,p] = Σ weight·x[n,c,q]` over the cells q around the position `grid[n,p]`, whose coordinates
/// go from −1 to 1 over the image, columns first. The gradient goes to the image and, unless the
/// nearest cell is taken, to the grid. As in PyTorch (`grid_sample`) and ONNX (`GridSample`).
///
/// Shapes: `[batch, channels, …]`, `[batch, …′, axes]` → `[batch, channels, …′]`.
package struct GridSample: SamplingLayer {
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    case linear, nearest, cubic
  }

  /// What is read beyond the border: 0, the border cell, or the image mirrored at its border.
  package enum PaddingMode: String, Hashable, Sendable, CaseIterable {
    case zeros, border, reflection
  }

  package let mode: Mode
  package let paddingMode: PaddingMode
  /// Whether −1 and 1 are the centers of the outermost cells instead of their outer edges.
  package let alignsCorners: Bool

  package init(mode: Mode = .linear, paddingMode: PaddingMode = .zeros, alignsCorners: Bool = false)
  {
    (self.mode, self.paddingMode, self.alignsCorners) = (mode, paddingMode, alignsCorners)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from IMAGE, GRID\"")
    }
    let (image, grid) = (inputs[0], inputs[1])
    guard SpatialAxes.counts.contains(image.rank - 2), grid.rank == image.rank, grid[0] == image[0],
      grid[grid.rank - 1] == image.rank - 2
    else {
      throw ShapeError(
        "\(kind) takes batch×channels×… and a grid of as many axes, the last of which has a "
          + "coordinate for each, but gets \(image) and \(grid)")
    }
    guard image.plane > 0 else { throw ShapeError("\(kind) of an image without cells: \(image)") }
    guard mode != .cubic || image.rank == 4 else {
      throw ShapeError("\(kind) mode cubic takes channels×rows×columns, but gets \(image)")
    }
    let neighbors = [Int](repeating: mode == .cubic ? 4 : 2, count: image.rank - 2)
    try PlaneSampling.checkSize(grid.extents.dropLast() + neighbors, of: kind)
    return [Shape(Array(image.extents[..<2] + grid.extents[1..<grid.rank - 1]))]
  }

  /// A cell along one axis, with its weight and the slope of that by the coordinate.
  private typealias Neighbor = (index: Int, weight: Double, slope: Double)

  func sampling(_ inputs: InputNumbers) -> PlaneSampling {
    var sampling = PlaneSampling(images: Array(0..<inputs.shapes[0][0]))
    forEachPlace(inputs) { _, neighbors in
      combine(neighbors, inputs.shapes[0]) { cell, parts in
        sampling.add(cell, weight: parts.reduce(1) { $0 * $1.weight })
      }
      sampling.endPlace()
    }
    return sampling
  }

  /// The neighbors along each axis, for every place of the grid.
  private func forEachPlace(
    _ inputs: InputNumbers, _ body: (_ place: Int, _ neighbors: [[Neighbor]]) -> Void
  ) {
    let extents = inputs.shapes[0].extents.dropFirst(2)
    let axes = extents.count
    for place in 0..<inputs.shapes[1].count / axes {
      body(
        place,
        extents.enumerated().map { axis, extent in
          neighbors(inputs[1, place * axes + axes - 1 - axis], extent)
        })
    }
  }

  /// Every combination of neighbors, with the offset of the cell.
  private func combine(
    _ neighbors: [[Neighbor]], _ image: Shape, _ body: (_ cell: Int, _ parts: [Neighbor]) -> Void
  ) {
    func next(_ axis: Int, _ cell: Int, _ parts: [Neighbor]) {
      guard axis < neighbors.count else { return body(cell, parts) }
      for neighbor in neighbors[axis] {
        next(axis + 1, cell * image[axis + 2] + neighbor.index, parts + [neighbor])
      }
    }
    next(0, 0, [])
  }

  private func neighbors(_ coordinate: Double, _ extent: Int) -> [Neighbor] {
    let axis = GridAxis(extent: extent, alignsCorners: alignsCorners)
    let place = axis.place(coordinate)
    switch mode {
    case .nearest:
      let (bound, _) = axis.bounded(place, paddingMode)
      return kept([(Int(bound.rounded(.toNearestOrEven)), 1, 0)], extent)
    case .linear:
      let (bound, slope) = axis.bounded(place, paddingMode)
      let (first, ratio) = (bound.rounded(.down), bound - bound.rounded(.down))
      let scale = slope * axis.scale
      return kept(
        [(Int(first), 1 - ratio, -scale), (Int(first) + 1, ratio, scale)], extent)
    case .cubic:
      let (first, ratio) = (place.rounded(.down), place - place.rounded(.down))
      return kept(
        (-1...2).map { step in
          let (index, _) = axis.bounded(first + Double(step), paddingMode)
          let kernel = CubicWeight(distance: Double(step) - ratio)
          return (Int(index), kernel.weight, -kernel.slope * axis.scale)
        }, extent)
    }
  }

  /// Those within the image.
  private func kept(_ neighbors: [Neighbor], _ extent: Int) -> [Neighbor] {
    neighbors.filter { $0.index >= 0 && $0.index < extent }
  }
}

extension GridSample {
  /// For every number of the grid, the cells of a plane with the slopes of their weights.
  private func slopes(_ inputs: InputNumbers) -> [[(cell: Int, slope: Double)]] {
    let (image, axes) = (inputs.shapes[0], inputs.shapes[0].rank - 2)
    var slopes = [[(cell: Int, slope: Double)]](repeating: [], count: inputs.shapes[1].count)
    forEachPlace(inputs) { place, neighbors in
      combine(neighbors, image) { cell, parts in
        for axis in 0..<axes {
          let slope = parts.indices.reduce(1) {
            $0 * ($1 == axis ? parts[$1].slope : parts[$1].weight)
          }
          slopes[place * axes + axes - 1 - axis].append((cell, slope))
        }
      }
    }
    return slopes
  }

  func decidingGradients(_ pass: BackwardPass) -> [Tensor] {
    let grid = pass.forward.inputs[1]
    guard mode != .nearest else { return [grid.zeros] }
    let slopes = slopes(InputNumbers(pass.forward))
    let (channels, plane) = (pass.input.shape[1], pass.input.shape.plane)
    let (axes, places) = (pass.input.shape.rank - 2, pass.output.shape.plane)
    var gradient = grid.zeros
    for (number, parts) in slopes.enumerated() {
      let (sample, place) = (number / axes / places, number / axes % places)
      for channel in 0..<channels {
        let start = (sample * channels + channel) * plane
        let gy = pass.gradient[(sample * channels + channel) * places + place]
        for (cell, slope) in parts {
          gradient[number] += gy * Float(slope) * pass.input[start + cell]
        }
      }
    }
    return [gradient]
  }

  func defineDecidingGradient(
    _ input: Int, _ position: Position, _ pass: BackwardPass
  ) -> Expression {
    guard mode != .nearest else { return .sum([]) }
    let number = pass.shapes[1].offset(of: position)
    let parts = slopes(InputNumbers(pass.forward))[number]
    return .sum(
      (0..<pass.input.shape[1]).flatMap { channel in
        let output = Position([position[0], channel] + position.indices.dropFirst().dropLast())
        let gy = Term("gy", .outputGradient(0, output), Double(pass.gradient[output]))
        return parts.map { cell, slope -> Expression in
          let place = pass.input.shape.cell([position[0], channel], cell)
          let x = Term("x", .input(0, place), Double(pass.input[place]))
          return .product([.term(gy), .term(x), .constant(slope, "slope")])
        }
      })
  }
}

extension GridSample {
  package static let grammar = LayerGrammar(
    "grid-sample", summary: "an image sampled at the positions of a grid",
    help: """
      Reads an image and a grid of positions, from −1 to 1 over the image, columns first: each cell \
      is a weighted sum of the cells around its position. The gradient goes to both.
      """,
    options: [
      .init(
        "mode", .choice(Mode.allCases.map(\.rawValue)),
        "the cells around a position: two on each axis, the nearest, or four (default: linear)"),
      .init(
        "beyond", .choice(PaddingMode.allCases.map(\.rawValue)),
        "what lies beyond the border (default: zeros)"),
      .init("align-corners", .flag, "−1 and 1 are the centers of the outermost cells"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      mode: line.choice("mode").flatMap(Mode.init) ?? .linear,
      paddingMode: line.choice("beyond").flatMap(PaddingMode.init) ?? .zeros,
      alignsCorners: line.has("align-corners"))
  }

  package var text: String {
    var words = [kind]
    if mode != .linear { words += ["mode", mode.rawValue] }
    if paddingMode != .zeros { words += ["beyond", paddingMode.rawValue] }
    if alignsCorners { words.append("align-corners") }
    return words.joined(separator: " ")
  }
}

extension GridSample: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch else { return .unknown(text, call) }
    let names = [Mode.linear: "bilinear", .nearest: "nearest", .cubic: "bicubic"]
    let sample = PythonCall("F.grid_sample", call.input, call.inputs[1])
      .with("mode", "\"\(names[mode] ?? "")\"")
      .with("padding_mode", "\"\(paddingMode.rawValue)\"").with("align_corners", alignsCorners)
    return LayerCode("\(sample)")
  }
}
