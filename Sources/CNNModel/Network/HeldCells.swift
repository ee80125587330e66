/// Cells of a layer's first output that keep given numbers, whatever the layer computes.
///
/// Forward, they replace what the layer (or the alternative that it computes by) gives. Backward,
/// they do not depend on the layer's inputs and parameters, so the layer's backward pass is given 0
/// for their gradients, beside the outputs that it would have given itself.
/// Cells of samples that a smaller batch does not have are held in none.
public struct HeldCells: Hashable, Sendable {
  /// By offset in the output, including the batch axis.
  private var numbers: [Int: Float] = [:]

  /// No cell.
  public init() {}

  /// Holds a cell at a number; one that was held before is held at the new one.
  public mutating func hold(_ offset: Int, at number: Float) { numbers[offset] = number }

  /// What a cell is held at; `nil` where it is not held.
  public func number(at offset: Int) -> Float? { numbers[offset] }

  /// The offsets of the cells in the output, including the batch axis, in no particular order.
  public var offsets: some Collection<Int> { numbers.keys }

  /// The cells of a sample held in every sample of a batch; of a cell that is held in several samples,
  /// the number of the last one.
  ///
  /// - Parameter cells: the number of cells of a sample.
  public func inEverySample(of cells: Int, batch: Int) -> HeldCells {
    var held = HeldCells()
    for (offset, number) in numbers.sorted(by: { $0.key < $1.key }) {
      for sample in 0..<batch { held.hold(sample * cells + offset % cells, at: number) }
    }
    return held
  }

  /// The result of a layer with the cells held.
  public func applied(to result: ForwardResult) -> ForwardResult {
    var held = result
    for (offset, number) in numbers where offset < held.outputs[0].elements.count {
      held.outputs[0].elements[offset] = number
    }
    return held
  }

  /// The arguments of the layer's backward pass, without what is held.
  ///
  /// - Parameter computed: the first output as the layer computed it.
  public func released(_ pass: BackwardPass, computed: Tensor) -> BackwardPass {
    var released = pass
    released.outputs[0] = computed
    for offset in numbers.keys where offset < released.gradients[0].elements.count {
      released.gradients[0].elements[offset] = 0
    }
    return released
  }
}
