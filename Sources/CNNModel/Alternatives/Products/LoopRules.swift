/// Loops over samples, channels, places or taps that leave some iterations out.
enum LoopRules {
  private static let hint = "Look at where every loop begins and ends."

  static func all(_ own: ProductContext) -> [ProductRule] {
    loops(own).flatMap { loop in
      Part.allCases.filter { loop.isSummed ? !$0.isSingle : true }.flatMap { rules(loop, $0) }
    } + centre(own)
  }

  private enum Part: String, Sendable, CaseIterable {
    case first, last, withoutFirst = "without-first", withoutLast = "without-last"

    var isSingle: Bool { self == .first || self == .last }

    func contains(_ index: Int, of count: Int) -> Bool {
      switch self {
      case .first: index == 0
      case .last: index == count - 1
      case .withoutFirst: index != 0
      case .withoutLast: index != count - 1
      }
    }
  }

  /// A loop whose products can be left out.
  private struct Loop: Sendable {
    let name: String
    /// In the singular, such as `row of the output`.
    let words: String
    /// Whether the output sums over it, so that a single iteration is that of an assignment.
    let isSummed: Bool
    /// Whether cells of the output without products are not computed at all.
    let writesOutput: Bool
    let keep: @Sendable (inout ChangedProducts, Part) -> Void
  }

  private static func rules(_ loop: Loop, _ part: Part) -> [ProductRule] {
    let what =
      switch part {
      case .first, .last: "only the \(part.rawValue) \(loop.words) is computed"
      case .withoutFirst: "the first \(loop.words) is left out"
      case .withoutLast: "the last \(loop.words) is left out"
      }
    let name = "\(loop.name)-\(part.rawValue)"
    let keep = loop.keep
    let plain = ProductRule(name, what, hint: hint, .both { keep(&$0, part) })
    guard loop.writesOutput else { return [plain] }
    return [
      ProductRule(
        name, what, hint: hint,
        .both { products in
          keep(&products, part)
          products.withoutBiasElsewhere()
        }),
      ProductRule(
        "\(name)-but-bias", "\(what), but the bias is added everywhere", backward: what, hint: hint,
        tier: .attribute, .both { keep(&$0, part) }),
    ]
  }

  private static func loops(_ own: ProductContext) -> [Loop] {
    [samples, channels(own, ofOutput: true), channels(own, ofOutput: false)]
      + (own.hasWindow ? places(own) + taps(own) : [])
  }

  private static let samples = Loop(
    name: "sample", words: "sample", isSummed: false, writesOutput: true
  ) { products, part in
    let count = products.table.samples.count
    products.table.samples.removeAll { !part.contains($0, of: count) }
  }

  private static func channels(_ own: ProductContext, ofOutput: Bool) -> Loop {
    let isNarrow = ofOutput != own.isTransposed
    return Loop(
      name: ofOutput ? "output-channel" : "input-channel",
      words: ofOutput
        ? own.hasWindow ? "output channel" : "unit" : own.hasWindow ? "input channel" : "feature",
      isSummed: !ofOutput, writesOutput: ofOutput
    ) { products, part in
      let count = isNarrow ? products.table.narrow[1] : products.table.wide[1]
      products.table.pairs.removeAll { !part.contains(isNarrow ? $0.narrow : $0.wide, of: count) }
    }
  }

  private static func places(_ own: ProductContext) -> [Loop] {
    [place(own)] + own.axisNames.enumerated().map { axis, name in
      Loop(
        name: "place-\(name)", words: "\(name) of the \(own.narrowWord)",
        isSummed: false, writesOutput: !own.isTransposed
      ) { products, part in
        let extents = products.geometry.window.outputs
        let inner = Shape(extents).strides[axis]
        products.table.places.removeAll {
          !part.contains($0 / inner % extents[axis], of: extents[axis])
        }
      }
    }
  }

  private static func place(_ own: ProductContext) -> Loop {
    Loop(
      name: "place", words: "cell of the \(own.narrowWord)", isSummed: false,
      writesOutput: !own.isTransposed
    ) { products, part in
      let count = products.geometry.narrowPlane
      products.table.places.removeAll { !part.contains($0, of: count) }
    }
  }

  private static func taps(_ own: ProductContext) -> [Loop] {
    own.axisNames.enumerated().filter { own.window.kernel[$0.offset] > 1 }.map { axis, name in
      Loop(
        name: "kernel-\(name)", words: "\(name) of the kernel", isSummed: !own.isTransposed,
        writesOutput: false
      ) { products, part in
        let extents = products.geometry.window.kernel
        let inner = Shape(extents).strides[axis]
        products.table.taps.removeAll {
          !part.contains($0 / inner % extents[axis], of: extents[axis])
        }
      }
    }
  }

  /// Only the tap in the middle.
  private static func centre(_ own: ProductContext) -> [ProductRule] {
    guard own.hasWindow, own.window.kernelPlane > 1 else { return [] }
    return [
      ProductRule(
        "kernel-centre", "only the tap in the centre of the kernel counts", hint: hint,
        .both { products in
          let kernel = products.geometry.window.kernel
          products.table.taps = [
            Shape(kernel).offset(of: Position(kernel.map { ($0 - 1) / 2 }))
          ]
        })
    ]
  }
}

extension ChangedProducts {
  /// Leaves out the bias in samples, channels and places that are not computed.
  fileprivate mutating func withoutBiasElsewhere() {
    var source = biasSource
    let channels = Set(table.pairs.map { isTransposed ? $0.wide : $0.narrow })
    let (samples, places) = (Set(table.samples), Set(table.places))
    let (plane, channelCount) = (max(1, output.plane), output[1])
    source.keep { cell in
      let (row, place) = cell.quotientAndRemainder(dividingBy: plane)
      let (sample, channel) = row.quotientAndRemainder(dividingBy: channelCount)
      return samples.contains(sample) && channels.contains(channel)
        && (isTransposed || places.contains(place))
    }
    bias = source
  }
}
