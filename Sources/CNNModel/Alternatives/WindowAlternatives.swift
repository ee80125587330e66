/// Layers that go by a window, with another window in one pass: the same outputs, image and kernel,
/// but other places.
enum WindowAlternatives {
  private static let hint =
    "Look at which cells each window reads, one axis at a time."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any WindowPasses, !(layer is any CellReduction) else { return [] }
    let own = layer.passWindow(for: inputs)
    let isWeighted = !layer.parameters(for: inputs).isEmpty
    return changes.filter { isWeighted || !$0.isOfWeights }.flatMap { change in
      change.window(own).isWithin(own) ? alternatives(layer, change) : []
    }
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    var isOfWeights = false
    let window: @Sendable (SpatialWindow) -> SpatialWindow
  }

  private static let changes: [Change] = [
    Change(name: "stride-ignored", what: "the stride is left out") { window in
      window.replacing { $0.replacing(stride: 1) }
    },
    Change(name: "strides-swapped", what: "the strides of rows and columns are swapped") { window in
      let strides = window.axes.map(\.stride)
      return SpatialWindow(
        axes: zip(window.axes, strides.reversed()).map { $0.replacing(stride: $1) })
    },
    Change(name: "dilation-ignored", what: "the dilation is left out") { window in
      window.replacing { $0.replacing(dilation: 1) }
    },
    Change(
      name: "padding-ignored", what: "windows begin at the first cell instead of in the padding"
    ) { window in
      window.replacing { $0.replacing(before: 0) }
    },
    Change(name: "kernel-turned", what: "the kernel is turned by 180°", isOfWeights: true) {
      window in
      window.replacing { $0.replacing(isFlipped: !$0.isFlipped) }
    },
  ]

  private static func alternatives(
    _ layer: any WindowPasses, _ change: Change
  ) -> [Alternative] {
    [
      Alternative(
        change.name, change.what, hint: hint, .rule, of: layer,
        forward: { pass in
          layer.forward(pass, by: change.window(layer.passWindow(for: pass.shapes)))
        }),
      Alternative(
        change.name, change.what, hint: hint, .rule, of: layer,
        backward: { pass in
          layer.backward(pass, by: change.window(layer.passWindow(for: pass.shapes)))
        }),
    ]
  }
}

extension SpatialWindow {
  fileprivate func replacing(_ change: (AxisWindow) -> AxisWindow) -> SpatialWindow {
    SpatialWindow(axes: axes.map(change))
  }

  /// Whether all places are in the image or in the padding of another window; with zeros around the
  /// image they may be anywhere.
  fileprivate func isWithin(_ other: SpatialWindow) -> Bool {
    zip(axes, other.axes).allSatisfy { axis, other in
      let places = axis.sources(of: 0...max(0, axis.outputs - 1))
      return axis.fill == .zeros
        || places.lowerBound >= -other.before && places.upperBound < other.extent + other.after
    }
  }
}

extension AxisWindow {
  /// The same outputs and taps at other places.
  fileprivate func replacing(
    stride: Int? = nil, dilation: Int? = nil, before: Int? = nil, isFlipped: Bool? = nil
  ) -> AxisWindow {
    AxisWindow(
      extent: extent, outputs: outputs, kernel: kernel, stride: stride ?? self.stride,
      dilation: dilation ?? self.dilation, before: before ?? self.before, after: after,
      fill: fill, isFlipped: isFlipped ?? self.isFlipped)
  }
}
