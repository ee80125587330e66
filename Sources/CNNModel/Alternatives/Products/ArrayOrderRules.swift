/// Inputs and outputs whose numbers are put into the right shape without being put into its order,
/// as where a product of matrices is reshaped instead of transposed.
enum ArrayOrderRules {
  private static let hint = "Look at where a reshape stands that should be a transposition."

  static func all(_ own: ProductContext) -> [ProductRule] {
    orders(own).flatMap { order in
      let words = Self.words(order, own)
      return [
        outputReshaped(order, words), outputRead(order, words), inputReshaped(order, words),
        inputRead(order, words),
      ]
    } + orders(own).map { outputBeforeBias($0, Self.words($0, own)) }
      + (own.hasWindow ? columns(own) : []) + samples
  }

  /// Orders of samples, channels and places, and of rows and columns, without the usual one.
  private static func orders(_ own: ProductContext) -> [[Int]] {
    guard own.hasWindow else { return [[1, 0]] }
    let places: [Int] = Array(2..<2 + own.axisNames.count)
    let turned: [Int] = places.reversed()
    let planes: [[Int]] = places.count > 1 ? [places, turned] : [places]
    return planes.flatMap(orders(around:)).filter { $0 != [0, 1] + places }
  }

  private static func orders(around places: [Int]) -> [[Int]] {
    let (samples, channels) = ([0], [1])
    return [
      samples + places + channels, channels + samples + places, channels + places + samples,
      places + samples + channels, places + channels + samples, samples + channels + places,
    ]
  }

  private static func words(_ order: [Int], _ own: ProductContext) -> String {
    let axes = own.hasWindow ? own.axisNames.map { "\($0)s" } : []
    let names = ["samples", own.hasWindow ? "channels" : "numbers"] + axes
    return order.map { names[$0] }.joined(separator: ", ")
  }

  private static func name(_ order: [Int]) -> String { order.map(String.init).joined() }

  private static func outputReshaped(_ order: [Int], _ words: String) -> ProductRule {
    ProductRule(
      "output-reshaped-\(name(order))",
      "the output, computed in the order \(words), is reshaped instead of transposed",
      backward: "the gradient of the output is reshaped to \(words) instead of transposed",
      hint: hint,
      .both { $0.outputSource = $0.layerOutput.offsets(inOrder: order.cut($0)).inverted })
  }

  private static func outputRead(_ order: [Int], _ words: String) -> ProductRule {
    ProductRule(
      "output-read-\(name(order))",
      "the output is taken as though its order in memory were \(words)",
      backward: "the gradient of the output is stored in the order \(words) and reshaped back",
      hint: hint,
      .both { $0.outputSource = $0.layerOutput.offsets(inOrder: order.cut($0)) })
  }

  private static func outputBeforeBias(_ order: [Int], _ words: String) -> ProductRule {
    ProductRule(
      "products-reshaped-\(name(order))",
      "the sums of products, in the order \(words), are reshaped instead of transposed before the bias is added",
      backward:
        "the gradient of the output is reshaped to \(words) instead of transposed, but not for the bias",
      hint: hint,
      .both {
        $0.outputSource = $0.layerOutput.offsets(inOrder: order.cut($0)).inverted
        $0.reordersBias = false
      })
  }

  private static func inputReshaped(_ order: [Int], _ words: String) -> ProductRule {
    ProductRule(
      "input-reshaped-\(name(order))",
      "the input, stored in the order \(words), is reshaped instead of transposed", hint: hint,
      .both { $0.inputSource = $0.layerInput.offsets(inOrder: order.cut($0)).inverted })
  }

  private static func inputRead(_ order: [Int], _ words: String) -> ProductRule {
    ProductRule(
      "input-read-\(name(order))",
      "the input is read as though its order in memory were \(words)", hint: hint,
      .both { $0.inputSource = $0.layerInput.offsets(inOrder: order.cut($0)) })
  }

  // MARK: Columns of a matrix with one row for every channel

  private static func columns(_ own: ProductContext) -> [ProductRule] {
    let places = Array(1...own.axisNames.count)
    let names = ["samples"] + own.axisNames.map { "\($0)s" }
    let orders =
      [places + [0]] + (places.count > 1 ? [[0] + places.reversed(), places.reversed() + [0]] : [])
    return orders.flatMap { order in
      let words = order.map { names[$0] }.joined(separator: ", ")
      return [false, true].map { (isRead: Bool) -> ProductRule in
        ProductRule(
          "columns-\(isRead ? "read" : "ordered")-\(name(order))",
          isRead
            ? "the columns of the product of matrices are taken as \(words)"
            : "the columns of the product of matrices are ordered \(words), but read in the usual order",
          hint: hint,
          .both { products in
            let map = products.layerOutput.columnOffsets(inOrder: order)
            products.outputSource = isRead ? map : map.inverted
          })
      }
    }
  }

  // MARK: One sample for all

  private static let samples: [ProductRule] = [false, true].flatMap { isLast in
    let which = isLast ? "last" : "first"
    let hint = "Look at the index of the sample."
    return [
      ProductRule(
        "input-of-\(which)-sample", "the input of the \(which) sample is used for all samples",
        hint: hint,
        .both { products in
          products.inputSource = products.layerInput.offsets(ofSampleForAll: isLast)
        }),
      ProductRule(
        "output-of-\(which)-sample", "all samples get the output of the \(which) one", hint: hint,
        .both { products in
          products.outputSource = products.layerOutput.offsets(ofSampleForAll: isLast)
        }),
    ]
  }
}

extension ChangedProducts {
  /// The shapes with the axes that the layer's arrays have.
  fileprivate var layerOutput: Shape { cut(output) }
  fileprivate var layerInput: Shape { cut(input) }

  private func cut(_ shape: Shape) -> Shape {
    hasWindow ? shape : Shape(Array(shape.extents.prefix(rank)))
  }
}

extension [Int] {
  /// The axes of an order that the layer's arrays have.
  fileprivate func cut(_ products: ChangedProducts) -> [Int] {
    filter { $0 < products.rank }
  }
}

extension Shape {
  /// For every cell of `[batch, channels, …]`, the cell of its channel that has its place where the
  /// samples and the spatial axes are in another order.
  fileprivate func columnOffsets(inOrder order: [Int]) -> [Int] {
    let (plane, channels) = (plane, self[1])
    let map = Shape([self[0]] + extents.dropFirst(2)).offsets(inOrder: order)
    return (0..<count).map { cell in
      let (row, place) = cell.quotientAndRemainder(dividingBy: plane)
      let (sample, channel) = row.quotientAndRemainder(dividingBy: channels)
      let (otherSample, otherPlace) = map[sample * plane + place]
        .quotientAndRemainder(dividingBy: plane)
      return (otherSample * channels + channel) * plane + otherPlace
    }
  }

  /// For every cell, the one of the first or of the last sample.
  fileprivate func offsets(ofSampleForAll isLast: Bool) -> [Int] {
    let size = sample.count
    let start = isLast ? max(0, self[0] - 1) * size : 0
    return (0..<count).map { start + $0 % size }
  }
}
