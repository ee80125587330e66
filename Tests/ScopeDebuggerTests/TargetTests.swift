import CNNModel
import ScopeDebugger
import Synchronization
import TestSupport
import Testing

/// The identity, which counts its forward passes.
private final class Counting: Layer {
  private let calls = Atomic(0)

  init() {}
  init(_ line: LayerLine) throws(LineError) {}

  var count: Int { calls.load(ordering: .relaxed) }

  static let grammar = LayerGrammar("counting", summary: "the identity", help: "For tests.")

  var text: String { kind }

  func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] { inputs }

  func forward(_ pass: ForwardPass) -> ForwardResult {
    calls.add(1, ordering: .relaxed)
    return ForwardResult(pass.inputs[0])
  }

  func backward(_ pass: BackwardPass) -> Gradients { Gradients(inputs: [pass.gradient]) }

  func reference(_ pass: ReferencePass) -> [ReferenceTensor] { [pass.input] }

  func define(_ cell: CellReference, in pass: BackwardPass) -> Expression { .sum([]) }
}

@Suite("Another target within a step", .baselineLevel)
struct TargetTests {
  /// A network with a layer that counts, and what a session says of it.
  private func counted() throws -> (layer: Counting, repl: Repl) {
    let layer = Counting()
    let lines = "input 1x8x8\nconv 2 3x3\nrelu\nflatten\nlinear 10"
    let parsed = try NetworkLibrary.read(text: lines, title: "counted")
    var nodes = parsed.nodes
    nodes[2] = Network.Node("counted", layer, inputs: nodes[2].inputs)
    let network = try Network(title: "counted", nodes: nodes)
    return (layer, Repl(try Session(network, input: "digits:42")))
  }

  @Test("No layer runs forward again, and the step stays where it was in the forward pass")
  func noForwardPass() throws {
    var (layer, repl) = try counted()
    _ = repl.perform("step 2")
    let (count, phase) = (layer.count, repl.session.debugger.phase)
    #expect(count == 1 && phase == 2)
    _ = repl.perform("label 3")
    #expect(layer.count == 1 && repl.session.debugger.phase == 2)
    _ = repl.perform("finish")
    let end = repl.session.debugger.phase
    for label in [5, 7] {
      _ = repl.perform("label \(label)")
      #expect(repl.session.debugger.phase == end && repl.session.debugger.last == .loss)
    }
    _ = repl.perform("finish")
    _ = repl.perform("label 2")
    #expect(repl.session.debugger.phase == end && repl.session.debugger.last == .loss)
    #expect(layer.count == 1)
  }

  @Test("Loss, gradients and update are those of a step that had the target from the start")
  func results() throws {
    var changed = try counted().repl
    for line in ["finish", "label 3", "finish", "label 8", "finish", "run"] {
      _ = changed.perform(line)
    }
    var straight = try counted().repl
    for line in ["label 8", "run"] { _ = straight.perform(line) }
    let (some, other) = (changed.session.debugger, straight.session.debugger)
    #expect(some.execution.loss == other.execution.loss && some.state == other.state)
    #expect(some.state.updates == 1)
  }

  @Test("Going back after another label comes to the same forward values")
  func goingBack() throws {
    var (layer, repl) = try counted()
    _ = repl.perform("finish")
    let output = repl.session.debugger.execution.output(ValueReference(2))
    for line in ["label 3", "back", "back"] { _ = repl.perform(line) }
    #expect(
      repl.session.debugger.next == .forward(4) && repl.session.debugger.execution.loss == nil)
    #expect(repl.session.debugger.execution.output(ValueReference(2)) == output)
    _ = repl.perform("finish")
    #expect(repl.session.debugger.execution.batch.target == .classes([3]))
    #expect(layer.count == 1)
  }
}
