/// Layers that copy cells, from other places or with their gradients put together in another way.
enum MoveAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any MovingLayer else { return [] }
    let moved = Array(inputs.prefix(layer.movedCount(of: inputs.count)))
    let outputs = layer.checkedOutputShapes(for: inputs)
    var changes = PlainMoveChanges.all(moved, outputs)
    if layer.keepsOrder {
      changes += MemoryOrderChanges.all(moved[0], outputs[0])
    } else {
      changes += CopyChanges.all(moved, outputs)
      if moved.count == 1, inputs.count == 1, outputs.count == 1, moved[0].rank == outputs[0].rank {
        changes += dividedByCopies(moved[0], outputs[0])
        changes += AxisMapChanges.all(moved[0], outputs[0])
        changes += BlockChanges.all(moved[0], outputs[0])
      }
    }
    if moved.count > 1 { changes += JoinChanges.all(moved, outputs[0]) }
    return changes.flatMap { $0.alternatives(of: layer) }
      + (moved.count == 1 ? [unmoved(layer), forwards(layer)] : []) + uncut(layer, inputs)
      + equalPieces(layer, moved, outputs) + otherIndices(layer)
      + (layer.keepsOrder && moved[0].rank == 4 ? [channelsLast(layer)] : [])
  }

  private static let hint = "Look at the shape of the input gradient."

  /// Sums over copies that are divided by their number along one axis.
  private static func dividedByCopies(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    let longer = input.extents.indices.filter { output[$0] > input[$0] && input[$0] > 0 }
    guard longer.count > 1 else { return [] }
    return longer.map { axis in
      OriginsChange(
        rule: "divided-by-copies-on-axis-\(axis)",
        backward: "the gradient is divided by the number of copies along axis \(axis)",
        hint: "Look at the gradient of a cell that was copied several times.",
        factor: { inputs, output in Float(inputs[0][axis]) / Float(max(1, output[axis])) })
    }
  }

  /// The gradient, moved as the cells are.
  private static func forwards(_ layer: any MovingLayer) -> Alternative {
    Alternative(
      "gradient-forwards", "the gradient goes through the forward pass instead of back",
      hint: "Look at which way the gradient is moved.", .rule, of: layer,
      backward: { pass in
        var forward = pass.forward
        forward.inputs[0] = pass.gradient
        guard pass.gradient.shape.count == pass.input.shape.count,
          let shapes = try? layer.outputShapes(for: forward.shapes),
          shapes.first?.count == pass.input.shape.count
        else { return layer.backward(pass) }
        forward.exactInputs[0] = nil
        let moved = layer.forward(forward).outputs[0].reshaped(to: pass.input.shape)
        return Gradients(inputs: [moved] + pass.forward.inputs.dropFirst().map(\.zeros))
      })
  }

  private static func unmoved(_ layer: any MovingLayer) -> Alternative {
    Alternative(
      "gradient-not-moved", "the gradient of the output is passed on as it is, in its own shape",
      hint: hint, .rule, of: layer,
      backward: { pass in
        Gradients(inputs: [pass.gradient] + pass.forward.inputs.dropFirst().map(\.zeros))
      }
    ).withOtherShapes
  }

  private static func uncut(_ layer: any MovingLayer, _ inputs: [Shape]) -> [Alternative] {
    guard inputs.count > 1, layer.movedCount(of: inputs.count) == inputs.count else { return [] }
    return [
      Alternative(
        "gradient-not-cut", "every input gets the whole gradient of the output", hint: hint, .rule,
        of: layer,
        backward: { pass in Gradients(inputs: pass.forward.inputs.map { _ in pass.gradient }) }
      ).withOtherShapes
    ]
  }

  /// The gradient cut into as many equal pieces as there are inputs, of other shapes than these.
  private static func equalPieces(
    _ layer: any MovingLayer, _ inputs: [Shape], _ outputs: [Shape]
  ) -> [Alternative] {
    guard let axis = JoinChanges.axis(inputs, outputs[0]), outputs.count == 1,
      Set(inputs.map { $0[axis] }).count > 1
    else { return [] }
    return [
      Alternative(
        "gradient-cut-equally",
        "the gradient is cut into equal pieces, whatever the inputs' extents",
        hint: hint, of: layer,
        backward: { pass in
          let (count, extent) = (pass.forward.inputs.count, pass.gradient.shape[axis])
          var start = 0
          let pieces = (0..<count).map { input in
            let size = extent / count + (input < extent % count ? 1 : 0)
            defer { start += size }
            return pass.gradient.slice(start..<start + size, axis: axis)
          }
          return Gradients(inputs: pieces)
        }
      ).withOtherShapes
    ]
  }

  /// Indices of cells that are one too large or too small.
  private static func otherIndices(_ layer: any MovingLayer) -> [Alternative] {
    guard let layer = layer as? any IndexedRearrangement else { return [] }
    let hint = "Look at which number the first index is."
    return [
      ("indices-from-1", "indices are counted from 1: each one names the cell before", -1),
      ("indices-late", "each index names the cell behind its own", 1),
    ].flatMap { rule, what, step in
      [
        Alternative(
          rule, what, hint: hint, of: layer,
          forward: { layer.forward($0.movingIndices(by: step, layer)) }),
        Alternative(
          rule, what, hint: hint, of: layer,
          backward: { pass in
            var changed = pass
            changed.forward = pass.forward.movingIndices(by: step, layer)
            return layer.backward(changed)
          }),
      ]
    }
  }

  private static func channelsLast(_ layer: any MovingLayer) -> Alternative {
    Alternative(
      "gradient-shaped-channels-last", "the gradient gets the shape of an image with channels last",
      hint: hint, .rule, of: layer,
      backward: { pass in
        let shape = pass.input.shape
        return Gradients(inputs: [
          pass.gradient.reshaped(to: [shape[0], shape[2], shape[3], shape[1]])
        ])
      }
    ).withOtherShapes
  }
}

/// Cells that are not moved as they should be, for any layer that copies cells.
enum PlainMoveChanges {
  static func all(_ moved: [Shape], _ outputs: [Shape]) -> [OriginsChange] {
    guard outputs.count == 1 else { return [] }
    let hint = "Look at which cell of the input becomes which cell of the output."
    var changes = [
      OriginsChange(
        rule: "output-reversed", forward: "the cells are copied in reverse order",
        backward: "the cells are taken to be in reverse order", hint: hint,
        origins: { own, _ in
          own.map { Origins($0.shape, $0.offsets.reversed()) }
        })
    ]
    if moved.reduce(0, { $0 + $1.count }) == outputs[0].count {
      changes += [
        OriginsChange(
          rule: "cells-not-moved",
          forward: "the numbers keep their order in memory and only the shape changes",
          backward: "the numbers keep their order in memory and only the shape changes",
          hint: hint,
          origins: { own, _ in own.map { Origins($0.shape, Array($0.offsets.indices)) } }),
        OriginsChange(
          rule: "moved-the-other-way", forward: "the cells are moved the other way around",
          backward: "the gradient is moved as the cells are, instead of back", hint: hint,
          origins: { own, _ in own.map(\.inverse) }),
      ]
    }
    return changes
  }
}

extension Origins {
  /// The origins that undo these; the same where a cell is not copied exactly once.
  fileprivate var inverse: Origins {
    var places = [Int](repeating: Offsets.outside, count: offsets.count)
    for (cell, offset) in offsets.enumerated() where places.indices.contains(offset) {
      places[offset] = cell
    }
    return places.contains(Offsets.outside) ? self : Origins(shape, places)
  }
}

/// Copies of one cell whose gradients are not added.
enum CopyChanges {
  static func all(_ moved: [Shape], _ outputs: [Shape]) -> [OriginsChange] {
    guard moved.count == 1 else { return [] }
    let hint = "Look at the gradient of a cell that was copied several times."
    return [
      OriginsChange(
        rule: "copies-assigned",
        backward: "\"=\" is used instead of \"+=\": a cell keeps the gradient of its last copy",
        hint: hint,
        combination: .last),
      OriginsChange(
        rule: "copies-first", backward: "a cell gets the gradient of its first copy only",
        hint: hint, combination: .first),
      OriginsChange(
        rule: "copies-averaged",
        backward: "a cell gets the mean of the gradients of its copies instead of their sum",
        hint: hint, combination: .averaged),
      OriginsChange(
        rule: "copies-largest", backward: "a cell gets the largest gradient of its copies",
        hint: hint, combination: .largest),
      OriginsChange(
        rule: "copies-zeroed",
        forward: "a cell is copied once, and the places of its other copies stay 0",
        backward: "only the first copy of a cell passes a gradient", hint: hint,
        origins: { own, _ in own.map(\.firstCopies) }, filling: 0),
      OriginsChange(
        rule: "constant-0", forward: "0 stands where no cell is copied to",
        hint: "Look at the cells that are copies of none.", filling: 0),
      OriginsChange(
        rule: "constant-1", forward: "1 stands where no cell is copied to",
        hint: "Look at the cells that are copies of none.", filling: 1),
    ]
  }
}

extension Origins {
  /// With the first copy of every cell alone.
  fileprivate var firstCopies: Origins {
    var seen: Set<Int> = []
    return Origins(shape, offsets.map { seen.insert($0).inserted ? $0 : Offsets.outside })
  }
}

extension ForwardPass {
  /// With indices that are too large or too small; they go on from the other end.
  fileprivate func movingIndices(by step: Int, _ layer: any IndexedRearrangement) -> ForwardPass {
    var pass = self
    let places = value(1).places
    let moved = places.indices.map { offset -> Float in
      let range = layer.range(of: offset, shapes[0], shapes[1])
      let count = range.axis == nil ? 0 : range.numbers.upperBound
      guard count > 0, range.numbers.contains(places[offset]) else { return inputs[1][offset] }
      return Float(((places[offset] + step) % count + count) % count)
    }
    pass.inputs[1] = Tensor(shape: inputs[1].shape, elements: moved)
    pass.exactInputs[1] = nil
    return pass
  }
}

extension Tensor {
  /// The cells of some indices of an axis.
  fileprivate func slice(_ range: Range<Int>, axis: Int) -> Tensor {
    let (inner, extent) = (shape.strides[axis], shape[axis])
    return Tensor(
      shape: shape.replacing(axis: axis, with: range.count),
      elements: elements.indices.filter { range.contains($0 / inner % extent) }.map { self[$0] })
  }
}
