/// Windows with a cell more or less.
extension PoolWindowChanges {
  /// One cell more or less, on all axes and on each alone.
  static func onEachAxis(_ own: SpatialWindow) -> [Change] {
    let names = SpatialAxes.names(own.axes.count)
    let each = own.axes.count > 1 ? own.axes.indices.map { Set([$0]) } : []
    return ([Set(own.axes.indices)] + each).flatMap { axes -> [Change] in
      let isAll = axes.count == own.axes.count
      let name = isAll ? "" : axes.map { "-of-\(names[$0])" }.joined()
      let place = isAll ? "" : " along the \(axes.map { names[$0] }.joined())"
      let steps = isAll ? steps : steps + alone
      return steps.map { rule, what, hint, change in
        let window = SpatialWindow(
          axes: own.axes.indices.map { axes.contains($0) ? change(own.axes[$0]) : own.axes[$0] })
        return Change(rule: rule + name, what: what + place, hint: hint, window: window)
      }
    }
  }

  private static let steps: [(String, String, String, @Sendable (AxisWindow) -> AxisWindow)] = [
    (
      "windows-early", "every window begins one cell too early", paddingHint,
      { $0.changed(before: $0.before + 1) }
    ),
    (
      "windows-late", "every window begins one cell too late", paddingHint,
      { $0.changed(before: $0.before - 1) }
    ),
    (
      "kernel-smaller", "the window has one cell less", kernelHint,
      { $0.kernel > 2 ? $0.changed(kernel: $0.kernel - 1) : $0 }
    ),
    (
      "kernel-larger", "the window has one cell more", kernelHint,
      { $0.changed(kernel: $0.kernel + 1) }
    ),
    (
      "stride-larger", "the stride is larger by 1", strideHint,
      { $0.changed(stride: $0.stride + 1) }
    ),
    (
      "stride-smaller", "the stride is smaller by 1", strideHint,
      { $0.changed(stride: max(1, $0.stride - 1)) }
    ),
  ]

  /// What is a change of its own where it is done on one axis alone.
  private static let alone: [(String, String, String, @Sendable (AxisWindow) -> AxisWindow)] = [
    (
      "kernel-of-one", "the window has one cell only", kernelHint, { $0.changed(kernel: 1) }
    ),
    (
      "stride-of-one", "the stride is 1", strideHint, { $0.changed(stride: 1) }
    ),
    (
      "no-padding", "the padding before the first cell is left out", paddingHint,
      { $0.changed(before: 0) }
    ),
  ]
}
