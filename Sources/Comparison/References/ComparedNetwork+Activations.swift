import CNNModel
import ModelFiles

extension ComparedNetwork {
  /// What every layer gives for some inputs, as a reference for another network.
  ///
  /// - Parameter path: what a sentence calls it.
  public func activations(of inputs: [Value], path: String) -> ReferenceArrays {
    var values = LiveValues(self)
    var arrays: [NamedArray] = []
    var names: Set<String> = []
    for (node, content) in network.nodes.enumerated() {
      let outputs: [Value]?
      if let source = network.sources.firstIndex(of: node) {
        outputs = inputs.indices.contains(source) ? [inputs[source]] : nil
      } else {
        outputs = values.inputs(of: content).flatMap { self.outputs(of: node, $0) }
      }
      for (output, value) in (outputs ?? []).enumerated() {
        let reference = ValueReference(node, output)
        values[reference] = value
        let name = output == 0 ? self.name(of: node) : network.valueName(reference)
        if !isConstant(node), names.insert(name).inserted {
          arrays.append(NamedArray(name, NumericArray(value)))
        }
      }
      values.finish(content, network)
    }
    return ReferenceArrays(arrays, path: path)
  }
}
