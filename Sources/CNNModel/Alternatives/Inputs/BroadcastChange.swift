/// One cell of a layer that computes from the corresponding cells of several inputs.
struct BroadcastCell {
  /// The numbers of the inputs.
  let x: [Double]
  /// The output.
  let y: Double
  /// The gradient of the output.
  let gy: Double
  /// The right slopes; 0 where no gradient passes.
  let slopes: [Double]

  /// The product of all inputs but one.
  func others(than index: Int) -> Double {
    x.indices.reduce(1) { $1 == index ? $0 : $0 * x[$1] }
  }

  /// The input behind another one, the first behind the last.
  func next(to index: Int) -> Int { (index + 1) % x.count }
}

/// The loops over the cells of a ``Broadcasting`` layer, with another function, other slopes or
/// another sum over the copies of a cell.
struct BroadcastLoops {
  let layer: any Broadcasting

  /// The forward pass with another function.
  func forward(_ pass: ForwardPass, _ value: ([Double]) -> Double) -> ForwardResult {
    let places = BroadcastPlaces(pass.shapes)
    let y = (0..<places.output.count).map { cell in
      Float(value(numbers(cell, places, pass)))
    }
    return ForwardResult(Tensor(shape: places.output, elements: y))
  }

  /// By input what every cell of the output gives to it, in the shape of the output.
  ///
  /// - Parameter gradients: the gradients by the numbers of one cell.
  func parts(_ pass: BackwardPass, _ gradients: (BroadcastCell) -> [Double]) -> [Tensor] {
    let places = BroadcastPlaces(pass.shapes)
    var parts = pass.shapes.map { _ in Tensor.zeros(places.output) }
    for cell in 0..<places.output.count {
      let x = numbers(cell, places, pass.forward)
      let y = Double(pass.output[cell])
      let slopes = x.indices.map { layer.slope(by: $0, x, y) ?? 0 }
      let all = gradients(
        BroadcastCell(x: x, y: y, gy: Double(pass.gradient[cell]), slopes: slopes))
      for (input, gradient) in all.enumerated() { parts[input][cell] = Float(gradient) }
    }
    return parts
  }

  /// The gradients, the copies of a cell added.
  func backward(
    _ pass: BackwardPass, _ gradients: (BroadcastCell) -> [Double]
  ) -> Gradients {
    collect(pass, parts(pass, gradients)) { sum, part, _ in sum + part }
  }

  /// The gradients, the copies of a cell put together.
  ///
  /// - Parameter combine: from what is there, what comes, and how many came before.
  func collect(
    _ pass: BackwardPass, _ parts: [Tensor], _ combine: (Float, Float, Int) -> Float
  ) -> Gradients {
    let places = BroadcastPlaces(pass.shapes)
    return Gradients(
      inputs: parts.enumerated().map { input, part in
        var gradient = pass.forward.inputs[input].zeros
        var counts = [Int](repeating: 0, count: gradient.shape.count)
        for cell in 0..<places.output.count {
          let place = places.offset(of: cell, input: input)
          gradient[place] = combine(gradient[place], part[cell], counts[place])
          counts[place] += 1
        }
        return gradient
      })
  }

  /// How many cells of the output read each cell of an input.
  func copies(_ shapes: [Shape], input: Int) -> Int {
    let output = BroadcastPlaces(shapes).output
    return output.count / max(1, shapes[input].count)
  }

  private func numbers(
    _ cell: Int, _ places: BroadcastPlaces, _ pass: ForwardPass
  ) -> [Double] {
    pass.inputs.indices.map {
      Double(pass.inputs[$0][places.offset(of: cell, input: $0)])
    }
  }
}
