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

extension Reshape {
  /// The first extent is a batch of any size where it is that of what comes in.
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    var extents = checkedOutputShapes(for: call.shapes)[0].extents
    guard extents.first == call.shapes[0].extents.first, !extents.contains(0) else {
      return LayerCode("\(dialect.library).reshape(\(call.input), \(extents.python))")
    }
    if dialect == .keras {
      let layer = PythonCall("layers.Reshape", Array(extents.dropFirst()).python)
      return LayerCode("\(layer)(\(call.input))")
    }
    extents[0] = -1
    return LayerCode("torch.reshape(\(call.input), \(extents.python))")
  }
}

extension Expand {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let extents = checkedOutputShapes(for: call.shapes)[0].extents
    return LayerCode("\(dialect.library).broadcast_to(\(call.input), \(extents.python))")
  }
}

extension Slice {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
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

  /// Axis by axis the cells by their numbers: PyTorch has no steps backwards.
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

extension Gather {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axis = checked(axis, of: call.shapes[0])
    let places = PythonList(indices, indicesShape).text
    switch dialect {
    case .pytorch:
      let before = String(repeating: ":, ", count: axis)
      let list = indicesShape.rank == 0 ? places : "torch.tensor(\(places))"
      return LayerCode("\(call.input)[\(before)\(list)]")
    case .keras: return LayerCode("ops.take(\(call.input), \(places), axis=\(axis))")
    }
  }
}

/// Whole numbers as Python writes lists of lists.
private struct PythonList {
  let text: String

  init(_ numbers: [Int], _ shape: Shape) {
    guard let extent = shape.extents.first, extent > 0 else {
      text = shape.rank == 0 ? "\(numbers.first ?? 0)" : "[]"
      return
    }
    let inner = Shape(Array(shape.extents.dropFirst()))
    let parts = (0..<extent).map {
      PythonList(Array(numbers[$0 * inner.count..<($0 + 1) * inner.count]), inner).text
    }
    text = "[" + parts.joined(separator: ", ") + "]"
  }
}

extension GatherByInput {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axis = checked(axis, of: call.shapes[0])
    switch dialect {
    case .pytorch:
      let before = String(repeating: ":, ", count: axis)
      return LayerCode("\(call.input)[\(before)\(call.inputs[1]).long()]")
    case .keras:
      let places = "ops.cast(\(call.inputs[1]), \"int32\")"
      return LayerCode("ops.take(\(call.input), \(places), axis=\(axis))")
    }
  }
}

extension Pad {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch:
      let axes = (0..<before.count).reversed()
      var sides = axes.flatMap { [before[$0], after[$0]] }
      while sides.count > 2, sides.suffix(2) == [0, 0] { sides.removeLast(2) }
      let name =
        switch mode {
        case .constant: "constant"
        case .reflect: "reflect"
        case .edge: "replicate"
        case .wrap: "circular"
        }
      let call = PythonCall("F.pad", call.input, sides.python)
        .with("mode", "\"\(name)\"", unless: "\"constant\"")
      return LayerCode("\(filling == 0 ? call : call.with("value", filling))")
    case .keras:
      let name =
        switch mode {
        case .constant: "constant"
        case .reflect: "reflect"
        case .edge: "edge"
        case .wrap: "wrap"
        }
      let sides = zip(before, after).map { "(\($0), \($1))" }
      let call = PythonCall("ops.pad", call.input, sides.python)
        .with("mode", "\"\(name)\"", unless: "\"constant\"")
      return LayerCode("\(filling == 0 ? call : call.with("constant_values", filling))")
    }
  }
}

extension DepthToSpace {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    if dialect == .pytorch, mode == .columnRowDepth {
      return LayerCode(module: "nn.PixelShuffle(\(block))", call.input)
    }
    let (image, depth) = (call.shapes[0], call.shapes[0][1] / (block * block))
    let (rows, columns) = (image[2], image[3])
    let isDepthFirst = mode == .columnRowDepth
    return dialect.turned(
      call.input,
      isDepthFirst ? [depth, block, block, rows, columns] : [block, block, depth, rows, columns],
      isDepthFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2],
      [depth, rows * block, columns * block])
  }
}

extension SpaceToDepth {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let image = call.shapes[0]
    let (rows, columns) = (image[2] / block, image[3] / block)
    return dialect.turned(
      call.input, [image[1], rows, block, columns, block], [0, 3, 5, 1, 2, 4],
      [image[1] * block * block, rows, columns])
  }
}

extension CodeDialect {
  /// Seen under a shape, its axes turned, and under a shape again; the batch stays in front.
  fileprivate func turned(
    _ input: String, _ first: [Int], _ order: [Int], _ second: [Int]
  ) -> LayerCode {
    let name = self == .pytorch ? "permute" : "transpose"
    let seen = "\(library).reshape(\(input), \(([-1] + first).python))"
    let turned = "\(library).\(name)(\(seen), \(order.python))"
    return LayerCode("\(library).reshape(\(turned), \(([-1] + second).python))")
  }
}
