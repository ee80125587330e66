/// A setting of a window that can be taken from another axis or left out.
enum WindowSetting: String, Sendable, CaseIterable {
  case stride, dilation, padding

  /// Its numbers on an axis: two for padding.
  func values(of axis: AxisWindow) -> [Int] {
    switch self {
    case .stride: [axis.stride]
    case .dilation: [axis.dilation]
    case .padding: [axis.before, axis.after]
    }
  }

  /// The axis with these numbers.
  func setting(_ values: [Int], of axis: AxisWindow) -> AxisWindow {
    switch self {
    case .stride: axis.changed(stride: values[0])
    case .dilation: axis.changed(dilation: values[0])
    case .padding: axis.changed(before: values[0], after: values[1])
    }
  }

  /// What it is where it is left out.
  var neutral: [Int] { self == .padding ? [0, 0] : [1] }

  /// Where to look for a mistake in it.
  var hint: String {
    switch self {
    case .stride: "Look at how far apart neighbouring windows lie, on every axis."
    case .dilation: "Look at how far apart the taps of the kernel lie, on every axis."
    case .padding: "Look at where the first window begins, on every axis."
    }
  }

  /// The plural for several axes.
  var plural: String { self == .padding ? "padding" : "\(rawValue)s" }
}

extension AxisWindow {
  /// The same axis with some numbers changed.
  func changed(
    extent: Int? = nil, outputs: Int? = nil, kernel: Int? = nil, stride: Int? = nil,
    dilation: Int? = nil, before: Int? = nil, after: Int? = nil, fill: PaddingFill? = nil,
    isFlipped: Bool? = nil
  ) -> AxisWindow {
    AxisWindow(
      extent: extent ?? self.extent, outputs: outputs ?? self.outputs,
      kernel: kernel ?? self.kernel, stride: stride ?? self.stride,
      dilation: dilation ?? self.dilation, before: before ?? self.before,
      after: after ?? self.after, fill: fill ?? self.fill, isFlipped: isFlipped ?? self.isFlipped)
  }

  /// How many cells behind the last window no window reaches.
  var rest: Int { extent + before + after - reach - (outputs - 1) * stride }

  /// With as many places as fit; `nil` where none does.
  func withPlacesThatFit(ceiling: Bool = false, extra: Int = 0) -> AxisWindow? {
    let room = extent + before + after - reach
    guard room >= 0 else { return nil }
    let outputs = (ceiling ? (room + stride - 1) / stride : room / stride) + 1 + extra
    return outputs > 0 ? changed(outputs: outputs) : nil
  }

  /// With as many cells as the windows need beside the padding; `nil` where that is none.
  func withCellsThatFit(extra: Int = 0) -> AxisWindow? {
    let extent = (outputs - 1) * stride - before - after + reach + extra
    return extent > 0 ? changed(extent: extent) : nil
  }
}

extension SpatialWindow {
  /// With a change of every axis, or of one.
  func changed(on axis: Int? = nil, _ change: (AxisWindow) -> AxisWindow) -> SpatialWindow {
    SpatialWindow(
      axes: axes.enumerated().map { axis == nil || axis == $0 ? change($1) : $1 })
  }

  /// With a change of every axis; `nil` where it is impossible on one.
  func changedIfPossible(_ change: (AxisWindow) -> AxisWindow?) -> SpatialWindow? {
    let changed = axes.compactMap(change)
    return changed.count == axes.count ? SpatialWindow(axes: changed) : nil
  }

  /// With settings in which every axis has those of another one.
  ///
  /// - Parameter order: by axis, the one whose setting it has.
  func taking(_ settings: [WindowSetting], from order: [Int]) -> SpatialWindow {
    SpatialWindow(
      axes: axes.indices.map { axis in
        settings.reduce(axes[axis]) { $1.setting($1.values(of: axes[order[axis]]), of: $0) }
      })
  }
}

/// Another window, in words.
struct WindowChange: Sendable {
  let name: String
  let what: String
  /// The clause of the pass that writes the wide side; `nil` for the same.
  var written: String?
  let hint: String
  let window: @Sendable (SpatialWindow) -> SpatialWindow

  init(
    _ name: String, _ what: String, written: String? = nil, hint: String,
    _ window: @escaping @Sendable (SpatialWindow) -> SpatialWindow
  ) {
    (self.name, self.what, self.written, self.hint) = (name, what, written, hint)
    self.window = window
  }

  /// The rule of a layer, in both passes.
  func rule(_ own: ProductContext) -> ProductRule {
    let written = written ?? what
    return ProductRule(
      name, own.isTransposed ? written : what, backward: own.isTransposed ? what : written,
      hint: hint,
      .both { products in products.table.follow(window(products.geometry.window)) })
  }
}
