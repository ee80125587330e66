import CNNModel

/// Pixels and channels of an input in another order, or in other places.
struct InputOrder: Sendable {
  /// Stable: `input-channel-order`; `nil` for the order as it is.
  let name: String?
  /// What the input is, as a clause: `mirrored left to right`.
  let what: String
  let apply: @Sendable (Tensor) -> Tensor

  private init(_ name: String?, _ what: String, _ apply: @escaping @Sendable (Tensor) -> Tensor) {
    (self.name, self.what, self.apply) = (name, what, apply)
  }

  /// The order as it is first, then every other one.
  static func all(_ shape: Shape) -> [InputOrder] {
    let plain = InputOrder(nil, "") { $0 }
    guard shape.rank == 4 else { return [plain] }
    return [plain] + rounded + channels(shape[1]) + turned(shape) + read(shape) + moved(shape)
  }

  private static func channels(_ count: Int) -> [InputOrder] {
    guard (2...4).contains(count) else { return [] }
    let orders = Array(0..<count).permutations.dropFirst().map { order in
      InputOrder(
        "input-channel-order",
        order == Array((0..<count).reversed())
          ? "with its channels in reverse (BGR for RGB)"
          : "with its channels in the order \(order.map(String.init).joined(separator: " "))"
      ) { $0.reordered(1, order) }
    }
    let single = (0..<count).map { channel in
      InputOrder("input-one-channel", "channel \(channel) in all channels") {
        $0.reordered(1, [Int](repeating: channel, count: count))
      }
    }
    return orders + single
      + [
        InputOrder("input-gray", "gray (the mean of its channels in each of them)") { $0.gray },
        InputOrder("input-gray", "gray (0.299 R + 0.587 G + 0.114 B)") {
          $0.gray(by: [0.299, 0.587, 0.114])
        },
      ]
  }

  private static func turned(_ shape: Shape) -> [InputOrder] {
    let kept = [
      InputOrder("input-mirrored", "mirrored left to right") { $0.reversed([3]) },
      InputOrder("input-mirrored", "mirrored top to bottom") { $0.reversed([2]) },
      InputOrder("input-turned", "turned by 180°") { $0.reversed([2, 3]) },
      InputOrder("input-transposed", "with rows and columns read in the other order") {
        $0.transposed([0, 1, 3, 2]).reshaped(to: $0.shape)
      },
      InputOrder("input-transposed", "with rows and columns stored in the other order") {
        $0.reshaped(to: [$0.shape[0], $0.shape[1], $0.shape[3], $0.shape[2]])
          .transposed([0, 1, 3, 2])
      },
    ]
    guard shape[2] == shape[3] else { return kept }
    return kept + [
      InputOrder("input-turned", "turned by 90° to the left") {
        $0.transposed([0, 1, 3, 2]).reversed([2])
      },
      InputOrder("input-turned", "turned by 90° to the right") {
        $0.transposed([0, 1, 3, 2]).reversed([3])
      },
      InputOrder("input-transposed", "mirrored at its second diagonal") {
        $0.transposed([0, 1, 3, 2]).reversed([2, 3])
      },
    ]
  }

  /// Numbers read in another order of the axes.
  private static func read(_ shape: Shape) -> [InputOrder] {
    guard shape[1] > 1 else { return [] }
    return [
      InputOrder(
        "input-reinterpreted", "stored with its channels last and read as though they came first"
      ) { $0.channelsLast.reshaped(to: $0.shape) },
      InputOrder(
        "input-reinterpreted", "stored with its channels first and read as though they came last"
      ) { $0.reshaped(to: ArrayForm.channelsLast($0.shape)).channelsFirst },
    ]
  }

  /// The image a few pixels further, with the rest wrapped around or filled.
  private static func moved(_ shape: Shape) -> [InputOrder] {
    let reach = min(4, shape[2] / 4, shape[3] / 4)
    guard reach > 0 else { return [] }
    let places = (-reach...reach).flatMap { rows in (-reach...reach).map { (rows, $0) } }
      .filter { $0 != (0, 0) }
    return places.map { rows, columns in
      InputOrder("input-moved", "moved by \(rows) rows and \(columns) columns, wrapped around") {
        $0.rolled(2, by: rows).rolled(3, by: columns)
      }
    }
  }

  /// Numbers rounded to floats of 16 bits.
  private static let rounded = [
    InputOrder("input-rounded", "rounded to float16") { $0.map { Float(Float16($0)) } },
    InputOrder("input-rounded", "rounded to bfloat16") {
      $0.map { Float(bitPattern: ($0.bitPattern &+ 0x8000) & 0xFFFF_0000) }
    },
  ]
}

extension Tensor {
  /// The mean of the channels in each of them.
  var gray: Tensor { gray(by: [Float](repeating: 1 / Float(shape[1]), count: shape[1])) }

  /// A weighted sum of the channels in each of them.
  func gray(by weights: [Float]) -> Tensor {
    guard weights.count == shape[1] else { return self }
    let size = shape[2] * shape[3]
    var result = self
    result.transform { offset, _ in
      let start = offset / (size * shape[1]) * size * shape[1] + offset % size
      return weights.indices.reduce(Float(0)) { $0 + weights[$1] * self[start + $1 * size] }
    }
    return result
  }
}
