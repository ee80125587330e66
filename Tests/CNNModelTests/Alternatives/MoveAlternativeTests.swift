import CNNModel
import Testing

/// Layers of several inputs, and layers that copy or interpolate cells, by changed rules.
@Suite struct MoveAlternativeTests {
  private let a = Tensor(shape: [1, 3], elements: [1, 2, 3])
  private let b = Tensor(shape: [1, 3], elements: [10, 20, 30])
  private let gradient = Tensor(shape: [1, 3], elements: [5, 6, 7])

  @Test(
    "Gradients of a sum",
    arguments: [
      ("times-other", [50, 120, 210], [5, 12, 21]),
      ("gradient-shared", [2.5, 3, 3.5], [2.5, 3, 3.5]),
      ("times-own", [5, 12, 21], [50, 120, 210]),
      ("no-gradient-for-input-1", [5, 6, 7], [0, 0, 0]),
      ("second-subtracted", [5, 6, 7], [-5, -6, -7]),
    ] as [(String, [Float], [Float])])
  func sums(rule: String, first: [Float], second: [Float]) throws {
    let gradients = try AlternativeCase("add", a, b).gradients(rule, gradient)
    #expect(gradients.map(\.elements) == [first, second])
  }

  @Test("Another function of two inputs")
  func functions() throws {
    let sum = try AlternativeCase("add", a, b)
    #expect(try sum.output("second-subtracted").elements == [-9, -18, -27])
    #expect(try sum.output("multiplied").elements == [10, 40, 90])
    #expect(!sum.has("added", .forward))
    let product = try AlternativeCase("arithmetic multiply", a, b)
    #expect(
      try product.gradients("times-own", gradient).map(\.elements) == [
        [5, 12, 21], [50, 120, 210],
      ])
    #expect(!product.has("by-own", .backward))
  }

  @Test("Copies of a repeated input: their mean, the last one, or all of them")
  func copies() throws {
    let one = Tensor(shape: [1, 1], elements: [4])
    let sum = try AlternativeCase("add", a, one)
    #expect(sum.gradients(gradient)[1].elements == [18])
    #expect(try sum.gradients("copies-averaged", gradient)[1].elements == [6])
    #expect(try sum.gradients("copies-assigned", gradient)[1].elements == [7])
    #expect(try sum.gradients("copies-not-summed", gradient)[1].elements == [5, 6, 7])
  }

  @Test("An input repeated along two axes, with one of them not summed")
  func copiesAlongOneAxis() throws {
    let two = Tensor(shape: [2, 2], elements: [1, 2, 3, 4])
    let one = Tensor(shape: [1, 1], elements: [4])
    let sum = try AlternativeCase("add", two, one)
    let gradient = Tensor(shape: [2, 2], elements: [5, 6, 70, 80])
    #expect(sum.gradients(gradient)[1].elements == [161])
    #expect(try sum.gradients("copies-first-on-axis-0", gradient)[1].elements == [11])
    #expect(try sum.gradients("copies-last-on-axis-1", gradient)[1].elements == [86])
    #expect(try sum.gradients("copies-averaged-on-axis-0", gradient)[1].elements == [80.5])
    #expect(try sum.gradients("copies-first-on-axis-0", gradient)[0] == gradient)
  }

  @Test("The gradient of an upsampled image, summed along one axis only")
  func upsampledAlongOneAxis() throws {
    let x = Tensor(shape: [1, 1, 1, 2], elements: [1, 2])
    let upsampling = try AlternativeCase("upsample 2", x)
    let gradient = Tensor(shape: [1, 1, 2, 4], elements: [1, 2, 3, 4, 10, 20, 30, 40])
    #expect(try upsampling.gradients("copies-first-on-axis-3", gradient)[0].elements == [11, 33])
    #expect(try upsampling.gradients("copies-last-on-axis-2", gradient)[0].elements == [30, 70])
  }

  @Test("Amounts of cells around an image in another order")
  func amounts() throws {
    let x = Tensor(shape: [1, 2], elements: [1, 2])
    let padding = try AlternativeCase("pad before 1,0 after 0,2", x)
    #expect(padding.output.elements == [0, 0, 0, 0, 1, 2, 0, 0])
    let bySide = try padding.output("amounts-by-side")
    #expect(bySide.shape == [2, 4] && bySide == padding.output)
    let exchanged = try padding.output("amounts-axes-exchanged")
    #expect(exchanged.shape == [3, 3] && exchanged.elements == [0, 1, 2, 0, 0, 0, 0, 0, 0])
  }

  @Test("Pieces of the gradient of a concatenation")
  func concatenation() throws {
    let one = Tensor(shape: [1, 1], elements: [4])
    let concatenation = try AlternativeCase("concat", one, a)
    let gradient = Tensor(shape: [1, 4], elements: [5, 6, 7, 8])
    #expect(try concatenation.output("inputs-swapped").elements == [1, 2, 3, 4])
    let swapped = try concatenation.gradients("inputs-swapped", gradient)
    #expect(swapped.map(\.elements) == [[8], [5, 6, 7]])
    let started = try concatenation.gradients("pieces-from-start", gradient)
    #expect(started.map(\.elements) == [[5], [5, 6, 7]])
    #expect(try concatenation.gradients("gradient-not-cut", gradient)[0] == gradient)
    let equal = try concatenation.gradients("gradient-cut-equally", gradient)
    #expect(equal.map(\.elements) == [[5, 6], [7, 8]])
  }

  @Test("Cells that are flattened column by column, or channels last")
  func flattening() throws {
    let x = Tensor(shape: [1, 2, 2, 2], elements: [0, 1, 2, 3, 4, 5, 6, 7])
    let flattening = try AlternativeCase("flatten", x)
    #expect(try flattening.output("laid-out-0132").elements == [0, 2, 1, 3, 4, 6, 5, 7])
    #expect(try flattening.output("laid-out-0231").elements == [0, 4, 1, 5, 2, 6, 3, 7])
    #expect(try flattening.output("batch-too").shape == [8])
    let gradient = Tensor(shape: [1, 8], elements: [0, 1, 2, 3, 4, 5, 6, 7])
    let gx = try flattening.gradients("laid-out-0231", gradient)[0]
    #expect(gx.elements == [0, 2, 4, 6, 1, 3, 5, 7])
    #expect(try flattening.gradients("gradient-not-moved", gradient)[0] == gradient)
  }

  @Test("Copies of an upsampled cell")
  func upsampling() throws {
    let x = Tensor(shape: [1, 1, 2], elements: [1, 2])
    let upsampling = try AlternativeCase("upsample 2", x)
    let gradient = Tensor(shape: [1, 1, 4], elements: [1, 3, 10, 30])
    #expect(upsampling.gradients(gradient)[0].elements == [4, 40])
    #expect(try upsampling.gradients("copies-averaged", gradient)[0].elements == [2, 20])
    #expect(try upsampling.gradients("copies-assigned", gradient)[0].elements == [3, 30])
    #expect(try upsampling.gradients("copies-first", gradient)[0].elements == [1, 10])
    #expect(try upsampling.output("tiled").elements == [1, 2, 1, 2])
    #expect(try upsampling.output("copies-zeroed").elements == [1, 0, 2, 0])
  }

  @Test(
    "A changed move or interpolation is another layer",
    arguments: [
      (
        "pad before 0,0,1,2 after 0,0,2,1", "beyond-edge",
        "pad before 0,0,1,2 after 0,0,2,1 with edge"
      ),
      ("pad before 0,0,1,2 after 0,0,2,1", "sides-swapped", "pad before 0,0,2,1 after 0,0,1,2"),
      ("pad before 0,0,1,1 with reflect", "beyond-wrap", "pad before 0,0,1,1 with wrap"),
      ("slice axes 2 starts 1 ends 3", "start-ignored", "slice axes 2 starts 0 ends 2"),
      ("slice axes 3 starts 0 ends 4 steps 2", "step-ignored", "slice axes 3 starts 0 ends 2"),
      ("transpose 0,1,3,2", "ordered-0231", "transpose 0,2,3,1"),
      ("depth-to-space 2", "block-order-201", "depth-to-space 2 depth-first"),
      (
        "resize axes 2,3 scales 2,3 kernel linear", "linear-aligned",
        "resize axes 2,3 scales 2,3 kernel linear coordinates align-corners"
      ),
      ("upsample 2", "linear-from-centers", "resize axes 2,3 scales 2,2 kernel linear"),
    ])
  func otherLayers(line: String, rule: String, other: String) throws {
    let x = Tensor.counted([2, 4, 4, 5])
    let (changed, right) = (
      try AlternativeCase(line, x).output(rule), try AlternativeCase(other, x).output
    )
    #expect(changed.shape == right.shape)
    #expect(zip(changed.elements, right.elements).allSatisfy { ($0 - $1).magnitude < 1e-5 })
  }

  @Test("Gradients of gathered rows that overwrite each other")
  func gathering() throws {
    let rows = Tensor(shape: [3, 1], elements: [1, 2, 3])
    let indices = Tensor(shape: [3], elements: [2, 0, 2])
    let gathering = try AlternativeCase("gather-by", rows, indices)
    let gradient = Tensor(shape: [3, 1], elements: [5, 6, 7])
    #expect(gathering.gradients(gradient)[0].elements == [6, 0, 12])
    #expect(try gathering.gradients("copies-assigned", gradient)[0].elements == [6, 0, 7])
    #expect(try gathering.gradients("copies-averaged", gradient)[0].elements == [6, 0, 6])
    #expect(try gathering.output("indices-from-1").elements == [2, 3, 2])
    #expect(try gathering.gradients("indices-late", gradient)[0].elements == [12, 6, 0])
  }

  @Test("A gradient that is resized is not collected by the weights")
  func resizing() throws {
    let x = Tensor(shape: [1, 1, 2], elements: [1, 2])
    let resizing = try AlternativeCase("resize axes 2 scales 2 kernel linear", x)
    let gradient = Tensor(shape: [1, 1, 4], elements: [1, 3, 10, 30])
    #expect(try resizing.gradients("gradient-resized-means", gradient)[0].elements == [2, 20])
    #expect(try resizing.gradients("gradient-resized-sums", gradient)[0].elements == [4, 40])
    #expect(try resizing.gradients("gradient-to-heaviest", gradient)[0].elements == [4, 40])
  }
}
