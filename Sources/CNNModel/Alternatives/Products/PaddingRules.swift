/// Other values of the cells around the image.
enum PaddingRules {
  private static let hint = "Look at what lies outside of the image."

  static func all(_ own: ProductContext) -> [ProductRule] {
    guard !own.isTransposed, own.window.axes.contains(where: { $0.before > 0 || $0.after > 0 })
    else { return [] }
    let fill = own.window.axes[0].fill
    return PaddingFill.allCases.filter { $0 != fill }.map(filled)
      + [symmetric] + [Float(1), -1, 0.5].map(value)
  }

  private static func filled(_ fill: PaddingFill) -> ProductRule {
    ProductRule("padding-\(fill.rawValue)", words(fill), hint: hint, .both { products in
      products.table.follow(
        products.geometry.window.changed { $0.changed(fill: fill) })
    })
  }

  private static func words(_ fill: PaddingFill) -> String {
    switch fill {
    case .zeros: "the padding is zeros"
    case .nearest: "the padding repeats the edge of the image instead of being zero"
    case .reflect: "the padding reflects the image at its edge instead of being zero"
    case .circular: "the padding goes on with the other side of the image instead of being zero"
    }
  }

  /// Reflection that repeats the border cell.
  private static let symmetric = ProductRule(
    "padding-symmetric", "the padding reflects the image and repeats its border cells", hint: hint,
    .both { products in
      let window = products.geometry.window
      let strides = Shape(window.extents).strides
      products.table.cells = SpatialWindow.places(in: window.kernel).flatMap { tap in
        Offsets.sums(
          window.axes.indices.map { axis in
            (0..<window.axes[axis].outputs).map { output in
              let place = window.axes[axis].place(output: output, tap: tap[axis])
              return place.mirrored(window.axes[axis].extent) * strides[axis]
            }
          })
      }
    })

  private static func value(_ value: Float) -> ProductRule {
    let number = value == 1 ? "1" : value == -1 ? "−1" : "one half"
    return ProductRule(
      "padding-of-\(value == 1 ? "ones" : value == -1 ? "minus-ones" : "halves")",
      "the padding holds \(number) instead of 0", hint: hint,
      .both { products in
        products.table.follow(products.geometry.window.changed { $0.changed(fill: .zeros) })
        products.table.padding = value
      })
  }
}

extension Int {
  /// The cell of an axis at which a place lies that is reflected with the border cells repeated.
  fileprivate func mirrored(_ extent: Int) -> Int {
    let place = ((self % (2 * extent)) + 2 * extent) % (2 * extent)
    return place < extent ? place : 2 * extent - 1 - place
  }
}
