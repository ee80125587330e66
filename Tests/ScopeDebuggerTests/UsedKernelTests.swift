import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("The kernels that a number is computed with", .baselineLevel)
struct UsedKernelTests {
  private func session(_ network: String, after lines: [String]) throws -> Session {
    var session = try Session(network: "digits8", input: "digits:42")
    try perform(["net \(network)"] + lines, on: &session)
    return session
  }

  @Test("Of a convolution in groups those of the output's group, with gradient and update")
  func groups() throws {
    let session = try session(
      "input 1x8x8; a: conv 4 3x3; b: conv 4 3x3 groups 2; flatten; linear 10", after: ["run"])
    let debugger = session.debugger
    let used = try #require(
      debugger.inspector.usedKernels(of: 2, at: [0, 3, 1, 1], atMost: 8))
    #expect(debugger.names.name(of: used.parameter) == "b.weight")
    #expect(used.kernels.map(\.title) == ["3←0", "3←1"] && used.count == 2)
    let after = try #require(debugger.tensors.value(of: used.parameter))
    let gradient = try #require(
      debugger.tensors.value(of: TensorReference(2, .parameterGradient(0))))
    let kernel = used.kernels[1]
    #expect(kernel.rows == 3 && kernel.columns == 3)
    #expect(kernel.gradient == (0..<9).map { gradient[[3, 1, $0 / 3, $0 % 3]] })
    let change = try #require(kernel.change)
    for place in 0..<9 {
      let new = after[[3, 1, place / 3, place % 3]]
      #expect(change[place] == new - kernel.values[place])
    }
    #expect(change.contains { $0 != 0 })
  }

  @Test("Of a fully connected layer the row of the unit; at most so many are looked up")
  func rows() throws {
    let session = try session(
      "input 1x8x8; a: conv 3 3x3; flatten; c: linear 10", after: ["finish"])
    let inspector = session.debugger.inspector
    let row = try #require(inspector.usedKernels(of: 3, at: [0, 7], atMost: 4))
    #expect(row.kernels.map(\.title) == ["[7]"] && row.kernels[0].values.count == 108)
    #expect(row.kernels[0].gradient == nil && row.kernels[0].change == nil)
    let weight = try #require(session.debugger.tensors.value(of: row.parameter))
    #expect(row.kernels[0].values == (0..<108).map { weight[[7, $0]] })
    let one = session.debugger.inspector.kernel(of: 3, parameter: 0, at: [2, 5])
    #expect(one.kernels[0].values == (0..<108).map { weight[[2, $0]] })
    #expect(inspector.usedKernels(of: 2, at: [0, 7], atMost: 4) == nil)
  }

  @Test("The lab's products are those of the window and the kernel, row by row")
  func labProducts() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    for line in ["lab", "lab size 5", "lab at 1,1"] {
      try Session.commands.perform(line, &session)
    }
    let lab = try #require(session.lab)
    let kernel = try #require(lab.kernel(from: 0, to: 0))
    let products = try #require(lab.products)
    for tap in 0..<9 {
      #expect(products[tap] == kernel[tap] * lab.image[[0, 0, 1 + tap / 3, 1 + tap % 3]])
    }
    #expect(products.reduce(0, +) == lab.value)
    try Session.commands.perform("lab transposed on", &session)
    #expect(session.lab?.products == nil)
  }
}
