import Attribution
import CNNModel
import Testing

@Suite("Which score is asked for")
struct ScoreTests {
  /// Classes at four places: x and 3 − x.
  private func segmentation() throws -> AttributedPass {
    try Example("input 1x2x2\nconv 2 1x1", ["conv1": [[1, -1], [0, 3]]]).pass([1, 2, 5, -4])
  }

  @Test("A class at several places is asked at the place of its largest number")
  func places() throws {
    let pass = try segmentation()
    let score = try pass.score(.label(1))
    #expect(score.name(in: pass.network) == "conv1[1,1,1]")
    #expect(score.remarks == ["where class 1 has its largest number"])
    #expect(try pass.map("gradient", .label(1)).values.elements == [0, 0, 0, -1])
    #expect(try pass.score(.predicted).name(in: pass.network) == "conv1[1,1,1]")
  }

  @Test("Any cell of the output or of a layer can be asked for")
  func cells() throws {
    let pass = try segmentation()
    #expect(try pass.map("gradient", .output([0, 1, 0])).values.elements == [0, 0, 1, 0])
    #expect(
      sentence { _ = try pass.score(.output([2, 0, 0])) }
        == "there is no cell [2,0,0] in the output, which is 2×2×2")
    let deep = try Example("input 2\nlinear 3\nrelu\nlinear 2").pass([1, 2])
    let unit = try #require(deep.network.node(named: "linear1"))
    let map = try deep.map("gradient", .cell(ValueReference(unit), [0, 2]))
    #expect(map.values.elements == Array(deep.state.parameters[unit][0].elements[4...5]))
  }

  @Test("What does not exist is said in a sentence")
  func mistakes() throws {
    let pass = try Example("input 3\nlinear 2").pass([1, 2, 3])
    #expect(
      sentence { _ = try pass.score(.label(2)) }
        == "example has the classes 0 to 1, and no class 2")
    let single = try Example("input 3\nlinear 1\nsigmoid").pass([1, 2, 3])
    #expect(try single.score(.predicted).label == 0)
    #expect(
      sentence { _ = try single.score(.label(1)) }
        == "example has one output unit, class 0, and no class 1")
    let broken = try Example("input 3\nlinear 2").pass([1, .nan, 3])
    #expect(
      sentence { _ = try broken.score(.predicted) }
        == "the output of example has NaN, which is for no class")
    #expect(
      sentence { _ = try broken.score(.label(0)) }
        == "linear1[0] is nan; there is nothing to attribute")
    #expect(
      sentence { _ = try AttributionCatalog.method(named: "gradcam") }
        == "there is no method \"gradcam\"; did you mean \"grad-cam\"?")
  }
}
