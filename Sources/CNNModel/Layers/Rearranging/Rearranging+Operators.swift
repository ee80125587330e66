// Rearrangements as operators of ONNX.

extension Concatenation: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Concat", shapes.indices.map { .input($0) }, ["axis": .integer(axis)])
  }
}

extension DepthToSpace: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "DepthToSpace", [.input(0)],
      ["blocksize": .integer(block), "mode": .word(mode == .columnRowDepth ? "CRD" : "DCR")])
  }
}

extension SpaceToDepth: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("SpaceToDepth", [.input(0)], ["blocksize": .integer(block)])
  }
}

extension Expand: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Expand", [.input(0), .integers(extents)])
  }
}

extension Flatten: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Flatten", [.input(0)], ["axis": .integer(axis)])
  }
}

extension Gather: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Gather", [.input(0), .integers(indices, indicesShape)], ["axis": .integer(axis)])
  }
}

extension GatherByInput: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Gather", [.input(0), .typedInput(1, .int64)], ["axis": .integer(axis)])
  }
}

extension Pad: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let word =
      switch mode {
      case .constant: "constant"
      case .reflect: "reflect"
      case .edge: "edge"
      case .wrap: "wrap"
      }
    let value = mode == .constant(filling) ? OperatorExpression.number(filling) : .absent
    return .call("Pad", [.input(0), .integers(before + after), value], ["mode": .word(word)])
  }
}

extension Reshape: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Reshape", [.input(0), .integers(extents)], ["allowzero": .flag(allowsZero)])
  }
}

extension Slice: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "Slice",
      [.input(0), .integers(starts), .integers(ends), .integers(axes), .integers(steps)])
  }
}

extension Split: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "Split", [.input(0), .integers(sizes)], ["axis": .integer(axis)], outputs: sizes.count)
  }
}

extension Tile: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Tile", [.input(0), .integers(repeats)])
  }
}

extension Transpose: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call("Transpose", [.input(0)], order.isEmpty ? [:] : ["perm": .integers(order)])
  }
}

extension Upsample: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let factors = [1, 1] + factor.over(shapes[0].rank - 2).numbers.map { Float($0) }
    return .call(
      "Resize",
      [.input(0), .absent, .tensor(Tensor(shape: [factors.count], elements: factors))],
      [
        "mode": .word("nearest"), "nearest_mode": .word("floor"),
        "coordinate_transformation_mode": .word("asymmetric"),
      ])
  }
}
