import CNNModel
import NumberText
import ScopeDebugger
import TestSupport
import Testing

@Suite("The steps of a layer's passes in a batch", .baselineLevel)
struct BatchStepTests {
  private func session(_ lines: [String]) throws -> Session {
    var session = try Session(network: "strided", input: "digits:42")
    for line in lines {
      try Session.commands.perform(line, &session)
      _ = session.workToTheEnd()
    }
    return session
  }

  private static let batch = ["data digits", "batch 3", "restart 0", "finish", "finish"]

  private func steps(_ cell: String, _ session: Session) throws -> LayerSteps {
    let debugger = session.debugger
    return try debugger.inspector.steps(of: debugger.tensors.number(named: cell))
  }

  @Test("Arrays have m samples, gradients of parameters have no m")
  func shapes() throws {
    let steps = try steps("conv1[3,1,2]", try session(Self.batch))
    let forward = steps.forward.map { $0.array.text(channelsLast: true) }
    #expect(forward[0] == "(m, h, w, d) = 3×28×28×1")
    #expect(forward[2] == "(m, oh, ow, fh, fw, d) = 3×7×7×4×4×1")
    #expect(forward[4] == "(m, oh, ow, fh, fw, d, u) = 3×7×7×4×4×1×32")
    #expect(forward[7] == "(m, oh, ow, u) = 3×7×7×32")
    let backward = steps.backward.map { $0.array.text(channelsLast: true) }
    #expect(backward[4] == "(m, h, w, d) = 3×28×28×1")
    #expect(backward[5] == "(fh, fw, d, u) = 4×4×1×32")
    #expect(steps.backward[5].title == "weights: sum over m, oh, ow of x·gy")
    #expect(steps.backward[6].title == "bias: sum over m, oh, ow")
  }

  @Test("Steps that only rearrange have their shape before and after, and no numbers")
  func rearrangements() throws {
    let steps = try steps("conv1[3,1,2]", try session(Self.batch))
    let lines = (steps.forward[1...3] + steps.backward[1...2]).map {
      "\($0.number) \($0.title) \($0.array.text(channelsLast: true))"
    }
    #expect(
      lines == [
        "2 slice the windows (oh, ow, m, fh, fw, d) = 7×7×3×4×4×1",
        "3 moveaxis: m to the front (m, oh, ow, fh, fw, d) = 3×7×7×4×4×1",
        "4 expand_dims: u of length 1 (m, oh, ow, fh, fw, d, u) = 3×7×7×4×4×1×1",
        "2 expand_dims: fh, fw, d of length 1 (m, oh, ow, fh, fw, d, u) = 3×7×7×1×1×1×32",
        "3 dX = 0 (m, h, w, d) = 3×28×28×1",
      ])
    for step in steps.forward[2...3] + steps.backward[1...2] {
      #expect(step.isDone && step.numbers.isEmpty, "\(step.title)")
    }
    let begun = try self.steps("conv1[3,1,2]", try session(["finish"]))
    #expect(begun.forward[2].isDone && !begun.backward[1].isDone && !begun.backward[2].isDone)
  }

  @Test("The output of a transposed convolution begins with 0, and each input cell adds to it")
  func scattering() throws {
    let lines = [
      "net input 2x3x3; deconv 2 3x3 stride 2 pad 1; flatten; linear 2", "restart 0",
      "finish",
    ]
    let session = try session(lines)
    let steps = try steps("deconv1[1,1,1]", session).forward
    #expect(
      steps.map { "\($0.title) \($0.array.text(channelsLast: true))" } == [
        "keep the input (m, h, w, d) = 1×3×3×2", "y = 0 (m, oh, ow, u) = 1×7×7×2",
        "each cell times the kernel (m, h, w, fh, fw, d, u) = 1×3×3×3×3×2×2",
        "y[window] += their sum over d, unpadded (m, oh, ow, u) = 1×5×5×2",
        "plus the bias (m, oh, ow, u) = 1×5×5×2",
      ])
    // Cell 1,1 is cell 2,2 with the padding: four cells of the input reach it, by the kernel's corners.
    func value(_ reference: TensorReference, _ place: Position) throws -> Double {
      Double(try #require(session.debugger.tensors.value(of: reference))[place])
    }
    var parts: [Double] = []
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      parts.append(
        try (0..<2).reduce(0) {
          let weight: Position = [$1, 1, 2 - 2 * row, 2 - 2 * column]
          return $0 + (try value(.init(0, .activation), [0, $1, row, column]))
            * (try value(.init(1, .parameter(0)), weight))
        })
    }
    let signs = parts.prefix(3).map { ($0 < 0 ? " - " : " + ") + Decimals.text($0.magnitude, 4) }
    let sum = Decimals.text(parts.reduce(0, +), 4)
    #expect(steps[3].numbers == "0\(signs.joined()) + … (4) = \(sum)")
    #expect(steps[1].isDone && steps[1].numbers.isEmpty)
  }

  @Test("A transposed convolution gathers its gradient, and adds to no zeros")
  func gathering() throws {
    let lines = [
      "net input 1x3x3; deconv 2 3x3; flatten; linear 2", "restart 0", "finish", "finish",
    ]
    let steps = try steps("deconv1[1,1,1]", try session(lines)).backward
    #expect(steps[2].title == "sum of each window")
    #expect(steps[2].numbers.split(separator: " = ").count == 2)
  }

  @Test("In groups the channels are divided before the filters are multiplied")
  func groups() throws {
    let lines = ["net input 4x8x8; conv 8 3x3 groups 2; flatten; linear 2", "restart 0", "finish"]
    let step = try steps("conv1[2,3,3]", try session(lines)).forward[3]
    #expect(step.title == "reshape: d in 2 groups, each repeated for its 4 filters")
    #expect(step.array.text(channelsLast: false) == "(m, u, d, oh, ow, fh, fw) = 1×8×2×6×6×3×3")
  }

  @Test("Pooling slices windows and adds to zeros as well, and dX has the padding first")
  func pooling() throws {
    let lines = [
      "net input 1x4x4; maxpool 2 pad 1; avgpool 2; flatten; linear 2", "restart 0", "finish",
      "finish",
    ]
    let steps = try steps("maxpool1[0,1,1]", try session(lines))
    #expect(
      steps.forward.map(\.title).dropFirst().prefix(2) == [
        "slice the windows", "moveaxis: m to the front",
      ])
    let backward = steps.backward.map { "\($0.title) \($0.array.text(channelsLast: true))" }
    #expect(backward[1] == "dX = 0 (m, h, w, d) = 1×6×6×1")
    #expect(backward[3] == "dX[window] += its shares, unpadded (m, h, w, d) = 1×4×4×1")
  }

  @Test("dX begins with 0, and each window that covers a cell adds to it")
  func additions() throws {
    let lines = [
      "net input 1x3x3; conv 2 2x2 no-bias; flatten; linear 2", "restart 0", "finish", "finish",
    ]
    let session = try session(lines)
    let numbers = try steps("conv1[0,1,1]", session).backward[4].numbers
    let sides = numbers.split(separator: " = ")
    try #require(sides.count == 3)
    #expect(sides[0] == "dx[0,1,1]")
    // The four windows over the middle, in the order of their outputs; of each the sum over both filters.
    func value(_ kind: TensorReference.Kind, _ place: Position) throws -> Double {
      Double(try #require(session.debugger.tensors.value(of: .init(1, kind)))[place])
    }
    var parts: [Double] = []
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      parts.append(
        try (0..<2).reduce(0) {
          $0
            + (try value(.gradient, [0, $1, row, column]))
            * (try value(.parameter(0), [$1, 0, 1 - row, 1 - column]))
        })
    }
    let signs = parts.prefix(3).map { ($0 < 0 ? " - " : " + ") + Decimals.text($0.magnitude, 4) }
    #expect(sides[1] == "0\(signs.joined()) + … (4)")
    #expect(sides[2] == Decimals.text(parts.reduce(0, +), 4))
  }

  @Test("The gradient of a weight is the sum of what every sample adds")
  func sums() throws {
    let batch = try session(Self.batch)
    let steps = try steps("conv1[3,1,2]", batch)
    #expect(
      steps.backward[5].numbers
        == "conv1.weight.gradient[3,0,0,0] = 0.03116 + 0.03447 - 0.03832 = 0.02731")
    #expect(
      steps.backward[6].numbers
        == "conv1.bias.gradient[3] = 0.03185 - 0.02856 - 0.1099 = -0.1066")
    // A sample alone has three times the gradient that it adds to the mean of three.
    for (sample, part) in [0.03116, 0.03447, -0.03832].enumerated() {
      var choosing = batch
      try Session.commands.perform("sample \(sample)", &choosing)
      let alone = try session([
        "input \(choosing.debugger.selectedSample.name)", "finish", "finish",
      ])
      let gradient = alone.debugger.tensors.value(of: .init(1, .parameterGradient(0)))
      #expect((Double(try #require(gradient)[[3, 0, 0, 0]]) / 3 - part).magnitude < 1e-5)
    }
  }

  @Test("One sample alone is no sum, and of many the first three are shown")
  func counts() throws {
    let one = try steps("conv1[3,1,2]", try session(["finish", "finish"]))
    #expect(one.backward[5].numbers == "conv1.weight.gradient[3,0,0,0] = 0.04037")
    let lines = ["data digits", "batch 8", "restart 0", "finish", "finish"]
    let eight = try steps("conv1[3,1,2]", try session(lines))
    #expect(eight.backward[6].numbers.contains(" + … (8) = "))
  }

  @Test("The microscope names the samples that a gradient is summed over")
  func parts() throws {
    let debugger = try session(Self.batch).debugger
    let number = try debugger.tensors.number(named: "conv1.weight.gradient[3,0,0,0]")
    let parts = try debugger.inspector.computation(of: number).root.parts
    #expect(parts.map(\.name) == ["sample 0", "sample 1", "sample 2"])
    #expect(parts.map(\.addendCount) == [49, 49, 49])
  }
}

@Suite("The loss of an epoch", .baselineLevel)
struct EpochLossTests {
  @Test("Its mean over batches, and the losses of all samples by the number of batches")
  func epochs() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    for line in ["data digits", "batch 500", "rate 0.1", "restart 0", "train 6"] {
      try Session.commands.perform(line, &session)
      _ = session.workToTheEnd()
    }
    // 1437 images are batches of 500, 500 and 437.
    let losses = session.debugger.history.curve.map { Double($0.loss) }
    try #require(losses.count == 6)
    for (query, number) in [
      ("epoch.loss", (losses[3] + losses[4] + losses[5]) / 3),
      ("epoch.summed-loss", (500 * losses[3] + 500 * losses[4] + 437 * losses[5]) / 3),
    ] {
      guard case .number(let found) = try Query.answer(query, session) else {
        Issue.record("\(query) is no number")
        continue
      }
      #expect((found - number).magnitude < 1e-9 * number)
    }
  }
}

@Suite("How the numbers of an input came about")
struct InputOriginTests {
  private func origin(_ lines: String...) throws -> String {
    var session = try Session(network: "digits8", input: "digits:42")
    for line in ["net input 1x2x2; flatten; linear 2"] + lines {
      try Session.commands.perform(line, &session)
    }
    return session.text.origin(ofInput: 0)
  }

  @Test("By the preprocessing, by hand, or both")
  func origins() throws {
    let line = "preprocessing: 1×8×8 of 0…16, scaled bilinearly 8×8 → 2×2, divided by 16"
    #expect(try origin() == line)
    #expect(
      try origin("set-value input[0,0,1] 0.5") == line + "; then 1 of 4 numbers set by hand")
    #expect(try origin("set-value input 1 2 3 4") == "all 4 numbers were set by hand")
  }
}
