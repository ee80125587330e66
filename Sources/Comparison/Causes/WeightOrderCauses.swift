import CNNModel

/// The numbers of a weight in another order: transposed, turned, read in another layout, with the
/// rows of another flattening, of groups that were lost.
enum WeightOrderCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    context.compared.named(context.node).filter { $0.tensor.shape.count > 1 }.flatMap { named in
      orders(context, named.tensor).map { change(context, named, $0) }
    }
  }

  private static func orders(_ context: NodeContext, _ tensor: Tensor) -> [Order] {
    var orders = layouts(tensor)
    orders += mirrored(tensor)
    orders += shifted(tensor)
    orders += flattened(context, tensor)
    orders += grouped(tensor)
    return orders
  }

  private static func change(
    _ context: NodeContext, _ named: NamedParameter, _ order: Order
  ) -> NodeChange {
    NodeChange(
      name: order.name, sentence: "the \(named.name) of \(context.name) \(order.what)",
      parameters: [("parameter", named.name)] + order.parameters, rank: order.rank,
      outputs: { context.forward(named.place, order.tensor()) })
  }

  /// Numbers in another order.
  private struct Order {
    let name: String
    /// What follows "the weight of conv1".
    let what: String
    var parameters: [(String, String)] = []
    var rank = 13
    let tensor: () -> Tensor
  }

  /// Two axes of one extent exchanged, or the numbers read as though the axes were in another order.
  private static func layouts(_ tensor: Tensor) -> [Order] {
    let shape = tensor.shape
    guard (2...4).contains(shape.rank) else { return [] }
    let names = axisNames(shape.rank)
    return Array(0..<shape.rank).permutations.dropFirst().flatMap { axes -> [Order] in
      let permuted = Shape(axes.map { shape[$0] })
      let words = axes.map { names[$0] }.joined(separator: ", ")
      let inverse = axes.indices.map { axis in axes.firstIndex(of: axis) ?? axis }
      var orders = [
        Order(
          name: "weight-layout",
          what: "was read as though the file had \(words) in this order",
          parameters: [("order", words)],
          rank: 14,
          tensor: { tensor.transposed(axes).reshaped(to: shape) })
      ]
      if permuted == shape {
        orders[0] = Order(
          name: name(of: axes, shape.rank),
          what: "is transposed: its axes are in the order \(words)",
          parameters: [("order", words)], tensor: { tensor.transposed(axes) })
      } else {
        orders.append(
          Order(
            name: "weight-layout",
            what: "was stored in the order \(words), but read as \(names.joined(separator: ", "))",
            parameters: [("order", words)], rank: 14,
            tensor: { tensor.reshaped(to: permuted).transposed(inverse) }))
      }
      return orders
    }
  }

  private static func axisNames(_ rank: Int) -> [String] {
    ["outputs", "inputs"] + (rank == 4 ? ["rows", "columns"] : rank == 3 ? ["cells"] : [])
  }

  private static func name(of axes: [Int], _ rank: Int) -> String {
    if rank == 2 { return "linear-transposed" }
    let moved = axes.indices.filter { axes[$0] != $0 }
    return moved == [0, 1]
      ? "channels-transposed" : moved == [2, 3] ? "kernel-transposed" : "weight-layout"
  }

  /// The cells along some axes backwards: a kernel that is turned or mirrored, channels in reverse.
  private static func mirrored(_ tensor: Tensor) -> [Order] {
    let names = axisNames(tensor.shape.rank)
    let sets: [[Int]] =
      (0..<tensor.shape.rank).map { [$0] } + (tensor.shape.rank == 4 ? [[2, 3]] : [])
    return sets.filter { $0.allSatisfy { tensor.shape[$0] > 1 } }.map { axes in
      let words = axes.map { $0 < names.count ? names[$0] : "axis \($0)" }.joined(
        separator: " and ")
      return Order(
        name: axes == [2, 3] ? "kernel-turned" : "weight-mirrored",
        what: axes == [2, 3] ? "is turned by 180°" : "has its \(words) in reverse",
        parameters: [("axes", words)], tensor: { tensor.reversed(axes) })
    }
  }

  /// The cells along an axis moved on by a few.
  private static func shifted(_ tensor: Tensor) -> [Order] {
    let names = axisNames(tensor.shape.rank)
    return (0..<tensor.shape.rank).flatMap { axis in
      [1, -1, tensor.shape[axis] / 2].filter { tensor.shape[axis] > 2 && $0 != 0 }.map { distance in
        Order(
          name: "weight-shifted",
          what:
            "is moved by \(-distance) along its \(axis < names.count ? names[axis] : "axis \(axis)")",
          rank: 18, tensor: { tensor.rolled(axis, by: distance) })
      }
    }
  }

  /// The inputs of a linear layer in the order of another flattening of the image before it.
  private static func flattened(_ context: NodeContext, _ tensor: Tensor) -> [Order] {
    let shape = tensor.shape
    guard shape.rank == 2, let image = context.flattenedImage(of: shape[1]) else { return [] }
    let extents = image.extents
    let names = ["channels", "rows", "columns"]
    return [0, 1, 2].permutations.dropFirst().flatMap { axes -> [Order] in
      let words = axes.map { names[$0] }.joined(separator: ", ")
      let inverse = axes.indices.map { axis in axes.firstIndex(of: axis) ?? axis }
      let order = [0] + axes.map { $0 + 1 }
      let back = [0] + inverse.map { $0 + 1 }
      return [
        Order(
          name: "flatten-order",
          what:
            "expects the image flattened in the order \(words), but it is flattened in the order "
            + names.joined(separator: ", "), parameters: [("order", words)],
          tensor: {
            tensor.reshaped(to: Shape([shape[0]] + axes.map { extents[$0] })).transposed(back)
              .reshaped(to: shape)
          }),
        Order(
          name: "flatten-order",
          what: "was rearranged to the order \(words) although the image is flattened in the order "
            + names.joined(separator: ", "), parameters: [("order", words)], rank: 14,
          tensor: {
            tensor.reshaped(to: Shape([shape[0]] + extents)).transposed(order).reshaped(to: shape)
          }),
      ]
    }
  }

  /// The kernels of groups that were repeated over all input channels.
  private static func grouped(_ tensor: Tensor) -> [Order] {
    let shape = tensor.shape
    guard shape.rank >= 3 else { return [] }
    return (2...max(2, shape[1])).filter { shape[0] % $0 == 0 && shape[1] % $0 == 0 }.map {
      groups in
      Order(
        name: "groups-lost",
        what:
          "was made for \(groups) groups; the kernels are repeated over all input channels here",
        parameters: [("groups", "\(groups)")], tensor: { tensor.blockDiagonal(groups) })
    }
  }
}

extension NodeContext {
  /// `[channels, rows, columns]` of the image that is flattened before the node, where it has so many
  /// cells; `nil` where there is none.
  func flattenedImage(of count: Int) -> Shape? {
    var node = self.node
    while let input = network.nodes[node].inputs.first {
      let shape = network.outputShapes(of: input.node)[input.output]
      if shape.rank == 4, shape.count == count { return shape.sample }
      guard shape.count == count else { return nil }
      node = input.node
    }
    return nil
  }
}
