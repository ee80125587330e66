/// Windows that give an output, or a gradient of the input, of another shape.
enum WindowShapeRules {
  static func all(_ own: ProductContext) -> [ProductRule] {
    let settings = settings + one(own) + amounts(own)
    let changes = settings + counts
    let cells = growing + settings + settings.map(\.withoutRest)
    return own.isTransposed
      ? changes.map { $0.narrowGradient() } + cells.map { $0.wideOutput() }
      : changes.map { $0.narrowOutput() } + cells.map { $0.wideGradient() }
  }

  /// A window with its places or its cells counted anew.
  private struct Resizing: Sendable {
    let name: String
    let what: String
    let hint: String
    /// The window, before its places or cells are counted.
    var change: @Sendable (AxisWindow, _ other: AxisWindow) -> AxisWindow = { axis, _ in axis }
    /// The whole window, where its axes do not change by themselves.
    var window: (@Sendable (SpatialWindow) -> SpatialWindow)?
    var ceiling = false
    /// So many places or cells more than fit.
    var extra: @Sendable (AxisWindow) -> Int = { _ in 0 }
    /// Whether extra cells of a transposed window are kept.
    var keepsRest = true

    /// The same without the cells that no window needs.
    var withoutRest: Resizing {
      var changed = self
      changed.keepsRest = false
      return changed
    }

    private var ruleName: String { "\(name)-resized\(keepsRest ? "" : "-without-rest")" }

    private func changed(_ window: SpatialWindow) -> SpatialWindow {
      if let change = self.window { return change(window) }
      let others = window.axes.indices.map { window.axes[($0 + 1) % window.axes.count] }
      return SpatialWindow(axes: zip(window.axes, others).map(change))
    }

    private func places(_ window: SpatialWindow) -> SpatialWindow? {
      changed(window).changedIfPossible {
        $0.withPlacesThatFit(ceiling: ceiling, extra: extra($0))
      }
    }

    private func cells(_ window: SpatialWindow) -> SpatialWindow? {
      let rests = window.axes.map { keepsRest ? $0.rest : 0 }
      if !keepsRest, window.axes.allSatisfy({ $0.rest == 0 }) { return nil }
      let axes = zip(changed(window).axes, rests).compactMap { axis, rest in
        axis.withCellsThatFit(extra: rest + extra(axis))
      }
      return axes.count == window.axes.count ? SpatialWindow(axes: axes) : nil
    }

    func narrowOutput() -> ProductRule {
      ProductRule(
        ruleName, "\(what), and there are as many places as fit then", hint: hint,
        .otherShapes { products in
          if let window = places(products.geometry.window) { products.table.follow(window) }
        })
    }

    func narrowGradient() -> ProductRule {
      ProductRule(
        ruleName,
        "\(what) in the input gradient, which has as many places as fit then", hint: hint,
        .otherInputGradient { products in
          if let window = places(products.geometry.window) { products.table.follow(window) }
        })
    }

    func wideOutput() -> ProductRule {
      ProductRule(
        ruleName, "\(what), and the output has as many cells as the windows need then",
        hint: hint,
        .otherShapes { products in
          if let window = cells(products.geometry.window) { products.table.follow(window) }
        })
    }

    func wideGradient() -> ProductRule {
      ProductRule(
        ruleName,
        "\(what) in the input gradient, which has as many cells as the windows need then",
        hint: hint,
        .otherInputGradient { products in
          if let window = cells(products.geometry.window) { products.table.follow(window) }
        })
    }
  }

  private static let sizeHint = "Look at how the size of the output is counted, on every axis."

  /// Settings left out or swapped.
  private static let settings: [Resizing] =
    WindowSetting.allCases.flatMap { setting in
      [
        Resizing(
          name: "\(setting)-ignored",
          what: setting == .padding ? "there is no padding" : "the \(setting) is left out",
          hint: setting.hint, change: { axis, _ in setting.setting(setting.neutral, of: axis) }),
        Resizing(
          name: "\(setting)-swapped", what: "the \(setting) of every axis is that of the other one",
          hint: setting.hint,
          change: { axis, other in setting.setting(setting.values(of: other), of: axis) }),
      ]
    } + [
      Resizing(
        name: "padding-twice", what: "the padding is twice as wide", hint: sizeHint,
        change: { axis, _ in axis.changed(before: 2 * axis.before, after: 2 * axis.after) }),
      Resizing(
        name: "padding-negated", what: "the padding is cut off where it should be added, or added",
        hint: sizeHint,
        change: { axis, _ in axis.changed(before: -axis.before, after: -axis.after) }),
      Resizing(
        name: "padding-before-only", what: "there is padding before the cells only", hint: sizeHint,
        change: { axis, _ in axis.changed(after: 0) }),
      Resizing(
        name: "padding-behind-only", what: "there is padding behind the cells only", hint: sizeHint,
        change: { axis, _ in axis.changed(before: 0) }),
      Resizing(
        name: "padding-full", what: "the padding is that of a full convolution", hint: sizeHint,
        change: { axis, _ in axis.changed(before: axis.reach - 1, after: axis.reach - 1) }),
      Resizing(
        name: "padding-same", what: "the padding is half the kernel", hint: sizeHint,
        change: { axis, _ in
          axis.changed(before: (axis.reach - 1) / 2, after: axis.reach / 2)
        }),
      Resizing(
        name: "axes-swapped", what: "stride, dilation and padding of the axes are swapped",
        hint: sizeHint,
        change: { axis, other in
          WindowSetting.allCases.reduce(axis) { $1.setting($1.values(of: other), of: $0) }
        }),
      Resizing(
        name: "stride-as-dilation",
        what: "the stride is used as the dilation of the kernel", hint: sizeHint,
        change: { axis, _ in axis.changed(stride: 1, dilation: axis.stride) }),
      Resizing(
        name: "stride-and-dilation-exchanged",
        what: "stride and dilation are exchanged for each other", hint: sizeHint,
        change: { axis, _ in axis.changed(stride: axis.dilation, dilation: axis.stride) }),
      Resizing(
        name: "stride-larger", what: "the stride is one too large", hint: sizeHint,
        change: { axis, _ in axis.changed(stride: axis.stride + 1) }),
      Resizing(
        name: "dilation-larger", what: "the dilation is one too large", hint: sizeHint,
        change: { axis, _ in axis.changed(dilation: axis.dilation + 1) }),
    ]

  /// The setting of one axis for all.
  private static func one(_ own: ProductContext) -> [Resizing] {
    guard own.axisNames.count == 2 else { return [] }
    return WindowSetting.allCases.flatMap { setting in
      own.axisNames.indices.map { axis in
        let values = setting.values(of: own.window.axes[axis])
        return Resizing(
          name: "\(setting)-of-\(own.axisNames[axis])s",
          what: "the \(setting) of the \(own.axisNames[axis])s is used for both axes",
          hint: setting.hint, change: { one, _ in setting.setting(values, of: one) })
      }
    }
  }

  /// The four amounts of padding of rows and columns in another order.
  private static func amounts(_ own: ProductContext) -> [Resizing] {
    guard own.axisNames.count == 2 else { return [] }
    let orders: [(String, String, [Int])] = [
      (
        "by-side", "the padding after the rows and that before the columns are exchanged",
        [0, 2, 1, 3]
      ),
      ("reversed", "the four amounts of padding are read in reverse order", [3, 2, 1, 0]),
      (
        "rotated", "each of the four amounts of padding is read in the place of the next",
        [3, 0, 1, 2]
      ),
    ]
    return orders.map { name, what, order in
      Resizing(
        name: "padding-\(name)", what: what, hint: WindowSetting.padding.hint,
        window: { window in
          let amounts = window.axes.flatMap { [$0.before, $0.after] }
          let read = order.map { amounts[$0] }
          return SpatialWindow(
            axes: window.axes.enumerated().map { index, axis in
              axis.changed(before: read[2 * index], after: read[2 * index + 1])
            })
        })
    }
  }

  /// Places that are counted in another way.
  private static let counts: [Resizing] = [
    Resizing(
      name: "ceiling",
      what:
        "the number of places is rounded up instead of down, so that the last window extends beyond the end",
      hint: sizeHint, ceiling: true),
    Resizing(
      name: "one-place-less", what: "the + 1 of the number of places is missing", hint: sizeHint,
      extra: { _ in -1 }),
    Resizing(
      name: "one-place-more", what: "there is one place more on every axis", hint: sizeHint,
      extra: { _ in 1 }),
    Resizing(
      name: "reach-without-dilation",
      what: "the number of places is counted without the dilation", hint: sizeHint,
      extra: { ($0.reach - $0.kernel) / $0.stride }),
    Resizing(
      name: "places-of-dense-windows", what: "the number of places is counted without the stride",
      hint: sizeHint,
      extra: { axis in
        let room = axis.extent + axis.before + axis.after - axis.reach
        return max(0, room - room / axis.stride)
      }),
  ]

  /// Cells that are counted in another way.
  private static let growing: [Resizing] = [
    Resizing(
      name: "rest-dropped",
      what: "the cells at the end that no window needs are missing", hint: sizeHint,
      keepsRest: false),
    Resizing(
      name: "one-cell-more", what: "there is one cell too many on every axis", hint: sizeHint,
      extra: { _ in 1 }),
    Resizing(
      name: "one-cell-less", what: "there is one cell too few on every axis", hint: sizeHint,
      extra: { _ in -1 }),
    Resizing(
      name: "cells-by-stride", what: "the size is the number of windows times the stride",
      hint: sizeHint,
      extra: { axis in
        axis.outputs * axis.stride
          - ((axis.outputs - 1) * axis.stride - axis.before - axis.after + axis.reach)
      }, keepsRest: false),
  ]
}
