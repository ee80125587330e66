/// A layer whose outputs are copies of cells of its inputs, wherever it takes the places from.
protocol MovingLayer: Layer {
  /// The origins of every output, in the inputs whose cells are copied, one behind the other.
  func origins(of pass: ForwardPass) -> [Origins]

  /// How many of its inputs have cells that are copied, the first ones.
  func movedCount(of inputs: Int) -> Int

  /// The number that stands where no cell is copied.
  var constant: Float { get }

  /// Whether all cells stay in their order and only the shape changes.
  var keepsOrder: Bool { get }
}

extension MovingLayer {
  var keepsOrder: Bool { false }
}

extension Rearrangement {
  func origins(of pass: ForwardPass) -> [Origins] { origins(pass.shapes) }
  func movedCount(of inputs: Int) -> Int { inputs }
  var constant: Float { filling }
}

extension IndexedRearrangement {
  func origins(of pass: ForwardPass) -> [Origins] {
    [origins(pass.shapes[0], pass.shapes[1], pass.value(1).places)]
  }
  func movedCount(of inputs: Int) -> Int { 1 }
  var constant: Float { .nan }
}

extension Flatten { var keepsOrder: Bool { true } }
extension Reshape { var keepsOrder: Bool { true } }
