import CNNModel

/// A function that a model file defines (ONNX, `FunctionProto`): nodes that stand for one.
struct ModelFunction {
  /// What a node calls it by.
  struct Name: Hashable {
    let domain: String
    let name: String
    let overload: String
  }

  /// The names of what it is given and of what it gives.
  let inputs: [String]
  let outputs: [String]
  let nodes: [ModelGraph.Node]
  /// Attributes that a call need not give.
  let defaults: Attributes

  init(_ function: ProtoFunction, _ source: GraphSource) {
    inputs = function.input
    outputs = function.output
    let source = source.importing(function.opsetImport)
    nodes = function.node.map { ModelGraph.Node($0, source) }
    defaults = Attributes(function.attributeProto, source)
  }
}

extension ModelFunction.Name {
  init(_ function: ProtoFunction) {
    self.init(
      domain: function.domain.standardDomain, name: function.name, overload: function.overload)
  }

  /// What a node calls, if it calls a function.
  init(calledBy node: ModelGraph.Node) {
    self.init(domain: node.domain, name: node.kind, overload: node.overload)
  }
}
