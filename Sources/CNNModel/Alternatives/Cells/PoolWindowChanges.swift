/// Other windows of a pooling: the same outputs over the same image, from other places.
enum PoolWindowChanges {
  static func all(_ layer: any CellReduction, _ inputs: [Shape]) -> [CellChange] {
    guard let layer = layer as? any CellReduction & WindowLayer else { return [] }
    let own = layer.rule.checkedWindow(over: inputs[0])
    let changes = onAllAxes(own) + exchanged(own) + onEachAxis(own) + fills(own)
    return changes.filter { $0.window != own }.flatMap { cellChanges($0, own, layer) }
      + byStride(own, layer)
  }

  /// The change, and for means over windows that are not full the one with the whole size as
  /// divisor.
  private static func cellChanges(
    _ change: Change, _ own: SpatialWindow, _ layer: any CellReduction
  ) -> [CellChange] {
    let groups: @Sendable (any CellReduction, [Shape]) -> CellGroups = {
      CellGroups(change.window, paddedAs: change.padded(own), image: $1[0])
    }
    let changed = CellChange(
      rule: change.rule, forward: change.what, backward: change.what, hint: change.hint,
      groups: groups)
    guard layer.cellFunction.name.hasPrefix("mean"), change.window.reachesOutside else {
      return [changed]
    }
    let what = "\(change.what), and sums are divided by the whole size of the window"
    return [
      changed,
      CellChange(
        rule: "\(change.rule)-by-size", forward: what, backward: what, hint: change.hint,
        groups: groups, function: .sum("mean-of-size") { 1 / Double($0.size) }),
    ]
  }

  /// Gradients that go to the cells in the stride of an output, not to those of its window.
  private static func byStride(_ own: SpatialWindow, _ layer: any CellReduction) -> [CellChange] {
    let window = SpatialWindow(axes: own.axes.map { $0.changed(kernel: $0.stride, dilation: 1) })
    guard window != own else { return [] }
    let groups: @Sendable (any CellReduction, [Shape]) -> CellGroups = {
      CellGroups(window, paddedAs: own, image: $1[0])
    }
    switch layer.cellFunction.name {
    case "maximum":
      return [
        CellChange(
          rule: "compared-by-stride",
          backward: "each cell is compared with the one output in whose stride it lies",
          hint: "Look at which outputs a cell is compared with.", groups: groups,
          function: CellFunction(
            name: "ties", value: CellFunction.maximum.value,
            slopes: { group in group.x.map { $0 == group.y ? 1 : 0 } }))
      ]
    case let name where name.hasPrefix("mean"):
      let size = Double(own.kernelPlane)
      return [
        CellChange(
          rule: "spread-by-stride",
          backward: "the share of each output goes to the cells in its stride, not in its window",
          hint: strideHint, groups: groups, function: .sum("share") { _ in 1 / size })
      ]
    default: return []
    }
  }

  struct Change {
    let rule: String
    let what: String
    let hint: String
    let window: SpatialWindow

    /// The padding of the layer, with the fill of the changed window.
    func padded(_ own: SpatialWindow) -> SpatialWindow {
      SpatialWindow(axes: zip(own.axes, window.axes).map { $0.changed(fill: $1.fill) })
    }
  }

  static let strideHint = "Look at how far apart neighboring windows lie on each axis."
  static let kernelHint = "Look at how many cells a window has on each axis."
  static let dilationHint = "Look at the distance between the cells of one window."
  static let paddingHint = "Look at where the first window begins on each axis."

  private static func onAllAxes(_ own: SpatialWindow) -> [Change] {
    func each(_ change: (AxisWindow) -> AxisWindow) -> SpatialWindow {
      SpatialWindow(axes: own.axes.map(change))
    }
    return [
      Change(
        rule: "stride-ignored", what: "the stride is left out", hint: strideHint,
        window: each { $0.changed(stride: 1) }),
      Change(
        rule: "stride-of-kernel", what: "the size of the window is used as its stride",
        hint: strideHint, window: each { $0.changed(stride: $0.kernel) }),
      Change(
        rule: "kernel-of-stride", what: "the stride is used as the size of the window",
        hint: kernelHint, window: each { $0.changed(kernel: $0.stride) }),
      Change(
        rule: "dilation-ignored", what: "the dilation is left out", hint: dilationHint,
        window: each { $0.changed(dilation: 1) }),
      Change(
        rule: "dilation-larger", what: "the dilation is larger by 1", hint: dilationHint,
        window: each { $0.changed(dilation: $0.dilation + 1) }),
      Change(
        rule: "padding-ignored",
        what: "windows begin at the first cell instead of in the padding", hint: paddingHint,
        window: each { $0.changed(before: 0) }),
      Change(
        rule: "padding-in-front", what: "all of the padding lies before the first cell",
        hint: paddingHint, window: each { $0.changed(before: $0.before + $0.after) }),
      Change(
        rule: "padding-sides-swapped", what: "the padding before and after the image is swapped",
        hint: paddingHint, window: each { $0.changed(before: $0.after) }),
    ]
  }

  /// Rows and columns for each other, or one for both.
  private static func exchanged(_ own: SpatialWindow) -> [Change] {
    guard own.axes.count > 1 else { return [] }
    let (first, last) = (0, own.axes.count - 1)
    let names = SpatialAxes.names(own.axes.count)
    func change(
      _ rule: String, _ word: String, _ hint: String,
      _ change: (_ axis: AxisWindow, _ other: AxisWindow) -> AxisWindow
    ) -> [Change] {
      [
        Change(
          rule: "\(rule)s-swapped",
          what: "the \(word)s of \(names[first]) and \(names[last]) are swapped", hint: hint,
          window: SpatialWindow(axes: zip(own.axes, own.axes.reversed()).map { change($0, $1) })),
        Change(
          rule: "\(rule)-of-\(names[first])",
          what: "the \(word) of the \(names[first]) is used for all axes", hint: hint,
          window: SpatialWindow(axes: own.axes.map { change($0, own.axes[first]) })),
        Change(
          rule: "\(rule)-of-\(names[last])",
          what: "the \(word) of the \(names[last]) is used for all axes", hint: hint,
          window: SpatialWindow(axes: own.axes.map { change($0, own.axes[last]) })),
      ]
    }
    return change("stride", "stride", strideHint) { $0.changed(stride: $1.stride) }
      + change("kernel", "window size", kernelHint) { $0.changed(kernel: $1.kernel) }
      + change("dilation", "dilation", dilationHint) { $0.changed(dilation: $1.dilation) }
      + change("padding", "padding amount", paddingHint) { $0.changed(before: $1.before) }
  }

  /// Other numbers in the padding.
  private static func fills(_ own: SpatialWindow) -> [Change] {
    let words: [(PaddingFill, String)] = [
      (.nearest, "the padding repeats the cells at the border"),
      (.reflect, "the padding reflects the image at its border"),
      (.circular, "the padding continues the image from its other side"),
    ]
    return words.compactMap { fill, what in
      let fits = own.axes.allSatisfy { max($0.before, $0.after) <= fill.limit(extent: $0.extent) }
      guard fits, own.axes.contains(where: { $0.before + $0.after > 0 }) else { return nil }
      return Change(
        rule: "padding-\(fill.rawValue)", what: what, hint: "Look at what stands in the padding.",
        window: SpatialWindow(axes: own.axes.map { $0.changed(fill: fill) }))
    }
  }
}

extension SpatialWindow {
  /// Whether a window has places outside of the image.
  fileprivate var reachesOutside: Bool {
    axes.contains { axis in
      let places = axis.sources(of: 0...max(0, axis.outputs - 1))
      return places.lowerBound < 0 || places.upperBound >= axis.extent
    }
  }
}

extension AxisWindow {
  /// As many outputs over the same cells, by other numbers.
  func changed(
    kernel: Int? = nil, stride: Int? = nil, dilation: Int? = nil, before: Int? = nil,
    fill: PaddingFill? = nil
  ) -> AxisWindow {
    AxisWindow(
      extent: extent, outputs: outputs, kernel: kernel ?? self.kernel,
      stride: stride ?? self.stride, dilation: dilation ?? self.dilation,
      before: before ?? self.before, after: after, fill: fill ?? self.fill, isFlipped: isFlipped)
  }
}
