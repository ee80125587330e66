import CNNModel

/// The channels of an array that are those of another one in another order.
struct ChannelMatch {
  /// For every channel of the reference, the channel here.
  let order: [Int]

  /// `nil` where a channel of the reference is none of these, or all are in their places.
  init?(_ ours: Tensor, _ theirs: Tensor) {
    guard ours.shape == theirs.shape, ours.shape.rank >= 3, ours.shape[0] == 1 else { return nil }
    let channels = ours.shape[1]
    let size = ours.shape.count / max(1, channels)
    guard size >= 4, channels > 1 else { return nil }
    let bound = Float(ArrayEquality.share) * theirs.largest
    var order: [Int] = []
    for channel in 0..<channels {
      let found = (0..<channels).first { other in
        (0..<size).allSatisfy { cell in
          (ours[other * size + cell] - theirs[channel * size + cell]).magnitude <= bound
        }
      }
      guard let found else { return nil }
      order.append(found)
    }
    guard order != Array(0..<channels) else { return nil }
    self.order = order
  }

  func cause(_ context: NodeContext) -> Cause {
    let list = order.map(String.init).joined(separator: " ")
    return Cause(
      "channel-order",
      "the channels of \(context.name) are in another order; the reference has, counted here, \(list)",
      parameters: [("order", list)], proof: .equal, node: context.node, rank: 30)
  }
}
