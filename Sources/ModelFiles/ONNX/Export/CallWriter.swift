import CNNModel

/// Writes the operators of one layer into the graph, those that are read before those that read them.
struct CallWriter {
  typealias Edge = GraphWriter.Edge

  let node: Int
  var writer: GraphWriter

  /// The outputs of a layer, under the names and with the types that they have in the network.
  mutating func outputs(of expression: OperatorExpression) -> [Edge] {
    let wanted = writer.values(of: node)
    guard case .call(let call) = expression else {
      let source = value(of: expression)
      return [source.type == wanted[0].type ? source : cast(source, to: wanted[0])]
    }
    let arguments = call.arguments.map { value(of: $0) }
    let type = call.result ?? arguments[call.typedBy].type
    let results = wanted.indices.map { index -> Edge in
      let own = index == 0 ? type : wanted[index].type
      let isCast = own != wanted[index].type
      let name = isCast ? writer.name(inside: node, "value") : wanted[index].name
      return Edge(name: name, type: own)
    }
    add(call, arguments, results.map(\.name))
    return zip(results, wanted).map { result, wanted in
      result.type == wanted.type ? result : cast(result, to: wanted)
    }
  }

  /// The edge on which an argument arrives.
  private mutating func value(of expression: OperatorExpression) -> Edge {
    switch expression {
    case .input(let index): return input(index)
    case .typedInput(let index, let type):
      let edge = writer.inputs(of: node)[index]
      return edge.type == type ? edge : converted(edge, to: type)
    case .parameter(let index): return parameter(index)
    case .statistic(let index): return writer.statistic(index, of: node)
    case .number(let number):
      return constant(NumericArray(Tensor(shape: [], elements: [number])), "number")
    case .tensor(let tensor): return constant(NumericArray(tensor), "numbers")
    case .integers(let numbers, let shape):
      let array = NumericArray(shape: shape ?? [numbers.count], int64s: numbers.map { Int64($0) })
      return constant(array, "integers")
    case .absent: return Edge(name: "", type: .float32)
    case .call(let call):
      let arguments = call.arguments.map { value(of: $0) }
      let result = Edge(
        name: writer.name(inside: node, call.kind.lowercased()),
        type: call.result ?? arguments[call.typedBy].type)
      add(call, arguments, [result.name])
      return result
    }
  }

  /// An input; as a float where the layer gives floats.
  private mutating func input(_ index: Int) -> Edge {
    let edge = writer.inputs(of: node)[index]
    let result = writer.values(of: node)[0].type
    return result.isFloating && !edge.type.isFloating ? converted(edge, to: result) : edge
  }

  /// A parameter; one that is another's transposed matrix or has another shape is made of that.
  private mutating func parameter(_ index: Int) -> Edge {
    let (edge, sharing) = writer.parameter(index, of: node)
    guard let sharing else { return edge }
    let (own, first) = (
      writer.parameterShape(index, of: node),
      writer.parameterShape(sharing.first.index, of: sharing.first.node)
    )
    if sharing.isTransposed {
      return derived("Transpose", [edge], ["perm": .integers([1, 0])])
    }
    guard own != first else { return edge }
    let shape = constant(
      NumericArray(shape: [own.rank], int64s: own.extents.map { Int64($0) }), "shape")
    return derived("Reshape", [edge, shape], [:])
  }

  private mutating func derived(
    _ kind: String, _ inputs: [Edge], _ attributes: [String: OperatorAttribute]
  ) -> Edge {
    let result = Edge(name: writer.name(inside: node, kind.lowercased()), type: inputs[0].type)
    add(kind, inputs, attributes, [result.name])
    return result
  }

  private mutating func constant(_ array: NumericArray, _ word: String) -> Edge {
    writer.constant(array, writer.name(inside: node, word))
  }

  private mutating func converted(_ edge: Edge, to type: ElementType) -> Edge {
    cast(edge, to: Edge(name: writer.name(inside: node, "cast"), type: type))
  }

  private mutating func cast(_ edge: Edge, to result: Edge) -> Edge {
    add("Cast", [edge], ["to": .integer(Int(result.type.onnxCode))], [result.name])
    return result
  }

  private mutating func add(_ call: OperatorCall, _ arguments: [Edge], _ results: [String]) {
    add(call.kind, arguments, call.attributes, results)
  }

  private mutating func add(
    _ kind: String, _ inputs: [Edge], _ attributes: [String: OperatorAttribute],
    _ outputs: [String]
  ) {
    var node = ProtoNode()
    node.opType = kind
    node.name = outputs[0]
    let names = inputs.map(\.name)
    node.input = Array(names.prefix((names.lastIndex { !$0.isEmpty } ?? -1) + 1))
    node.output = outputs
    node.attribute = attributes.sorted { $0.key < $1.key }.map { ProtoAttribute($0.key, $0.value) }
    writer.add(node)
  }
}

extension ProtoAttribute {
  fileprivate init(_ name: String, _ value: OperatorAttribute) {
    self =
      switch value {
      case .integer(let number): .int(name, number)
      case .integers(let numbers): .ints(name, numbers)
      case .number(let number): .float(name, Double(number))
      case .word(let word): .string(name, word)
      }
  }
}
