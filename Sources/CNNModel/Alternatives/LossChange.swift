/// Another formula of a loss: the sum of its parts, and the slopes before they are divided by what
/// the parts are divided by.
struct LossChange<Terms: Sendable>: Sendable {
  let rule: String
  let what: String
  let hint: String
  var tier = Alternative.Tier.rule
  /// The sums of the parts; several where a detail is open.
  var totals: @Sendable (Terms) -> [Double] = { _ in [] }
  /// The slopes by cell; several where a detail is open.
  var slopes: @Sendable (Terms) -> [[Double]] = { _ in [] }

  /// The change as an alternative of a loss.
  func alternative(
    _ loss: any ReducedLoss, _ target: Target, _ terms: @escaping @Sendable (Tensor) -> Terms
  ) -> LossAlternative {
    LossAlternative(
      rule, what, hint: hint, tier,
      values: { output in
        let divisor = loss.divisor(output.shape, target)
        return totals(terms(output)).map { Float($0 / divisor) }
      },
      gradients: { output in
        let divisor = loss.divisor(output.shape, target)
        return slopes(terms(output)).map { slopes in
          Tensor(shape: output.shape, elements: slopes.map { Float($0 / divisor) })
        }
      })
  }
}

/// Small numbers that keep logarithms finite.
enum SmallNumbers {
  static let usual: [Double] = [
    1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1.192_092_9e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-14, 1e-15,
    2.220_446_05e-16, 1e-16, 1e-20, 1e-30, 1.175_494_35e-38,
  ]
}
