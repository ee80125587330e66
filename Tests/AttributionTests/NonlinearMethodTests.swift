import Attribution
import CNNEngine
import CNNModel
import Testing

/// Networks with bends, several inputs, sequences and volumes.
@Suite("Attribution of other networks")
struct NonlinearMethodTests {
  private static let small = """
    input 1x6x6
    conv 3 3x3
    relu
    maxpool 2
    flatten
    linear 3
    softmax
    """

  @Test("Integrated gradients add up better with more steps")
  func completeness() throws {
    let pass = try Example(Self.small).pass(numbers(36))
    let map = try pass.map("integrated", .label(2)) { $0.steps = 200 }
    let fine = try #require(map.completeness)
    #expect(fine.holds && fine.residual.magnitude < 0.02 * fine.expected.magnitude)
    let coarse = try #require(
      try pass.map("integrated", .label(2)) { $0.steps = 1 }.completeness)
    #expect(fine.residual.magnitude < coarse.residual.magnitude)
    #expect((fine.expected - coarse.expected).magnitude < 1e-6)
  }

  @Test("The gradient is the slope of the score", arguments: [0, 7, 20, 35])
  func slope(_ cell: Int) throws {
    let example = try Example(Self.small)
    let input = numbers(36)
    let map = try example.pass(input).map("gradient", .label(1))
    var scores: [Float] = []
    for step in [Float(-1e-2), 1e-2] {
      var moved = input
      moved[cell] += step
      scores.append(try example.pass(moved).map("gradient", .label(1)).score)
    }
    #expect(((scores[1] - scores[0]) / 2e-2 - map.values[cell]).magnitude < 1e-3)
  }

  @Test("Occlusion is what running the network on the covered input gives")
  func occlusion() throws {
    let example = try Example(Self.small)
    let input = numbers(36)
    let map = try example.pass(input).map("occlusion", .label(0)) {
      ($0.patch, $0.stride) = (3, 3)
    }
    let score = try example.pass(input).map("gradient", .label(0)).score
    for (row, column) in [(0, 0), (3, 0), (3, 3)] {
      var covered = input
      for y in row..<row + 3 { for x in column..<column + 3 { covered[y * 6 + x] = 0 } }
      let fall = score - (try example.pass(covered).map("gradient", .label(0)).score)
      #expect((map.values[[0, 0, row, column]] - fall).magnitude < 1e-6)
      #expect(map.values[[0, 0, row + 2, column + 2]] == map.values[[0, 0, row, column]])
    }
    #expect(map.parameters.map(\.value) == ["3×3", "3×3", "0.0", "4"])
  }

  @Test(
    "The contributions of a number behind a pool and a rectifier are those of the winner's window")
  func walk() throws {
    let pass = try Example(Self.small).pass(numbers(36))
    let network = pass.network
    let logit = try #require(try pass.map("contribution", .label(1)).contributions)
    #expect(logit.passages.isEmpty && logit.completeness.holds)
    let unit = try #require(logit.parts.lazy.compactMap(\.source).first)
    let below = try pass.contributions(of: unit)
    #expect(
      below.passages.map { network.nodes[$0.cell.value.node].name } == [
        "flatten1", "maxpool1", "relu1",
      ])
    #expect(below.passages[1].isWinner && network.nodes[below.number.value.node].name == "conv1")
    #expect(below.parts.count == 10 && below.completeness.holds)
    let pixel = try #require(below.parts.lazy.compactMap(\.source).first)
    #expect(
      sentence { _ = try pass.contributions(of: pixel) }
        == "\(CellOfValue(pixel.value, pixel.cell).name(in: network)) is an input of the network; it is made of "
        + "nothing else")
  }

  @Test("Of a layer that multiplies its inputs there are no contributions")
  func product() throws {
    let pass = try Example(
      "input 2\na: linear 2\nb: linear 2 from input\narithmetic multiply from a, b"
    )
    .pass([1, 2])
    let message = sentence { _ = try pass.map("contribution") } ?? ""
    #expect(message.hasSuffix("gradient-input gives parts of any layer"), "\(message)")
  }

  @Test("Of several inputs one is asked about, and the others are held")
  func inputs() throws {
    let example = try Example(
      "a: input 2\nb: input 2\nsum: add from a, b\nlinear 1", ["linear1": [[3, -2], [1]]])
    let pass = try example.pass([1, 2], [10, 20])
    let b = try #require(pass.network.node(named: "b"))
    #expect(try pass.map("gradient-input").values.elements == [3, -4])
    #expect(try pass.map("gradient-input", source: b).values.elements == [30, -40])
    let map = try pass.map("integrated", source: b) { $0.steps = 2 }
    #expect(map.completeness?.expected == -10 && map.completeness?.holds == true)
    #expect(
      sentence { _ = try pass.map("gradient", .cell(ValueReference(b), [0, 0])) }
        == "b[0] does not depend on a")
  }

  @Test("Sequences and volumes have a number for every place")
  func places() throws {
    let sequence = try Example("input 2x8\nconv 3 3\nrelu\nflatten\nlinear 2").pass(numbers(16))
    let volume = try Example("input 2x3x4x5\nconv 2 2x2x2\nrelu\nflatten\nlinear 2")
      .pass(numbers(120))
    for method in AttributionCatalog.names where method != "contribution" {
      #expect(try sequence.map(method).picture.shape == [1, 1, 8], "\(method)")
      #expect(try volume.map(method).picture.shape == [1, 1, 3, 4, 5], "\(method)")
    }
  }

  @Test("The same question has the same answer, to the bit")
  func determinism() throws {
    let example = try Example(Self.small)
    for method in AttributionCatalog.names {
      let maps = try (0..<2).map { _ in try example.pass(numbers(36)).map(method, .label(0)) }
      #expect(maps[0] == maps[1], "\(method)")
    }
  }

  @Test("A cancelled computation ends")
  func cancellation() throws {
    let pass = try Example(Self.small).pass(numbers(36))
    let token = CancellationToken()
    token.cancel()
    for method in AttributionCatalog.names {
      #expect(throws: AttributionError.cancelled) {
        try token.run { _ = try pass.map(method, .label(0)) }
      }
    }
  }
}
