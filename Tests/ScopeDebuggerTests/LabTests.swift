import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Lab", .baselineLevel)
struct LabTests {
  private func perform(_ line: String, _ session: inout Session) throws(UserError) {
    _ = try Session.commands.perform("lab \(line)", &session)
  }

  private func lab(_ lines: String...) throws -> LabState {
    var session = try Session(network: "lenet5", input: "digits:42")
    for line in [""] + lines { try perform(line, &session) }
    return try #require(session.lab)
  }

  private func sentence(_ lines: String...) throws -> String {
    var session = try Session(network: "lenet5", input: "digits:42")
    do throws(UserError) {
      for line in lines { try perform(line, &session) }
    } catch {
      return error.description
    }
    return "nothing was refused"
  }

  @Test("It begins with a piece of the session's digit and a Sobel kernel over it")
  func begins() throws {
    let lab = try lab()
    #expect(lab.setting.line == "conv 1 3x3")
    #expect(lab.shapes == "1×7×7 → 1×5×5")
    #expect(lab.shapeArithmetic == ["5 = ⌊(7 + 2·0 − 1·(3−1) − 1)/1⌋ + 1"])
    #expect(lab.counts == "parameters 1·1·3·3 + 1 = 10; 225 MACs")
    #expect(
      lab.sum
        == "✓ y[0,2,2] = 14 = 1·-1 + 7·0 + 9·1 + 7·-2 + 9·0 + 9·2 + 6·-1 + 3·0 + 8·1")
  }

  @Test(
    "What cannot be is refused with what it breaks and the nearest that fits",
    arguments: [
      (
        "kernel 9",
        "a kernel of 9×9 does not fit into 1×7×7: 7 + 0 − 1·(9−1) − 1 = -2 is below 0; "
          + "at most 7 rows of kernel would fit, or 2 more of padding"
      ),
      ("stride 0", "stride 0 is below 1; 1 is the nearest that fits"),
      ("size 13", "size 13 is above 12, the most that the lab shows; 12 is the nearest"),
      ("groups 2", "1 channel cannot be split into groups; C (channels 4) adds more"),
      ("output-pad 1", "output-pad is for transposed convolutions; T makes it one"),
      ("strid 2", "the lab has no \"strid\"; did you mean \"stride\"?"),
      ("kernel five", "kernel needs a whole number, not \"five\""),
      ("transposed maybe", "transposed is one of on, off"),
      (
        "set kernel[3,0] 1",
        "there is no cell kernel[3,0]; the image is 7×7, the kernel 3×3, as in kernel[0,1]"
      ),
      ("at 5,5", "there is no output cell 5,5; the output is 1×5×5"),
    ])
  func refusals(_ line: String, _ expected: String) throws {
    #expect(try sentence(line) == expected)
  }

  @Test("Groups that do not divide, and output padding that is too large, are refused")
  func refusalsTogether() throws {
    #expect(
      try sentence("channels 4", "groups 3")
        == "3 groups do not divide 4 input and 4 output channels evenly; groups 2 would fit")
    #expect(
      try sentence("transposed on", "stride 2", "output-pad 2")
        == "output-pad 2 is not below stride 2 or dilation 1; at most 1 fits")
    #expect(
      try sentence("transposed on", "pad-with reflect")
        == "a transposed convolution has no pad-with")
    #expect(
      try sentence("channels 4", "groups separable", "transposed on")
        == "separable is two ordinary convolutions; groups 1 comes first")
  }

  @Test("What is refused leaves everything as it was")
  func refusedEditsLeaveNoTrace() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    try perform("stride 2", &session)
    let before = session.lab?.report
    #expect(throws: UserError.self) { try perform("kernel 11", &session) }
    #expect(session.lab?.report == before)
  }

  @Test("Numbers of image, kernel and bias can be set")
  func numbers() throws {
    let lab = try lab(
      "weights identity", "set input[2,2] 5", "set kernel[1,1] -2", "bias 0.5", "at 1,1")
    #expect(lab.value == -9.5)
    #expect(lab.weights == nil)
    #expect(lab.sum.hasPrefix("✓ y[0,1,1] = -9.5 = "))
  }

  @Test("A transposed convolution gives the same number both ways, for every setting")
  func bothWays() throws {
    let transposed = try lab("channels 4", "transposed on", "bias 0.25")
    var count = 0
    for size in [1, 3] {
      for kernel in 1...4 {
        for stride in 1...3 {
          for dilation in 1...2 {
            for padding in ["valid", "same", "full", "1"] {
              for extra in 0..<max(stride, dilation) {
                count += try equalBothWays(
                  transposed, size, kernel, stride, dilation, padding, extra, groups: count % 3)
              }
            }
          }
        }
      }
    }
    #expect(count > 300)
  }

  /// - Returns: 0 for a setting that cannot be.
  private func equalBothWays(
    _ transposed: LabState, _ size: Int, _ kernel: Int, _ stride: Int, _ dilation: Int,
    _ padding: String, _ extra: Int,
    groups: Int
  ) throws -> Int {
    var lab = transposed
    try lab.set(.size, "\(size)")
    do {
      try lab.change {
        ($0.kernel, $0.stride, $0.dilation) = (kernel, stride, dilation)
        ($0.padding, $0.outputPadding) = (padding, extra)
        $0.mixing = .groups([1, 2, 4][groups])
      }
    } catch { return 0 }
    let gathered = try #require(lab.gathered)
    #expect(gathered.run.output.shape == lab.run.output.shape, "\(lab.setting.line)")
    #expect(lab.equalBothWays == lab.run.output.shape.count, "\(lab.setting.line)")
    return 1
  }

  @Test("Separable gives what the ordinary convolution of factored kernels gives")
  func separable() throws {
    let ordinary = try lab("channels 4 8", "pad same")
    let separable = try lab("channels 4 8", "pad same", "groups separable")
    #expect(separable.run.output == ordinary.run.output)
    #expect(ordinary.run.parameterCount == 8 * 4 * 9 + 8)
    #expect(separable.run.parameterCount == 4 * 9 + 4 + 8 * 4 + 8)
    #expect(separable.run.multiplyAccumulates < ordinary.run.multiplyAccumulates / 4)
  }

  @Test("Groups keep the kernels inside their blocks and drop the others")
  func groups() throws {
    let (all, two) = (try lab("channels 4"), try lab("channels 4", "groups 2"))
    for output in 0..<4 {
      for input in 0..<4 {
        let inside = input / 2 == output / 2
        let kernel = all.kernel(from: input, to: output)
        #expect(two.kernel(from: input, to: output) == (inside ? kernel : nil))
      }
    }
    #expect(two.run.multiplyAccumulates * 2 == all.run.multiplyAccumulates)
  }

  @Test("What stride makes ambiguous goes back to one size")
  func ambiguousSizes() throws {
    let transposed = try lab("size 3", "transposed on", "stride 3", "kernel 4")
    let sizes = try #require(transposed.ambiguousSizes)
    #expect(sizes == [10, 11, 12])
    for size in sizes {
      #expect(try lab("size \(size)", "stride 3", "kernel 4").run.output.shape[2] == 3)
    }
  }

  @Test("Keys turn a setting to its next value and back", arguments: LabSettingName.allCases)
  func settings(_ name: LabSettingName) throws {
    var lab = try lab("channels 4")
    if name == .dxRotated { try lab.set(.pass, "dx") }
    if name == .outputPadding { try lab.change { ($0.isTransposed, $0.stride) = (true, 2) } }
    let before = lab.value(of: name)
    try lab.turn(name)
    #expect(lab.value(of: name) != before)
    try lab.turn(name, back: true)
    #expect(lab.value(of: name) == before)
  }
}
