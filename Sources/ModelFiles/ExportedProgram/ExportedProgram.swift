import CNNModel

/// A program of `torch.export` as a graph: every operator of ATen becomes one or a few of ONNX.
struct ExportedProgram {
  private let path: String
  private let program: JSONText
  private let arrays: [String: NumericArray]
  private let builder: GraphBuilder
  /// The names that nodes have already.
  private var taken: Set<String> = []

  var graph: ModelGraph { builder.graph }

  /// - Throws: ``FileError`` where the file is no exported program, or an operator contradicts itself.
  init(_ path: String) throws(FileError) {
    let archive = try ExportedArchive(path)
    (self.path, program) = (path, archive.program)
    arrays = Dictionary(
      archive.arrays.map { ($0.name, $0.array) }, uniquingKeysWith: { first, _ in first })
    builder = GraphBuilder(path: path)
    guard let graph = program["graph_module"]?["graph"],
      let signature = program["graph_module"]?["signature"]
    else { throw FileError(path: path, reason: "this exported program has no graph") }
    let values = Self.values(graph)
    let tensors = values.mapValues { ATenTensor($0) }
    let names = try addInputs(signature, values)
    for node in graph["nodes"]?.elements ?? [] { try add(node, names, tensors) }
    try addOutputs(signature, names)
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// What the file says about every tensor, by name.
  private static func values(_ graph: JSONText) -> [String: JSONText] {
    guard case .object(let values)? = graph["tensor_values"] else { return [:] }
    return Dictionary(
      values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

// MARK: Inputs and outputs

extension ExportedProgram {
  /// Adds what enters the graph.
  ///
  /// - Returns: what parameters and buffers, which have names of their own in the graph, are called.
  private mutating func addInputs(
    _ signature: JSONText, _ values: [String: JSONText]
  ) throws(FileError) -> [String: String] {
    var names: [String: String] = [:]
    for entry in signature["input_specs"]?.elements ?? [] {
      guard case .object(let parts) = entry, let (kind, spec) = parts.first else { continue }
      let argument = spec["arg"]
      guard let name = argument?["name"]?.string ?? argument?["as_tensor"]?["name"]?.string else {
        continue
      }
      if kind == "user_input" {
        try addInput(name, values[name])
        continue
      }
      let called = ["parameter_name", "buffer_name", "tensor_constant_name"].lazy
        .compactMap { spec[$0]?.string }.first
      guard let called, let array = arrays[called] else {
        throw refused("the value of its \(name.quoted) is not in the file")
      }
      names[name] = builder.constant(called, array)
    }
    return names
  }

  private mutating func addInput(_ name: String, _ meta: JSONText?) throws(FileError) {
    guard let meta, let type = ExportedElements.type(meta["dtype"]) else {
      throw refused("the input \(name.quoted) is of an unknown type")
    }
    let extents = (meta["sizes"]?.elements ?? []).map {
      ModelGraph.Extent($0["as_int"]?.integer)
    }
    builder.addInput(name, type, extents)
  }

  private mutating func addOutputs(
    _ signature: JSONText, _ names: [String: String]
  ) throws(FileError) {
    for entry in signature["output_specs"]?.elements ?? [] {
      guard let name = entry["user_output"]?["arg"]?["as_tensor"]?["name"]?.string else { continue }
      builder.addOutput(names[name] ?? name, .float32)
    }
    guard !builder.outputs.isEmpty else { throw refused("this exported program has no outputs") }
  }
}

// MARK: Nodes

extension ExportedProgram {
  private mutating func add(
    _ node: JSONText, _ names: [String: String], _ tensors: [String: ATenTensor]
  ) throws(FileError) {
    let target = node["target"]?.string ?? ""
    let outputs = (node["outputs"]?.elements ?? []).flatMap(ATenArgument.names)
    // An integer that is the extent of an open axis.
    guard !outputs.isEmpty else { return }
    let count = builder.nodes.count
    let call = ATenCall(
      name: title(node, outputs[0]), outputs: outputs, node: node, names: names, tensors: tensors,
      arrays: arrays, builder: builder)
    do throws(NodeError) {
      guard let lowering = ATenLowering.all[Self.operatorName(target)] else {
        throw .unsupported("the operator is not supported")
      }
      try lowering(call)
    } catch {
      guard case .unsupported = error else {
        throw refused("\(outputs[0].quoted) (\(target.brief.harmless)): \(error.reason)")
      }
      builder.removeNodes(behind: count)
      builder.add(
        Self.operatorName(target), call.tensors, name: call.name, outputs: outputs, domain: "aten")
    }
  }

  /// `conv2d` of `torch.ops.aten.conv2d.padding`; of what changes its input the name without `_`.
  private static func operatorName(_ target: String) -> String {
    let words = target.split(separator: ".")
    let name = words.count > 3 && words[2] == "aten" ? String(words[3]) : target
    return name.hasSuffix("_") ? String(name.dropLast()) : name
  }

  /// The path of the module that a node is all or the first of, otherwise its name in the graph.
  private mutating func title(_ node: JSONText, _ output: String) -> String {
    let stack = node["metadata"]?["nn_module_stack"]?.string ?? ""
    let last = stack.split(separator: ";").last?.split(
      separator: ",", omittingEmptySubsequences: false)
    guard let last, last.count == 3, last[2].hasPrefix("torch.nn.modules."), !last[1].isEmpty,
      !last[2].hasSuffix("Sequential"), taken.insert(String(last[1])).inserted
    else { return output }
    return String(last[1])
  }
}
