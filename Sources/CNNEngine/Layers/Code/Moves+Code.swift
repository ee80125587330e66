extension LogSoftmax {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.LogSoftmax(dim=\(axis))", call.input)
    case .keras: LayerCode("ops.log_softmax(\(call.input), axis=\(axis))")
    }
  }
}

extension Clip {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let ends = [minimum, maximum].map { $0.isFinite ? "\($0)" : "float(\"\($0)\")" }
    let name = dialect == .pytorch ? "torch.clamp" : "ops.clip"
    return LayerCode("\(name)(\(call.input), \(ends.joined(separator: ", ")))")
  }
}

extension Transpose {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = order.isEmpty ? Array((0..<call.shapes[0].rank).reversed()) : order
    let name = dialect == .pytorch ? "torch.permute" : "ops.transpose"
    return LayerCode("\(name)(\(call.input), \(axes))")
  }
}

extension Split {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: return LayerCode("torch.split(\(call.input), \(sizes), dim=\(axis))")
    case .keras:
      var ends: [Int] = []
      for size in sizes.dropLast() { ends.append((ends.last ?? 0) + size) }
      return LayerCode("ops.split(\(call.input), \(ends), axis=\(axis))")
    }
  }
}

extension Tile {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode("\(dialect == .pytorch ? "torch" : "ops").tile(\(call.input), \(repeats))")
  }
}
