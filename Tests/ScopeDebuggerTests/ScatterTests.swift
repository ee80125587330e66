import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Where the gradient of an output goes", .baselineLevel)
struct ScatterTests {
  /// After the backward pass.
  private func debugger(_ text: String) throws -> Debugger {
    let model = text.replacing("; ", with: "\n")
    let network = try NetworkLibrary.read(text: model, title: "scattered")
    var debugger = Debugger(
      network, input: try NetworkInput("digits:42", for: network),
      optimizer: try OptimizerCatalog.optimizer(Word.split("sgd lr 0.1")), seed: 7)
    while debugger.next != .update { debugger.stepForward() }
    return debugger
  }

  @Test(
    "What all output cells give to a cell is its gradient",
    arguments: [
      "input 1x8x8; conv 2 3x3; conv 3 3x3 stride 2 pad 1; flatten; linear 10",
      "input 1x8x8; conv 4 3x3; conv 4 3x3 groups 2 dilation 2; flatten; linear 10",
      "input 1x8x8; conv 2 3x3; maxpool 3 stride 1; flatten; linear 10",
      "input 1x8x8; conv 2 3x3; avgpool 2; flatten; linear 10",
      "input 1x8x8; conv 2 3x3; sigmoid; flatten; linear 10",
      "input 1x8x8; conv 2 3x3; deconv 1 3x3 stride 2; flatten; linear 10",
    ])
  func addsUp(_ text: String) throws {
    let debugger = try debugger(text)
    let node = 2
    let output = TensorReference(node, .gradient)
    let tensor = try #require(debugger.tensors.value(of: output))
    let whole = try #require(debugger.tensors.value(of: TensorReference(1, .gradient)))
    var sums = [Double](repeating: 0, count: whole.shape.count)
    for offset in 0..<tensor.shape.count {
      let number = NumberReference.cell(output, tensor.shape.position(at: offset))
      let first = try debugger.inspector.scatter(of: number, channel: 0)
      for channel in first.channels.indices {
        for share in try debugger.inspector.scatter(of: number, channel: channel).shares {
          sums[whole.shape.offset(of: share.cell)] += share.value
        }
      }
    }
    for (sum, value) in zip(sums, whole.elements) {
      #expect((sum - Double(value)).magnitude <= 1e-5 * max(1e-3, sum.magnitude))
    }
  }

  @Test("A share is the gradient times the weight, and names the weight")
  func share() throws {
    let debugger = try debugger("input 1x8x8; conv 2 3x3; conv 3 3x3; flatten; linear 10")
    let number = try debugger.tensors.number(named: "conv2[1,2,1]")
    let scatter = try debugger.inspector.scatter(of: number, channel: 1)
    #expect(scatter.channels == [0, 1] && scatter.channel == 1 && scatter.shares.count == 9)
    let share = scatter.shares[5]
    #expect(share.cell == [0, 1, 3, 3])
    #expect(
      share.weight == (try debugger.tensors.number(named: "conv2.weight[1,1,1,2]")))
    #expect(share.value == Double(scatter.gradient) * share.factor)
  }

  @Test("It is said why there is none")
  func refusals() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    func sentence(_ line: String) -> String {
      do throws(UserError) { _ = try Session.commands.perform(line, &session) } catch {
        return error.description
      }
      return "nothing was refused"
    }
    #expect(
      sentence("scatter input[0,1,1]") == "input[0,1,1] is an input: its gradient goes nowhere")
    #expect(sentence("scatter conv1[0,1,1]").contains("conv1"))
    #expect(
      sentence("scatter conv1.weight[0,0,1,1]")
        == "only the output cell of a layer has a gradient that goes back")
  }
}
