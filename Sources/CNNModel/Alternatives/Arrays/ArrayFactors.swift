/// Results that are divided or multiplied by a count that has nothing to do with them, or have the
/// wrong sign.
enum ArrayFactors {
  private static let aspect = "what it is divided or multiplied by"

  private struct Count: Sendable {
    let rule: String
    let what: String
    let number: @Sendable (PassExtents) -> Int
  }

  /// The changes for counts other than 1.
  static func changes(_ extents: PassExtents) -> [ArrayChange] {
    let divided = divisors.filter { $0.number(extents) > 1 }.map { count in
      change("divided-by-\(count.rule)", "divided by \(count.what)") {
        1 / Float(max(1, count.number($0)))
      }
    }
    let multiplied = factors.filter { $0.number(extents) > 1 }.map { count in
      change("multiplied-by-\(count.rule)", "multiplied by \(count.what)") {
        Float(count.number($0))
      }
    }
    return divided + multiplied + fixed
  }

  /// A wrong sign, a factor of 2: they may happen to what is read, too.
  static let fixed: [ArrayChange] = [
    change("negated", "negated: its sign is wrong") { _ in -1 },
    change("doubled", "counted twice") { _ in 2 },
    change("halved", "halved") { _ in 0.5 },
  ]

  private static func change(
    _ rule: String, _ what: String, _ factor: @escaping @Sendable (PassExtents) -> Float
  ) -> ArrayChange {
    let scaled: @Sendable (Tensor, PassExtents) -> Tensor = { array, extents in
      let factor = factor(extents)
      return array.map { $0 * factor }
    }
    return ArrayChange(rule, what, aspect: aspect, adjoint: scaled, changed: scaled)
  }

  private static let factors: [Count] = [
    Count(rule: "samples", what: "the number of samples") { $0.samples },
    Count(rule: "places", what: "the number of places of the output") { $0.places },
    Count(rule: "kernel", what: "the number of places of a kernel") { $0.taps },
  ]

  private static let divisors: [Count] =
    factors + [
      Count(rule: "samples-squared", what: "the number of samples twice") {
        $0.samples * $0.samples
      },
      Count(rule: "samples-less-one", what: "the number of samples less one") { $0.samples - 1 },
      Count(rule: "samples-and-places", what: "the number of samples and places") {
        $0.places > 1 ? $0.samples * $0.places : 1
      },
      Count(rule: "rows", what: "the number of rows of the output") {
        $0.outputAxes.count > 1 ? $0.outputAxes[$0.outputAxes.count - 2] : 1
      },
      Count(rule: "columns", what: "the number of columns of the output") {
        $0.outputAxes.count > 1 ? $0.outputAxes[$0.outputAxes.count - 1] : 1
      },
      Count(rule: "input-places", what: "the number of places of the input") {
        $0.inputAxes == $0.outputAxes ? 1 : $0.inputPlaces
      },
      Count(rule: "output-channels", what: "the number of channels of the output") {
        $0.outputChannels
      },
      Count(rule: "input-channels", what: "the number of channels of the input") {
        $0.inputChannels == $0.outputChannels ? 1 : $0.inputChannels
      },
      Count(rule: "samples-and-channels", what: "the number of samples and channels") {
        $0.samples > 1 && $0.outputChannels > 1 ? $0.samples * $0.outputChannels : 1
      },
      Count(rule: "cells", what: "the number of all cells of the output") {
        $0.places > 1 ? $0.samples * $0.outputChannels * $0.places : 1
      },
      Count(rule: "kernel-and-channels", what: "the number of weights of an output") {
        $0.taps > 1 ? $0.taps * $0.inputChannels : 1
      },
    ]
}
