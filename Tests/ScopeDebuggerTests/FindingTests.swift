import CNNModel
import ScopeDebugger
import TestSupport
import Testing

/// Layers found by what a user types.
struct FindingTests {
  private func names() throws -> NetworkNames {
    let inputs = ["block1_conv", "block1_relu", "block2_conv"]
    var nodes = [Network.Node("x", try layer("input 1x4x4"), inputs: [])]
    for name in inputs {
      nodes.append(
        Network.Node(
          name, try layer("relu"), inputs: [ValueReference(nodes.count - 1)],
          fileName: name.replacing("_", with: "/"), outputNames: ["\(name):0"]))
    }
    return NetworkNames(network: try Network(title: "net", nodes: nodes))
  }

  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(line[...]))
  }

  @Test(
    "A layer is found by its name, its name in the file, or a part that only it has",
    arguments: [
      ("block1_conv", 1), ("block1/conv", 1), ("block1_relu:0", 2), ("2_CONV", 3), ("relu", 2),
    ])
  func found(text: String, node: Int) throws {
    #expect(try names().node(named: text) == node)
    #expect(try names().reference(named: text) == TensorReference(node, .activation))
    #expect(try names().reference(named: "\(text).gradient") == TensorReference(node, .gradient))
  }

  @Test("A part that several layers have names them")
  func ambiguous() throws {
    #expect(
      sentence { _ = try names().node(named: "conv") }
        == "2 layers have \"conv\" in their names: block1_conv, block2_conv")
    #expect(
      sentence { _ = try names().node(named: "convx") }
        == "there is no layer \"convx\"; there are x, block1_conv, block1_relu, block2_conv")
  }
}
