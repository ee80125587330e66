extension Slice: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let shape = call.shapes[0]
    let isForward = steps.allSatisfy { $0 > 0 }
    guard isForward else { return LayerCode(taken(from: call.input, shape, dialect)) }
    var ranges = [String](repeating: ":", count: shape.rank)
    for (index, axis) in axes.enumerated() {
      let (start, end, step) = (starts[index], ends[index], steps[index])
      let first = start == 0 ? "" : "\(start)"
      let last = end >= shape[checked(axis, of: shape)] ? "" : "\(end)"
      ranges[checked(axis, of: shape)] = "\(first):\(last)" + (step == 1 ? "" : ":\(step)")
    }
    while ranges.last == ":", ranges.count > 1 { ranges.removeLast() }
    return LayerCode("\(call.input)[\(ranges.joined(separator: ", "))]")
  }

  /// Selects the cells axis by axis with lists of indices, because PyTorch's slices have no
  /// negative steps.
  private func taken(from input: String, _ shape: Shape, _ dialect: CodeDialect) -> String {
    axes.enumerated().reduce(input) { text, item in
      let axis = checked(item.element, of: shape)
      let places = places(item.offset, extent: shape[axis])
      return switch dialect {
      case .pytorch: "torch.index_select(\(text), \(axis), torch.tensor(\(places)))"
      case .keras: "ops.take(\(text), \(places), axis=\(axis))"
      }
    }
  }
}
