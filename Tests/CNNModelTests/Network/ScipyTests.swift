import CNNModel
import Testing

/// True convolutions, compared with the results of `scipy.signal.convolve2d` (scipy 1.17.1) for
/// small integers.
@Suite struct ScipyTests {
  private static let image: [[Float]] = [[1, 2, 0, 3], [4, 1, 2, 5], [0, 6, 3, 1]]

  struct Example: Sendable {
    let kernel: [[Float]]
    let mode: String
    let result: [[Float]]
  }

  private static let square: [[Float]] = [[1, 2], [3, -1]]
  private static let wide: [[Float]] = [[1, 0, 2, 1], [2, -1, 0, 3]]
  private static let odd: [[Float]] = [[1, 2, 3], [0, -1, 1], [2, 0, -2]]

  static let examples = [
    Example(
      kernel: square, mode: "full",
      result: [[1, 4, 4, 3, 6], [7, 14, 2, 18, 7], [12, 5, 20, 20, -3], [0, 18, 3, 0, -1]]),
    Example(
      kernel: square, mode: "same", result: [[1, 4, 4, 3], [7, 14, 2, 18], [12, 5, 20, 20]]),
    Example(kernel: square, mode: "valid", result: [[14, 2, 18], [5, 20, 20]]),
    Example(
      kernel: wide, mode: "full",
      result: [
        [1, 2, 2, 8, 2, 6, 3], [6, 4, 8, 20, 8, 12, 14], [8, 4, 6, 33, 10, 11, 16],
        [0, 12, 0, -1, 17, 9, 3],
      ]),
    Example(kernel: wide, mode: "same", result: [[2, 2, 8, 2], [4, 8, 20, 8], [4, 6, 33, 10]]),
    Example(kernel: wide, mode: "valid", result: [[20], [33]]),
    Example(
      kernel: odd, mode: "same", result: [[8, 15, 14, 13], [6, 16, 26, 8], [2, -10, 11, -2]]),
    Example(kernel: odd, mode: "valid", result: [[16, 26]]),
    Example(
      kernel: odd, mode: "same pad-with circular",
      result: [[36, 21, 4, 11], [8, 16, 26, 10], [6, -3, 20, 13]]),
  ]

  @Test("Convolution is scipy's convolve2d", arguments: examples)
  func convolve2d(example: Example) throws {
    let size = "\(example.kernel.count)x\(example.kernel[0].count)"
    let line = "conv 1 \(size) pad \(example.mode) no-bias true-convolution"
    let layer = try LayerCatalog.layer(Word.split(Substring(line)))
    let output = layer.forward(
      ForwardPass(inputs: [tensor(Self.image)], parameters: [tensor(example.kernel)])
    ).outputs[0]
    #expect(output == tensor(example.result))
  }

  private func tensor(_ rows: [[Float]]) -> Tensor {
    Tensor(shape: [1, 1, rows.count, rows[0].count], elements: Array(rows.joined()))
  }

  @Test("Sizes are scipy's", arguments: [("full", 36), ("same", 32), ("valid", 28)])
  func sizes(mode: String, size: Int) throws {
    let network = try Network(text: "input 1x32x32; conv 1 5x5 pad \(mode)", title: "sizes")
    #expect(network.outputShapes(of: 1) == [[1, 1, size, size]])
  }
}
