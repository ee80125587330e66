/// Channels that are multiplied by the weights of other ones.
enum ChannelKernelRules {
  private static let hint = "Look at which kernel belongs to which pair of channels."

  static func all(_ own: ProductContext) -> [ProductRule] {
    (own.geometry.narrowChannels > 1 ? ofNarrow(own.narrowWord) : [])
      + (own.geometry.wideGroup > 1 ? ofWide(own.wideWord) : [])
  }

  private static func ofNarrow(_ narrow: String) -> [ProductRule] {
    [
      ChannelRules.rule(
        "kernel-of-first-\(narrow)", "all \(narrow) channels have the weights of the first one",
        hint: hint
      ) { [$0.pair(kernel: $0.inner)] },
      ChannelRules.rule(
        "kernel-of-last-\(narrow)", "all \(narrow) channels have the weights of the last one",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.geometry.narrowChannels - 1, $0.inner))] },
      ChannelRules.rule(
        "sums-not-reset-\(narrow)",
        "the sums of one \(narrow) channel go on into the next, as they are not set to 0",
        hint: "Look at where a sum begins."
      ) { place in
        (0...place.narrow).filter { $0 / place.geometry.narrowGroup == place.group }.map {
          place.pair(kernel: place.kernel($0, place.inner))
        }
      },
      ChannelRules.rule(
        "kernels-reversed-\(narrow)",
        "the weights of the \(narrow) channels are in reverse order",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.geometry.narrowChannels - 1 - $0.narrow, $0.inner))] },
      ChannelRules.rule(
        "kernels-rolled-\(narrow)", "every \(narrow) channel has the weights of the next one",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel(($0.narrow + 1) % $0.geometry.narrowChannels, $0.inner))] },
    ]
  }

  private static func ofWide(_ wide: String) -> [ProductRule] {
    [
      ChannelRules.rule(
        "kernel-of-first-\(wide)", "all \(wide) channels have the weights of the first one",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.narrow, 0))] },
      ChannelRules.rule(
        "kernel-of-last-\(wide)", "all \(wide) channels have the weights of the last one",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.narrow, $0.geometry.wideGroup - 1))] },
      ChannelRules.rule(
        "kernels-reversed-\(wide)", "the \(wide) channels are taken in reverse order", hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.narrow, $0.geometry.wideGroup - 1 - $0.inner))] },
      ChannelRules.rule(
        "kernels-rolled-\(wide)", "every \(wide) channel has the weights of the next one",
        hint: hint
      ) { [$0.pair(kernel: $0.kernel($0.narrow, ($0.inner + 1) % $0.geometry.wideGroup))] },
    ]
  }
}
