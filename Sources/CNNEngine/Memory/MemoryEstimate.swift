import CNNModel

/// How many bytes computations with a network take, before they are begun: what follows from the shapes
/// of its tensors. Tables, threads and the program itself come on top.
public struct MemoryEstimate: Sendable {
  /// The numbers of all parameters.
  private let parameters: Int
  /// The numbers of all layers' outputs for one sample.
  private let activations: Int
  /// The numbers of the largest output for one sample.
  private let largest: Int

  private static let bytesPerNumber = MemoryLayout<Float>.stride
  /// A batch of at least so many samples is computed in groups of ``group``.
  private static let smallestGrouped = 8
  private static let group = 16

  /// The estimates for a network.
  public init(_ network: Network) {
    parameters = network.nodes.indices.reduce(0) { sum, node in
      let shapes =
        network.parameters(of: node).map(\.shape) + network.statistics(of: node).map(\.shape)
      return shapes.reduce(sum) { $0.clampingAdd($1.clampedCount) }
    }
    let outputs = network.nodes.indices.map { node in
      network.outputShapes(of: node, batch: 1).reduce(0) { $0.clampingAdd($1.clampedCount) }
    }
    activations = outputs.reduce(0) { $0.clampingAdd($1) }
    largest = outputs.max() ?? 0
  }

  /// A forward pass of one sample: the parameters, once more as the kernels want them, and the
  /// outputs of the layers, of which two are alive at a time.
  public var inference: Int { bytes([(parameters, 2), (largest, 2)]) }

  /// Training steps.
  ///
  /// The state is there at the beginning of the training and now (parameters and slots); a step's own
  /// memory has parameters, gradients and two slots; every output has a gradient, and a
  /// third copy of its size stands for padded images and intermediate results. The last batch of an
  /// epoch has memory of its own where it is smaller.
  ///
  /// - Parameters:
  ///   - batch: samples per step.
  ///   - slots: how many tensors the optimizer keeps for each parameter.
  ///   - remainder: samples of an epoch's last batch; 0 where it is a whole one.
  public func training(batch: Int, slots: Int, remainder: Int = 0) -> Int {
    let steps = [batch, remainder].filter { $0 > 0 }
    let samples = steps.map {
      $0 < Self.smallestGrouped ? $0 : $0.clampingAdd(Self.group - 1) / Self.group * Self.group
    }
    return bytes([
      (parameters, 2 * (1 + slots) + 4 * steps.count),
      (activations, 3.clampingMultiply(samples.reduce(0) { $0.clampingAdd($1) })),
    ])
  }

  /// The bytes of so many copies of so many numbers, and an eighth for alignment and tables.
  private func bytes(_ terms: [(numbers: Int, copies: Int)]) -> Int {
    let bytes = terms.reduce(0) { $0.clampingAdd($1.numbers.clampingMultiply($1.copies)) }
      .clampingMultiply(Self.bytesPerNumber)
    return bytes.clampingAdd(bytes / 8)
  }
}

extension Shape {
  /// The number of elements, or the largest number where it is beyond that.
  fileprivate var clampedCount: Int { extents.reduce(1) { $0.clampingMultiply($1) } }
}

extension Int {
  fileprivate func clampingAdd(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  fileprivate func clampingMultiply(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
