import CNNModel

/// Channels or cells of an image in another order, at the inputs of a node or at its output.
enum ImageOrderCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    let inputs = context.pass.inputs.indices.flatMap { index in
      orders(context.pass.inputs[index].shape).map { order in
        NodeChange(
          name: order.name,
          sentence:
            "the reference's \(context.name) reads \(context.inputNames[index]) \(order.what)",
          rank: 33,
          outputs: {
            var inputs = context.pass.inputs
            inputs[index] = order.apply(inputs[index])
            return context.forward(inputs: inputs)
          })
      }
    }
    let outputs = orders(context.output.shape).map { order in
      NodeChange(
        name: order.name, sentence: "the reference has what \(context.name) gives \(order.what)",
        rank: 32, outputs: { [.floats(order.apply(context.output))] })
    }
    return outputs + inputs
  }

  /// An image in another order.
  struct Order {
    let name: String
    /// What follows "has the image".
    let what: String
    let apply: (Tensor) -> Tensor
  }

  /// The orders of an image `[batch, channels, rows, columns]` or a vector `[batch, units]`.
  static func orders(_ shape: Shape) -> [Order] {
    guard shape.rank >= 2 else { return [] }
    return channels(shape[1]) + (shape.rank == 4 ? cells(shape) : [])
  }

  private static func channels(_ count: Int) -> [Order] {
    guard count > 1 else { return [] }
    let shuffles = (2..<max(3, count)).filter { count % $0 == 0 && $0 < count }.map { groups in
      Order(
        name: "channel-shuffle",
        what: "with its channels shuffled between \(groups) groups",
        apply: { tensor in
          let size = count / groups
          return tensor.reordered(1, (0..<count).map { $0 % groups * size + $0 / groups })
        })
    }
    return [
      Order(
        name: "channel-order", what: "with its channels in reverse",
        apply: { $0.reversed([1]) }),
      Order(
        name: "channel-order", what: "with the halves of its channels exchanged",
        apply: { $0.rolled(1, by: count / 2) }),
      Order(
        name: "channel-order", what: "with its channels moved on by one",
        apply: { $0.rolled(1, by: 1) }),
      Order(
        name: "channel-order", what: "with its channels moved back by one",
        apply: { $0.rolled(1, by: -1) }),
    ] + shuffles
  }

  private static func cells(_ shape: Shape) -> [Order] {
    var orders = [
      Order(name: "mirrored", what: "mirrored left to right", apply: { $0.reversed([3]) }),
      Order(name: "mirrored", what: "mirrored top to bottom", apply: { $0.reversed([2]) }),
      Order(name: "turned", what: "turned by 180°", apply: { $0.reversed([2, 3]) }),
      Order(
        name: "reinterpreted", what: "with its numbers in the order of channels last",
        apply: { $0.channelsLast.reshaped(to: $0.shape) }),
      Order(
        name: "reinterpreted", what: "read as though its channels came last",
        apply: { $0.reshaped(to: ArrayForm.channelsLast($0.shape)).channelsFirst }),
    ]
    orders += [-1, 1].flatMap { distance in
      [2, 3].map { axis in
        Order(
          name: "moved",
          what: "moved by \(distance) along its \(axis == 2 ? "rows" : "columns")",
          apply: { $0.moved(axis, by: distance) })
      }
    }
    if shape[2] == shape[3] {
      orders.append(
        Order(
          name: "transposed", what: "with rows and columns exchanged",
          apply: { $0.transposed([0, 1, 3, 2]) }))
    }
    return orders
  }
}

extension Tensor {
  /// The cells along an axis moved on, with zeros behind them.
  func moved(_ axis: Int, by distance: Int) -> Tensor {
    var result = rolled(axis, by: distance)
    let (stride, extent) = (shape.strides[axis], shape[axis])
    result.transform { offset, element in
      let index = offset / stride % extent
      return (0..<extent).contains(index - distance) ? element : 0
    }
    return result
  }
}
