import CNNModel
import Testing

/// Poolings and reductions by changed rules, with numbers by hand.
@Suite struct PoolingAlternativeTests {
  private func line(_ numbers: Float...) -> Tensor {
    Tensor(shape: [1, 1, numbers.count], elements: numbers)
  }

  @Test(
    "Gradients of overlapping maxima",
    arguments: [
      ("assigned-contributions", [0, 100, 0]), ("kept-first-contribution", [0, 10, 0]),
      ("averaged-over-overlap", [0, 55, 0]), ("assigned-last", [0, 100, 0]),
      ("first-cell", [10, 100, 0]), ("sum", [10, 110, 100]), ("minimum", [10, 0, 100]),
      ("gradient-ignored", [0, 2, 0]), ("output-for-gradient", [0, 6, 0]),
      ("gradient-times-x", [0, 330, 0]), ("winner-without-offset", [100, 10, 0]),
      ("second-winner", [10, 0, 100]),
    ] as [(String, [Float])])
  func overlappingMaxima(rule: String, gx: [Float]) throws {
    let pooling = try AlternativeCase("maxpool 2 stride 1", line(1, 3, 2))
    #expect(pooling.gradients(line(10, 100))[0].elements == [0, 110, 0])
    #expect(try pooling.gradients(rule, line(10, 100))[0].elements == gx)
  }

  @Test(
    "Equal maxima",
    arguments: [("ties-shared", [4, 4]), ("ties-all", [8, 8]), ("last-winner", [0, 8])]
      as [(String, [Float])])
  func ties(rule: String, gx: [Float]) throws {
    let pooling = try AlternativeCase("maxpool 2", line(5, 5))
    #expect(pooling.gradients(line(8))[0].elements == [8, 0])
    #expect(try pooling.gradients(rule, line(8))[0].elements == gx)
  }

  @Test("Padding that counts as 0 wins over negative numbers and takes their gradient")
  func paddingInMaximum() throws {
    let pooling = try AlternativeCase("maxpool 2 stride 1 pad 1", line(-1, -2))
    #expect(pooling.output.elements == [-1, -1, -2])
    #expect(try pooling.output("maximum-with-padding").elements == [0, -1, 0])
    let gx = try pooling.gradients("maximum-with-padding", line(10, 100, 1000))
    #expect(gx[0].elements == [100, 0])
    #expect(try pooling.output("maximum-from-0").elements == [0, 0, 0])
  }

  @Test(
    "Means of windows",
    arguments: [
      ("sum", [6, 12], [10, 110, 100]), ("maximum", [4, 8], [0, 10, 100]),
      ("first-cell", [2, 4], [10, 100, 0]), ("divided-twice", [1.5, 3], [2.5, 27.5, 25]),
      ("assigned", [2, 4], [0, 5, 50]),
    ] as [(String, [Float], [Float])])
  func means(rule: String, y: [Float], gx: [Float]) throws {
    let pooling = try AlternativeCase("avgpool 2 stride 1", line(2, 4, 8))
    #expect(pooling.output.elements == [3, 6])
    #expect(pooling.gradients(line(10, 100))[0].elements == [5, 55, 50])
    #expect(try pooling.output(rule).elements == y)
    #expect(try pooling.gradients(rule, line(10, 100))[0].elements == gx)
  }

  @Test("The window that overwrites others leaves its own share")
  func assigned() throws {
    let pooling = try AlternativeCase("avgpool 2 stride 1", line(2, 4, 8))
    #expect(try pooling.gradients("assigned-last", line(10, 100))[0].elements == [5, 50, 50])
    #expect(try pooling.gradients("kept-first", line(10, 100))[0].elements == [5, 5, 50])
  }

  @Test(
    "A changed window is that of another layer",
    arguments: [
      ("maxpool 2x3 stride 2", "sized-by-swapped-window-sizes", "maxpool 3x2 stride 2"),
      ("avgpool 2x3 stride 2", "sized-by-stride-1", "avgpool 2x3 stride 1"),
      ("lppool 2 stride 3", "sized-by-kernel-as-stride", "lppool 2"),
      ("maxpool 2 stride 3x2", "sized-by-swapped-strides", "maxpool 2 stride 2x3"),
      ("avgpool 3 stride 2 pad 1", "sized-without-padding", "avgpool 3 stride 2"),
      ("avgpool 3x2 stride 1 pad 1x0", "mean", "avgpool 3x2 stride 1 pad 1x0 exclude-pad"),
      ("maxpool 2 stride 1 dilation 2x1", "minimum", nil),
      ("avgpool 2 stride 2", "maximum", "maxpool 2"), ("lppool 2", "norm-1", "lppool 2 p 1"),
      ("global-avgpool", "axes-2", "reduce mean axes 2"),
      ("reduce mean axes 1", "axes-2-3", "reduce mean axes 2,3"),
      ("reduce sum axes 2", "mean", "reduce mean axes 2"),
    ])
  func otherLayers(line: String, rule: String, other: String?) throws {
    let x = Tensor.counted([2, 2, 7, 8])
    let changed = try AlternativeCase(line, x).output(rule)
    let right = try AlternativeCase(other ?? line, x).output
    #expect(changed.shape == right.shape)
    let isNear = zip(changed.elements, right.elements).allSatisfy { ($0 - $1).magnitude < 1e-5 }
    #expect(isNear == (other != nil))
  }

  @Test("A sum over a channel is shared by rows alone, or not spread at all")
  func globalMeans() throws {
    let x = Tensor.counted([1, 1, 2, 3])
    let pooling = try AlternativeCase("global-avgpool", x)
    let gradient = Tensor(shape: [1, 1, 1, 1], elements: [12])
    #expect(pooling.gradients(gradient)[0].elements == [2, 2, 2, 2, 2, 2])
    #expect(try pooling.gradients("divided-by-rows", gradient)[0].elements.first == 6)
    #expect(try pooling.gradients("gradient-not-spread", gradient)[0] == gradient)
    #expect(try pooling.output("axes-dropped").shape == [1])
  }

  @Test("The slope of a norm without its sign, its root or its divisor")
  func norms() throws {
    let pooling = try AlternativeCase("lppool 2", line(-3, 4))
    #expect(pooling.gradients(line(10))[0].elements == [-6, 8])
    #expect(try pooling.gradients("sign-forgotten", line(10))[0].elements == [6, 8])
    #expect(try pooling.gradients("not-divided", line(10))[0].elements == [-30, 40])
    #expect(try pooling.output("powers-2").elements == [25])
  }
}
