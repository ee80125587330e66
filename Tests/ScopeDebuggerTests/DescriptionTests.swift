import CNNModel
import NumberText
import ScopeDebugger
import TestSupport
import Testing

@Suite("Tensors in words", .baselineLevel) struct DescriptionTests {
  @Test("A map is described by its extremes and where they are")
  func map() throws {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    _ = repl.perform("finish")
    let reference = try repl.session.debugger.names.reference(named: "conv2")
    let tensor = try repl.session.debugger.tensors.required(reference)
    let map = Array(tensor.elements[300..<400])
    let high = try #require(map.indices.max { map[$0] < map[$1] })
    let low = try #require(map.indices.min { map[$0] < map[$1] })
    let all = TensorStatistics(tensor.elements)
    #expect(
      repl.perform("describe conv2 3")
        == .answered([
          "conv2: 16 maps of 10 by 10, from \(Decimals.text(all.minimum, 3)) to "
            + "\(Decimals.text(all.maximum, 3)), mean \(Decimals.text(Float(all.mean), 3))",
          "conv2, map 3 of 16: largest \(Decimals.text(map[high], 3)) at row \(high / 10), "
            + "column \(high % 10), smallest \(Decimals.text(map[low], 3)) at row \(low / 10), "
            + "column \(low % 10)",
        ]))
  }

  @Test("A list of units is numbers, and zeros are counted")
  func units() throws {
    var repl = Repl(
      try Session(
        try Network(text: "input 1x4x4; flatten; relu", title: "small"), input: "digits:42"))
    _ = repl.perform("finish")
    guard case .answered(let lines) = repl.perform("describe input") else {
      Issue.record("no answer")
      return
    }
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("input: one map of 4 by 4, from "))
    #expect(lines[1].hasPrefix("input: largest "))
  }

  @Test("What was not computed, or does not exist, is said")
  func mistakes() throws {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    #expect(
      repl.perform("describe conv1")
        == .failed("conv1 was not computed yet in this step; s continues"))
    _ = repl.perform("step")
    #expect(
      repl.perform("describe conv1 6") == .failed("conv1 has the maps 0 to 5, not \"6\""))
  }

  @Test("Without a tensor: where the session is, and what it predicts")
  func session() throws {
    var repl = Repl(try Session(network: "lenet5", input: "digits:42"))
    guard case .answered(let before) = repl.perform("describe") else {
      Issue.record("no answer")
      return
    }
    #expect(before[1] == "step 0, phase 0 of 26, next: conv1 forward")
    #expect(!before.contains { $0.hasPrefix("prediction") })
    _ = repl.perform("finish")
    guard case .answered(let after) = repl.perform("describe") else { return }
    #expect(after.contains { $0.hasPrefix("prediction: class ") })
    #expect(after.contains { $0.hasPrefix("linear3: 10 numbers, from ") })
  }
}
