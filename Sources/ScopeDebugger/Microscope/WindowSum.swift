import CNNModel

/// A cell as the sum over the windows that cover it, in the order in which a loop over the cells that
/// these windows belong to adds them: a gradient of an image, the output of a transposed convolution.
struct WindowSum {
  /// By window, each summed over channels.
  let values: [Double]

  /// - Returns: `nil` where not every addend belongs to a cell of an output, and where several layers
  ///   read the image.
  init?(_ gradient: TensorReference, _ position: Position, _ debugger: Debugger) {
    guard debugger.network.consumers(of: ValueReference(gradient.node)).count == 1,
      let computation = try? debugger.inspector.computation(of: .cell(gradient, position))
    else { return nil }
    self.init(computation.root.addends)
  }

  /// - Returns: `nil` where not every addend belongs to a cell with rows or columns.
  init?(_ addends: [Addend]) {
    var sums: [[Int]: Double] = [:]
    for addend in addends {
      guard let output = addend.read?.position?.indices, output.count > 2 else { return nil }
      sums[Array(output.dropFirst(2)), default: 0] += addend.value
    }
    values = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// `0 + 0.3 - 0.1`: from zero, window by window.
  var text: String {
    guard !values.isEmpty else { return "0" }
    let sum = BatchSum.text(values)
    return sum.hasPrefix("-") ? "0 - \(sum.dropFirst())" : "0 + \(sum)"
  }
}
