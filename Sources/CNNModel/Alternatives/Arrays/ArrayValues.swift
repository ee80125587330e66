/// Arrays whose numbers are replaced one by one, or by their own size.
enum ArrayValues {
  /// What may happen to a result.
  static let ofResults: [ArrayChange] =
    [zero, one, absolute, sign]
    + [
      change("negative-cut-off", "cut off at 0: negative numbers become 0") { max(0, $0) },
      change("clipped", "clipped to the range from −1 to 1") { min(1, max(-1, $0)) },
      change("squared", "squared") { $0 * $0 },
      change("begun-at-one", "begun at 1 instead of 0") { $0 + 1 },
      bySize("divided-by-norm", "divided by its norm") { numbers in
        numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      },
      bySize("divided-by-maximum", "divided by its largest magnitude") { numbers in
        numbers.reduce(0) { max($0, $1.magnitude) }
      },
      ArrayChange("mean-taken-off", "reduced by its mean", aspect: aspect) { array, _ in
        let mean = array.elements.reduce(0, +) / Float(max(1, array.shape.count))
        return array.map { $0 - mean }
      },
    ]

  /// What may happen to a gradient that is read.
  static let ofGradients: [ArrayChange] = [one, absolute, sign]

  /// What may happen to a parameter.
  static let ofParameters: [ArrayChange] = [
    ArrayChange(
      "dropped", "left out, as though it were 0", aspect: "what enters the result", .attribute,
      changed: zero.changed),
    ArrayChange(
      "taken-as-one", "left out, as though it were 1", aspect: "what enters the result",
      .attribute, changed: one.changed),
    absolute,
  ]

  private static let aspect = "what happens to its numbers at the end"

  private static let zero = change("zero", "left at 0") { _ in 0 }
  private static let one = change("taken-as-one", "taken as 1 everywhere") { _ in 1 }
  private static let absolute = change("without-sign", "taken without its sign") { $0.magnitude }
  private static let sign = change("sign-only", "reduced to its sign") { number in
    number > 0 ? 1 : number < 0 ? -1 : 0
  }

  private static func change(
    _ rule: String, _ what: String, _ value: @escaping @Sendable (Float) -> Float
  ) -> ArrayChange {
    ArrayChange(rule, what, aspect: aspect) { array, _ in array.map(value) }
  }

  private static func bySize(
    _ rule: String, _ what: String, _ size: @escaping @Sendable ([Float]) -> Float
  ) -> ArrayChange {
    ArrayChange(rule, what, aspect: aspect) { array, _ in
      let size = size(array.elements)
      return size > 0 ? array.map { $0 / size } : array
    }
  }
}
