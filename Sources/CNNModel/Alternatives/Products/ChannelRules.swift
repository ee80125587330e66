/// Channels that are connected to other ones, or by other kernels.
enum ChannelRules {
  static func all(_ own: ProductContext) -> [ProductRule] {
    (own.geometry.groups > 1 ? groups(own) + membership(own) : dense(own))
      + ChannelKernelRules.all(own)
  }

  /// The place of a pair of channels.
  struct Place {
    let geometry: ConvolutionGeometry
    let group: Int
    /// The narrow channel within its group, and the wide channel within its group.
    let member: Int
    let inner: Int

    var groups: Int { geometry.groups }
    var narrow: Int { group * geometry.narrowGroup + member }

    func wide(_ group: Int) -> Int { group * geometry.wideGroup + inner }
    func kernel(_ narrow: Int, _ inner: Int) -> Int { narrow * geometry.wideGroup + inner }

    func pair(
      narrow: Int? = nil, wide: Int? = nil, kernel: Int? = nil
    ) -> ProductTable.Pair {
      ProductTable.Pair(
        narrow: narrow ?? self.narrow, wide: wide ?? self.wide(group),
        kernel: kernel ?? self.kernel(self.narrow, inner))
    }
  }

  /// A rule that replaces every pair of channels by others.
  static func rule(
    _ name: String, _ what: String, backward: String? = nil, hint: String,
    _ pairs: @escaping @Sendable (Place) -> [ProductTable.Pair]
  ) -> ProductRule {
    ProductRule(
      name, what, backward: backward, hint: hint,
      .both { products in
        let geometry = products.geometry
        products.table.pairs = (0..<geometry.groups).flatMap { group in
          (0..<geometry.narrowGroup).flatMap { member in
            (0..<geometry.wideGroup).flatMap { inner in
              pairs(Place(geometry: geometry, group: group, member: member, inner: inner))
            }
          }
        }
      })
  }

  private static let groupHint = "Look at which input channels an output channel reads."

  // MARK: Groups

  private static func groups(_ own: ProductContext) -> [ProductRule] {
    let (wide, narrow) = (own.wideWord, own.narrowWord)
    let uses = own.isTransposed ? "writes to" : "reads"
    return [
      rule(
        "groups-ignored", "every \(narrow) channel \(uses) the first group of \(wide) channels",
        backward: "all groups use the first group of \(wide) channels", hint: groupHint
      ) { [$0.pair(wide: $0.wide(0))] },
      rule(
        "groups-last", "every \(narrow) channel \(uses) the last group of \(wide) channels",
        backward: "all groups use the last group of \(wide) channels", hint: groupHint
      ) { [$0.pair(wide: $0.wide($0.groups - 1))] },
      rule(
        "groups-reversed", "the groups of \(wide) channels are taken in reverse order",
        hint: groupHint
      ) { [$0.pair(wide: $0.wide($0.groups - 1 - $0.group))] },
      rule(
        "groups-rolled", "every group takes the \(wide) channels of the next one", hint: groupHint
      ) { [$0.pair(wide: $0.wide(($0.group + 1) % $0.groups))] },
      rule(
        "groups-summed",
        "every \(narrow) channel \(uses) all groups of \(wide) channels with the same kernel",
        backward: "every group of \(wide) channels takes the sum over all groups", hint: groupHint
      ) { place in (0..<place.groups).map { place.pair(wide: place.wide($0)) } },
      rule(
        "group-of-first", "only the first group is computed", hint: groupHint
      ) { $0.group == 0 ? [$0.pair()] : [] },
      rule(
        "group-of-last", "only the last group is computed", hint: groupHint
      ) { $0.group == $0.groups - 1 ? [$0.pair()] : [] },
    ]
  }

  /// Which channel belongs to which group.
  private static func membership(_ own: ProductContext) -> [ProductRule] {
    let (wide, narrow) = (own.wideWord, own.narrowWord)
    let geometry = own.geometry
    let interleaved: [ProductRule] =
      geometry.wideGroup < 2
      ? []
      : [
        rule(
          "groups-\(wide)-interleaved", "\(wide) channel i belongs to group i mod groups",
          hint: groupHint
        ) { [$0.pair(wide: $0.inner * $0.groups + $0.group)] },
        rule(
          "groups-interleaved", "channel i belongs to group i mod groups, on both sides",
          hint: groupHint
        ) { [$0.pair(wide: $0.inner * $0.groups + $0.narrow % $0.groups)] },
      ]
    guard geometry.narrowGroup > 1 else { return interleaved }
    return interleaved + [
      rule(
        "groups-\(narrow)-interleaved",
        geometry.wideGroup == 1
          ? "\(narrow) channel m·C + c belongs to \(wide) channel c instead of c·M + m"
          : "\(narrow) channel i belongs to group i mod groups", hint: groupHint
      ) { [$0.pair(wide: $0.wide($0.narrow % $0.groups))] },
      rule(
        "groups-\(narrow)-stored-interleaved",
        "channel m of group g is \(narrow) channel m·groups + g", hint: groupHint
      ) { [$0.pair(narrow: $0.member * $0.groups + $0.group)] },
      rule(
        "groups-\(narrow)-stored-in-blocks",
        "channel m·groups + g of the weight is \(narrow) channel m of group g", hint: groupHint
      ) {
        [
          $0.pair(
            narrow: $0.narrow % $0.groups * $0.geometry.narrowGroup + $0.narrow / $0.groups)
        ]
      },
      rule(
        "kernels-interleaved", "channel m of group g takes the kernel m·groups + g",
        hint: groupHint
      ) { [$0.pair(kernel: $0.kernel($0.member * $0.groups + $0.group, $0.inner))] },
    ] + members(narrow)
  }

  /// One channel of a group that counts alone, or whose kernel others have.
  private static func members(_ narrow: String) -> [ProductRule] {
    [
      rule(
        "first-of-group", "only the first \(narrow) channel of every group counts", hint: groupHint
      ) { $0.member == 0 ? [$0.pair()] : [] },
      rule(
        "last-of-group", "only the last \(narrow) channel of every group counts", hint: groupHint
      ) { $0.member == $0.geometry.narrowGroup - 1 ? [$0.pair()] : [] },
      rule(
        "kernel-of-first-in-group",
        "all \(narrow) channels of a group have the kernel of its first one", hint: groupHint
      ) { [$0.pair(kernel: $0.kernel($0.group * $0.geometry.narrowGroup, $0.inner))] },
      rule(
        "kernels-of-first-group", "all groups have the kernels of the first one", hint: groupHint
      ) { [$0.pair(kernel: $0.kernel($0.member, $0.inner))] },
    ]
  }

  /// One group.
  private static func dense(_ own: ProductContext) -> [ProductRule] {
    guard own.geometry.wideChannels > 1 else { return [] }
    let (wide, narrow) = (own.wideWord, own.narrowWord)
    return [
      rule(
        "channels-apart", "every \(narrow) channel has the \(wide) channel of its number only",
        hint: groupHint
      ) { $0.inner == $0.narrow % $0.geometry.wideChannels ? [$0.pair()] : [] },
      rule(
        "channels-of-first", "the first \(wide) channel is used for all of them", hint: groupHint
      ) { [$0.pair(wide: 0)] },
      rule(
        "channels-of-last", "the last \(wide) channel is used for all of them", hint: groupHint
      ) { [$0.pair(wide: $0.geometry.wideChannels - 1)] },
    ]
  }
}

extension ProductContext {
  /// What the channels of the two sides are to the layer.
  var wideWord: String { isTransposed ? "output" : "input" }
  var narrowWord: String { isTransposed ? "input" : "output" }
}
