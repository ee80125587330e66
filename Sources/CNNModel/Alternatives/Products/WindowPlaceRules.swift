/// Windows at other places: strides, dilations and padding that are left out, taken from another
/// axis, or off by one. Cells outside of the image are zero.
enum WindowPlaceRules {
  static func all(_ own: ProductContext) -> [ProductRule] {
    var known: Set<SpatialWindow> = [own.window.places]
    let named = (settings(own) + sides(own)).filter {
      $0.window(own.window).places != own.window.places
    }
    known.formUnion(named.map { $0.window(own.window).places })
    let others = (combinations + unusualSides + neighbours + WindowShifts.all(own)).filter {
      known.insert($0.window(own.window).places).inserted
    }
    return (named + others).map { $0.rule(own) }
  }

  /// Settings that are left out, swapped, or taken from one axis for all.
  private static func settings(_ own: ProductContext) -> [WindowChange] {
    WindowSetting.allCases.flatMap { setting -> [WindowChange] in
      let ignored =
        setting == .padding
        ? []
        : [
          WindowChange(
            "\(setting)-ignored", "the \(setting) is left out", hint: setting.hint
          ) { $0.changed { setting.setting(setting.neutral, of: $0) } }
        ]
      guard own.axisNames.count > 1 else { return ignored }
      return ignored + [swapped(setting, own)]
        + own.axisNames.indices.flatMap { axis in
          (setting == .padding ? [] : [alone(setting, axis, own)]) + [forAll(setting, axis, own)]
        }
    }
  }

  private static func swapped(_ setting: WindowSetting, _ own: ProductContext) -> WindowChange {
    WindowChange(
      "\(setting)-swapped", "the \(setting.plural) of \(own.axes) are swapped".agreeing(setting),
      hint: setting.hint
    ) { $0.taking([setting], from: $0.axes.indices.reversed()) }
  }

  private static func alone(
    _ setting: WindowSetting, _ axis: Int, _ own: ProductContext
  ) -> WindowChange {
    let name = own.axisNames[axis]
    return WindowChange(
      "\(setting)-ignored-on-\(name)s", "the \(setting) of the \(name)s is left out",
      hint: setting.hint
    ) { $0.changed(on: axis) { setting.setting(setting.neutral, of: $0) } }
  }

  private static func forAll(
    _ setting: WindowSetting, _ axis: Int, _ own: ProductContext
  ) -> WindowChange {
    let name = own.axisNames[axis]
    return WindowChange(
      "\(setting)-of-\(name)s",
      "the \(setting) of the \(name)s is used for \(own.axisNames.count == 2 ? "both" : "all") axes",
      hint: setting.hint
    ) { $0.taking([setting], from: $0.axes.map { _ in axis }) }
  }

  /// Several settings at once, or one in the place of another.
  private static let combinations: [WindowChange] = [
    WindowChange(
      "stride-and-padding-swapped", "stride and padding of the axes are swapped",
      hint: "Look at which number belongs to which axis."
    ) { $0.taking([.stride, .padding], from: $0.axes.indices.reversed()) },
    WindowChange(
      "stride-and-dilation-swapped", "stride and dilation of the axes are swapped",
      hint: "Look at which number belongs to which axis."
    ) { $0.taking([.stride, .dilation], from: $0.axes.indices.reversed()) },
    WindowChange(
      "dilation-and-padding-swapped", "dilation and padding of the axes are swapped",
      hint: "Look at which number belongs to which axis."
    ) { $0.taking([.dilation, .padding], from: $0.axes.indices.reversed()) },
    WindowChange(
      "axes-swapped", "stride, dilation and padding of the axes are swapped",
      hint: "Look at which number belongs to which axis."
    ) { $0.taking(WindowSetting.allCases, from: $0.axes.indices.reversed()) },
    WindowChange(
      "stride-as-dilation",
      "the stride pulls the taps of the kernel apart, and the windows lie one cell apart",
      written: "the stride is used as the dilation of the kernel, not to spread the image",
      hint: "Look at what the stride moves apart: the windows or the taps."
    ) { $0.changed { $0.changed(stride: 1, dilation: $0.stride) } },
    WindowChange(
      "stride-for-dilation", "the dilation is the stride",
      hint: "Look at what the stride moves apart, and what the dilation."
    ) { $0.changed { $0.changed(dilation: $0.stride) } },
    WindowChange(
      "dilation-for-stride", "the stride is the dilation",
      hint: "Look at what the stride moves apart, and what the dilation."
    ) { $0.changed { $0.changed(stride: $0.dilation) } },
    WindowChange(
      "stride-and-dilation-exchanged", "stride and dilation are exchanged for each other",
      hint: "Look at what the stride moves apart, and what the dilation."
    ) { $0.changed { $0.changed(stride: $0.dilation, dilation: $0.stride) } },
    WindowChange(
      "stride-as-kernel", "the windows do not overlap: the stride is the size of the kernel",
      hint: WindowSetting.stride.hint
    ) { $0.changed { $0.changed(stride: $0.kernel) } },
    WindowChange(
      "stride-as-reach", "the stride is the whole length of the kernel with its dilation",
      hint: WindowSetting.stride.hint
    ) { $0.changed { $0.changed(stride: $0.reach) } },
  ]

  /// Padding that lies on another side than it should.
  private static func sides(_ own: ProductContext) -> [WindowChange] {
    let hint = WindowSetting.padding.hint
    return [
      WindowChange(
        "padding-at-end",
        "the windows begin at the first cell, and all padding lies behind the last one",
        written:
          "the padding is cut off at the end only, so that the windows begin at the first cell",
        hint: hint
      ) { $0.changed { $0.changed(before: 0, after: $0.before + $0.after) } },
      WindowChange(
        "padding-at-start", "all padding lies before the first cell",
        written: "the padding of both sides is cut off at the beginning", hint: hint
      ) { $0.changed { $0.changed(before: $0.before + $0.after, after: 0) } },
      WindowChange(
        "padding-sides-exchanged", "the padding before and behind the cells is exchanged",
        hint: hint
      ) { $0.changed { $0.changed(before: $0.after, after: $0.before) } },
      WindowChange(
        "padding-inverted", "the padding is the kernel's reach minus the padding",
        hint: "Look at how much padding a full convolution needs."
      ) { $0.changed { $0.changed(before: $0.reach - 1 - $0.before, after: $0.before) } },
      WindowChange(
        "windows-from-end",
        "the windows are counted from the last cell, so that the cells without a window come first",
        hint: "Look at which cells no window reaches."
      ) { $0.changed { $0.changed(before: $0.before - max(0, $0.rest), after: $0.after) } },
    ]
      + (own.axisNames.count < 2
        ? []
        : own.axisNames.enumerated().flatMap { axis, name in
          [
            WindowChange(
              "padding-at-end-of-\(name)s",
              "the windows begin at the first \(name), and all padding of the \(name)s lies behind",
              written: "the padding of the \(name)s is cut off at the end only", hint: hint
            ) { $0.changed(on: axis) { $0.changed(before: 0, after: $0.before + $0.after) } },
            WindowChange(
              "padding-at-start-of-\(name)s",
              "all padding of the \(name)s lies before the first one",
              written: "the padding of the \(name)s is cut off at the beginning only", hint: hint
            ) { $0.changed(on: axis) { $0.changed(before: $0.before + $0.after, after: 0) } },
          ]
        })
  }

  /// Padding by the kernel, whatever was asked for.
  private static let unusualSides: [WindowChange] = {
    let hint = WindowSetting.padding.hint
    return [
      WindowChange(
        "padding-full", "the padding is that of a full convolution, the kernel's reach", hint: hint
      ) { $0.changed { $0.changed(before: $0.reach - 1, after: $0.reach - 1) } },
      WindowChange(
        "padding-same", "the padding is half the kernel, whatever was asked for", hint: hint
      ) { $0.changed { $0.changed(before: ($0.reach - 1) / 2, after: $0.reach / 2) } },
      WindowChange(
        "padding-same-upper", "the padding is half the kernel, and the odd cell comes first",
        hint: hint
      ) { $0.changed { $0.changed(before: $0.reach / 2, after: ($0.reach - 1) / 2) } },
    ]
  }()

  /// Numbers that are one too large or too small.
  private static let neighbours: [WindowChange] = [
    WindowChange(
      "stride-larger", "the stride is one too large", hint: WindowSetting.stride.hint
    ) { $0.changed { $0.changed(stride: $0.stride + 1) } },
    WindowChange(
      "stride-smaller", "the stride is one too small", hint: WindowSetting.stride.hint
    ) { $0.changed { $0.changed(stride: max(1, $0.stride - 1)) } },
    WindowChange(
      "dilation-larger", "the dilation is one too large", hint: WindowSetting.dilation.hint
    ) { $0.changed { $0.changed(dilation: $0.dilation + 1) } },
    WindowChange(
      "dilation-smaller", "the dilation is one too small", hint: WindowSetting.dilation.hint
    ) { $0.changed { $0.changed(dilation: max(1, $0.dilation - 1)) } },
  ]
}

extension SpatialWindow {
  /// What its places depend on, where the padding is zeros.
  fileprivate var places: SpatialWindow { changed { $0.changed(after: 0) } }
}

extension ProductContext {
  /// `rows and columns`
  var axes: String {
    let names = axisNames.map { "\($0)s" }
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}

extension String {
  /// With `is` for `are` where the setting has no plural.
  fileprivate func agreeing(_ setting: WindowSetting) -> String {
    guard setting == .padding, hasSuffix(" are swapped") else { return self }
    return String(dropLast(" are swapped".count)) + " is swapped"
  }
}
