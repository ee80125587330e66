import Attribution
import CNNModel
import Testing

/// A network of one linear layer, where all methods are one line of arithmetic.
@Suite("Attribution of a linear network")
struct LinearMethodTests {
  /// Class 0 is x0 + 2·x1 + 3·x2 + ½, class 1 is −x0 + 4·x2 − 1.
  private func pass(_ end: String = "") throws -> AttributedPass {
    try Example(
      "input 3\nlinear 2\(end)", ["linear1": [[1, 2, 3, -1, 0, 4], [0.5, -1]]]
    ).pass([1, 2, -1])
  }

  @Test("The gradient is the weights, times the input their parts")
  func gradient() throws {
    let pass = try pass()
    let map = try pass.map("gradient")
    #expect(pass.prediction == 0 && map.score == 2.5)
    #expect(map.values.elements == [1, 2, 3] && map.completeness == nil)
    #expect(try pass.map("gradient", .label(1)).values.elements == [-1, 0, 4])
    let products = try pass.map("gradient-input")
    #expect(products.values.elements == [1, 4, -3])
    #expect(products.remarks[0].hasPrefix("the parts add up to 2.0;"))
    #expect(products.strongest(2) == [1, 2])
  }

  @Test("Integrated gradients are the gradient times the way from the baseline, for any steps")
  func integrated() throws {
    for steps in [1, 3, 20] {
      let map = try pass().map("integrated") {
        ($0.steps, $0.baseline) = (steps, 0.5)
      }
      #expect(map.values.elements == [0.5, 3, -4.5], "\(steps)")
      let completeness = try #require(map.completeness)
      #expect(completeness.sum == -1 && completeness.expected == -1 && completeness.holds)
      #expect(map.parameters.map(\.value) == ["\(steps)", "0.5"])
    }
  }

  @Test("Occlusion of one cell takes its part away")
  func occlusion() throws {
    let map = try pass().map("occlusion") { ($0.patch, $0.stride) = (1, 1) }
    #expect(map.values.elements == [1, 4, -3])
    let filled = try pass().map("occlusion") { ($0.patch, $0.stride, $0.fill) = (1, 1, 2) }
    #expect(filled.values.elements == [-1, 0, -9])
    let wide = try pass().map("occlusion") { ($0.patch, $0.stride) = (2, 1) }
    #expect(wide.values.elements == [5, 3, 1], "5 and 1 fall for the patches, 3 is their mean")
  }

  @Test("The contributions are the products and the bias, the largest first, and add up")
  func contribution() throws {
    let map = try pass().map("contribution")
    let list = try #require(map.contributions)
    #expect(list.parts.map(\.product) == [4, -3, 1, 0.5])
    #expect(list.parts.map { $0.source?.cell.indices } == [[0, 1], [0, 2], [0, 0], nil])
    #expect(list.parts[3].name == "bias" && list.stored == 2.5 && list.completeness.holds)
    #expect(map.values.elements == [1, 4, -3] && map.node == 0)
  }

  @Test("Of probabilities the number before them is asked for, and that is said")
  func softmax() throws {
    for (end, name) in [("\nsoftmax", "softmax1"), ("\nsigmoid\nreshape 0,2,1", "sigmoid1")] {
      let pass = try pass(end)
      let score = try pass.score(.label(1))
      #expect(score.name(in: pass.network) == "linear1[1]" && score.label == 1)
      #expect(score.remarks == ["before \(name), which makes probabilities of it"])
      #expect(try pass.map("gradient", .label(1)).values.elements == [-1, 0, 4])
    }
  }
}
