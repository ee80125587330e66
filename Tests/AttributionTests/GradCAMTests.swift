import Attribution
import CNNModel
import Testing

@Suite("Grad-CAM")
struct GradCAMTests {
  /// Two maps, 2x and 1 − x; class 0 is 3 times the mean of the first plus that of the second, class 1
  /// −3 times the first plus the second.
  private func pass() throws -> AttributedPass {
    try Example(
      "input 1x2x2\nconv 2 1x1\nglobal-avgpool\nflatten\nlinear 2",
      ["conv1": [[2, -1], [0, 1]], "linear1": [[3, 1, -3, 1], [0, 0]]]
    ).pass([1, 2, 3, 4])
  }

  @Test("It is the sum of the maps, each times the mean of its gradient, where that is positive")
  func byHand() throws {
    let map = try pass().map("grad-cam", .label(0))
    // ¾ · 2x + ¼ · (1 − x)
    #expect(map.values.elements == [1.5, 2.75, 4, 5.25])
    #expect(map.values.shape == [1, 1, 2, 2] && map.picture == map.values)
    #expect(map.parameters == [.init("layer", "conv1, 2×2×2")])
    let other = try pass().map("grad-cam", .label(1))
    #expect(other.values.elements == [0, 0, 0, 0])
    #expect(other.remarks == ["the map is 0 everywhere: no place of conv1 speaks for the score"])
  }

  @Test("A coarse map is interpolated to the places of the input")
  func resized() throws {
    let example = try Example(
      "input 1x4x4\navgpool 2\nconv 1 1x1\nflatten\nlinear 1",
      ["conv1": [[1], [0]], "linear1": [[1, 1, 1, 1], [0]]])
    let map = try example.pass([Float](repeating: 0, count: 8) + [Float](repeating: 4, count: 8))
      .map("grad-cam")
    #expect(map.values.elements == [0, 0, 4, 4])
    #expect(map.picture.shape == [1, 1, 4, 4])
    #expect(stride(from: 0, to: 16, by: 4).map { map.picture[$0] } == [0, 1, 3, 4])
  }

  @Test("The layer can be chosen; one that does not fit is refused in a sentence")
  func layers() throws {
    let pass = try pass()
    let chosen = try pass.map("grad-cam", .label(0)) { $0.layer = 2 }
    #expect(chosen.values.elements == [13.5], "3 · 5 + 1 · (−1.5)")
    #expect(
      sentence { _ = try pass.map("grad-cam") { $0.layer = 3 } }
        == "flatten1 has no rows and columns; Grad-CAM needs a layer with maps")
    #expect(
      sentence { _ = try pass.map("grad-cam") { $0.layer = 4 } }
        == "linear1[0] does not depend on linear1")
    let flat = try Example("input 3\nlinear 2").pass([1, 2, 3])
    #expect(
      sentence { _ = try flat.map("grad-cam", .label(0)) }
        == "example has no layer with rows and columns before linear1[0]; Grad-CAM needs one")
  }
}
