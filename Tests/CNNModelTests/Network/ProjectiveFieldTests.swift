import CNNModel
import Testing

@Suite("What units see and reach")
struct ProjectiveFieldTests {
  private static let texts = [
    "input 1x12x12\nconv 2 3x3\nmaxpool 2\nconv 2 3x3 pad 1",
    "input 1x11x11\nconv 2 3x3 stride 2 pad 1\ndeconv 2 3x3 stride 2",
    "input 1x9x9\na: conv 2 3x3 pad 1\nb: conv 2 5x5 pad 2 from a\nadd from a, b",
  ]

  @Test("A unit sees exactly the cells that reach it", arguments: texts)
  func inverse(_ text: String) throws {
    let network = try Network(text: text, title: "test")
    let last = network.output.node
    let (image, output) = (network.outputShapes(of: 0)[0], network.outputShapes(of: last)[0])
    for row in 0..<image[2] {
      let reached = network.projectiveFields(of: [0, 0, row, 4], node: 0)[last]
      for unit in 0..<output[2] {
        let field = try #require(network.receptiveField(of: [0, 0, unit, 0], node: last))
        #expect(
          (reached?.axes[0].contains(unit) ?? false) == field.axes[0].contains(row),
          "row \(row), unit \(unit)")
      }
    }
  }

  @Test("Size, jump and offset of LeNet's second convolution")
  func grid() throws {
    let network = try Network(
      text: "input 1x32x32\nconv 6 5x5\nsigmoid\nmaxpool 2\nconv 16 5x5 pad 2", title: "test")
    let grid = try #require(network.receptiveGrid(of: 4))
    #expect(grid.size == [14, 14])
    #expect(grid.jump == [2, 2])
    #expect(grid.offset == [-4, -4])
  }
}
