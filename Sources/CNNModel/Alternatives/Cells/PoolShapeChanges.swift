/// Other rules of a pooling's window that give outputs of another size.
enum PoolShapeChanges {
  static func all(_ layer: any CellReduction, _ inputs: [Shape]) -> [CellChange] {
    guard let layer = layer as? any CellReduction & WindowLayer else { return [] }
    let own = layer.rule.checkedWindow(over: inputs[0])
    return (changes + exchanges(own.axes.count)).compactMap { rule, what, change in
      var changed = layer.rule
      change(&changed)
      guard let window = try? changed.window(over: inputs[0]), window.outputs != own.outputs else {
        return nil
      }
      return CellChange(
        rule: rule, forward: "\(what), and the output has another size",
        hint: "Look at how the size of the output is computed.",
        groups: { CellGroups(window, paddedAs: window, image: $1[0]) }, changesShapes: true)
    }
  }

  private typealias Change = (
    rule: String, what: String, change: @Sendable (inout WindowRule) -> Void
  )

  private static let changes: [Change] = [
    ("sized-by-stride-1", "the stride is left out", { $0.stride = .one }),
    (
      "sized-by-kernel-as-stride", "the size of the window is its stride", { $0.stride = $0.kernel }
    ),
    ("sized-by-dilation-1", "the dilation is left out", { $0.dilation = .one }),
    ("sized-without-padding", "the padding is left out", { $0.padding = .valid }),
    ("sized-by-same", "half of the window is padded on each side", { $0.padding = .same }),
    ("sized-upward", "a last partial window is included", { $0.ceiling = true }),
    ("sized-downward", "a last partial window is left out", { $0.ceiling = false }),
    (
      "sized-by-smaller-kernel", "the window has one cell less on each axis",
      { $0.kernel = $0.kernel.map { max(1, $0 - 1) } }
    ),
    (
      "sized-by-larger-kernel", "the window has one cell more on each axis",
      { $0.kernel = $0.kernel.map { $0 + 1 } }
    ),
    (
      "sized-by-larger-stride", "the stride is larger by 1",
      { $0.stride = $0.stride.map { $0 + 1 } }
    ),
  ]

  /// Numbers of rows and columns for each other, or one for both.
  private static func exchanges(_ count: Int) -> [Change] {
    guard count > 1 else { return [] }
    let (first, last) = (SpatialAxes.names(count)[0], SpatialAxes.names(count)[count - 1])
    func exchange(
      _ word: String,
      _ replace: @escaping @Sendable (inout WindowRule, (PerAxis) -> PerAxis) -> Void
    ) -> [Change] {
      let name = word.split(separator: " ").joined(separator: "-")
      return [
        (
          "sized-by-swapped-\(name)s", "the \(word)s of \(first) and \(last) are swapped",
          { replace(&$0) { PerAxis($0.over(count).numbers.reversed()) } }
        ),
        (
          "sized-by-\(name)-of-\(first)", "the \(word) of the \(first) is used for all axes",
          { replace(&$0) { PerAxis([$0[0]]) } }
        ),
        (
          "sized-by-\(name)-of-\(last)", "the \(word) of the \(last) is used for all axes",
          { replace(&$0) { PerAxis([$0[count - 1]]) } }
        ),
      ]
    }
    return exchange("window size") { $0.kernel = $1($0.kernel) }
      + exchange("stride") { $0.stride = $1($0.stride) }
      + exchange("dilation") { $0.dilation = $1($0.dilation) }
      + [swappedPadding(count, first, last)]
  }

  private static func swappedPadding(_ count: Int, _ first: String, _ last: String) -> Change {
    (
      "sized-by-swapped-padding", "the padding of \(first) and \(last) is swapped",
      { rule in
        guard case .sides(let before, let after) = rule.padding else { return }
        rule.padding = .sides(
          before: PerAxis(before.over(count).numbers.reversed()),
          after: PerAxis(after.over(count).numbers.reversed()))
      }
    )
  }
}

extension PerAxis {
  fileprivate func map(_ change: (Int) -> Int) -> PerAxis { PerAxis(numbers.map(change)) }
}
