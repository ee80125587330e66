import CNNModel
import Comparison
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

/// The causes of a difference, each by a network that is damaged in this way.
@Suite("Causes of a difference", .baselineLevel) struct CauseTests {

  /// The cause where `damaged` is compared with what `meant` gives.
  private func cause(_ meant: String, _ damaged: String) throws -> (String?, Cause?) {
    let reference = try Compared(meant)
    let found = try Compared(damaged)
    let comparison = try Compared(found.network, found.state, reference.input)
      .compare(with: reference.activations)
    return (comparison.guiltyName, comparison.cause)
  }

  @Test(
    "Another option or another operation is named with the line that was meant",
    arguments: [
      ("maxpool 2x2 stride 2", "maxpool 2 stride 2 ceil", "option-ceil", "maxpool 2"),
      (
        "avgpool 3 stride 2 pad 1", "avgpool 3 stride 2 pad 1 exclude-pad", "option-exclude-pad",
        "avgpool 3 stride 2 pad 1"
      ),
      ("leaky-relu 0.2", "leaky-relu 0.01", "option-slope", "leaky-relu 0.2"),
      ("elu 0.7", "elu 1", "option-alpha", "elu 0.7"),
      ("gelu", "gelu tanh", "option-tanh", "gelu"),
      ("tanh", "sigmoid", "operation", "tanh"),
      ("maxpool 2", "avgpool 2", "operation", "maxpool 2"),
    ])
  func lines(_ meant: String, _ found: String, _ name: String, _ text: String) throws {
    let (guilty, cause) = try cause(
      "input 2x7x7\na: \(meant)\nb: flatten", "input 2x7x7\na: \(found)\nb: flatten")
    #expect(guilty == "a" && cause?.name == name)
    #expect(cause?.parameters.first { $0.name == "intended" }?.value == text)
  }

  @Test("Windows that begin elsewhere are told by the padding, even where the shape differs")
  func padding() throws {
    let (guilty, cause) = try cause(
      "input 2x7x8\na: conv 2 3x3 stride 2 pad 0,0,1,1\nb: relu",
      "input 2x7x8\na: conv 2 3x3 stride 2 pad 1\nb: relu")
    #expect(guilty == "a" && cause?.name == "option-pad")
    #expect(cause?.sentence.contains("pad 0,0,1,1") == true)
  }

  @Test("Inputs from another place, in another order, and twice the same are told")
  func wiring() throws {
    let meant = "input 2x4x4\na: conv 2 3x3 pad 1\nb: relu\nc: tanh\n"
    let tap = try cause(meant + "d: add from c, b", meant + "d: add from c, a")
    #expect(tap.0 == "d" && tap.1?.name == "wrong-tap")
    #expect(tap.1?.sentence == "the reference's d reads b, here it reads a")
    let order = try cause(meant + "d: concat from c, b", meant + "d: concat from b, c")
    #expect(order.0 == "d" && order.1?.name == "input-order")
    let gate = try cause(meant + "d: arithmetic multiply from c, b", meant + "d: add from c, b")
    #expect(gate.0 == "d" && gate.1?.name == "operation")
  }

  @Test("A layer is not said to read what is made of its own output")
  func behind() throws {
    // relu(dropout(sigmoid)) is that sigmoid, since it is positive.
    let (guilty, cause) = try cause(
      "input 2x4x4\na: conv 2 3x3 pad 1\nb: sigmoid\nc: dropout 0.5\nd: conv 2 3x3",
      "input 2x4x4\na: conv 2 3x3 pad 1\nb: relu\nc: dropout 0.5\nd: conv 2 3x3")
    #expect(guilty == "b" && cause?.name == "operation")
    #expect(cause?.parameters.first { $0.name == "intended" }?.value == "sigmoid")
  }

  @Test("A bias that is missing is found by one number for each channel, and said to be solved")
  func bias() throws {
    let compared = try Compared("input 2x5x5\na: conv 3 3x3\nb: tanh")
    let changed = compared.setting("a", 1) { $0.zeros }
    let shown = try changed.compare(with: compared.activations)
    #expect(shown.cause?.name == "bias-dropped" && shown.cause?.proof == .solved)
    // Through the activation behind it, too.
    let hidden = try changed.compare(with: compared.activations.filter { $0.name == "b" })
    #expect(hidden.candidates == ["a", "b"] && hidden.cause?.name == "bias-dropped")
    let twice = compared.setting("a", 1) { $0.map { 2 * $0 } }
    #expect(try twice.compare(with: compared.activations).cause?.name == "bias-twice")
  }

  @Test("Orders of weights are told apart")
  func weights() throws {
    let compared = try Compared(
      "input 3x5x6\na: conv 3 3x3\nb: relu\nc: flatten\nd: linear 4\ne: linear 4")
    let arrays = try compared.activations
    func name(_ node: String, _ change: (Tensor) -> Tensor) throws -> String? {
      try compared.setting(node, 0, change).compare(with: arrays).cause?.name
    }
    #expect(try name("a") { $0.permuted([1, 0, 2, 3]) } == "channels-transposed")
    #expect(try name("a") { $0.permuted([0, 1, 3, 2]) } == "kernel-transposed")
    #expect(try name("e") { $0.permuted([1, 0]) } == "linear-transposed")
    let order = try name("d") { weight in
      weight.reshaped(to: [4, 3, 3, 4]).permuted([0, 2, 3, 1]).reshaped(to: weight.shape)
    }
    #expect(order == "flatten-order")
  }

  @Test("Integers of 8 bits are seen in the numbers of the file")
  func integers() throws {
    let compared = try Compared("input 2x6x6\na: conv 4 3x3\nb: relu")
    let changed = compared.setting("a") { weight in
      let step = weight.elements.map(\.magnitude).max().map { $0 / 127 } ?? 1
      return weight.map { ($0 / step).rounded() * step }
    }
    let cause = try changed.compare(with: compared.activations).cause
    #expect(cause?.name == "int8-weights" && cause?.proof == .likely)
  }
}

extension Tensor {
  /// The tensor with its axes in another order.
  func permuted(_ axes: [Int]) -> Tensor {
    let wanted = Shape(axes.map { shape[$0] })
    return Tensor(
      shape: wanted,
      elements: (0..<wanted.count).map { offset in
        let place = wanted.position(at: offset)
        var source = Position([Int](repeating: 0, count: axes.count))
        for (index, axis) in axes.enumerated() { source[axis] = place[index] }
        return self[source]
      })
  }
}
