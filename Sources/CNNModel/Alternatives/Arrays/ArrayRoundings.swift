/// Arrays whose numbers are rounded to a type of fewer bits.
enum ArrayRoundings {
  private static let aspect = "the types of the arrays"

  /// The floating-point types of 16 bits.
  static let halves: [ArrayChange] =
    [ElementType.float16, .bfloat16].map { type in
      ArrayChange(
        "rounded-to-\(type)", "rounded to \(type)", aspect: aspect, .arrangement
      ) { array, _ in
        array.map { Float(type.rounded(Double($0), saturates: false)) }
      }
    } + [
      ArrayChange(
        "cut-to-bfloat16", "cut to bfloat16: the lower 16 bits are dropped without rounding",
        aspect: aspect, .arrangement
      ) { array, _ in array.map(\.cutToBFloat16) }
    ]

  /// Integers, as in an array that was made with the type of another one.
  static let whole: [ArrayChange] = [
    ArrayChange(
      "truncated", "truncated to whole numbers, as in an array of integers", aspect: aspect,
      .arrangement
    ) { array, _ in array.map { $0.rounded(.towardZero) } },
    ArrayChange("rounded", "rounded to whole numbers", aspect: aspect, .arrangement) { array, _ in
      array.map { $0.rounded(.toNearestOrEven) }
    },
  ]

  /// Integers of 8 bits with a scale, as quantization makes them.
  static let quantized: [ArrayChange] = [
    ArrayChange(
      "rounded-to-int8", "rounded to int8 with one scale", aspect: aspect, .arrangement
    ) { array, _ in
      Tensor(shape: array.shape, elements: symmetric(array.elements[...]))
    },
    ArrayChange(
      "rounded-to-uint8", "rounded to uint8 with one scale and one zero point", aspect: aspect,
      .arrangement
    ) { array, _ in
      Tensor(shape: array.shape, elements: asymmetric(array.elements))
    },
    ArrayChange(
      "rounded-to-int8-by-channel", "rounded to int8 with one scale for each channel",
      aspect: aspect, .arrangement
    ) { array, _ in
      let size = array.shape.rank > 1 && array.shape.count > 0 ? array.shape.sample.count : 1
      let rows = stride(from: 0, to: array.shape.count, by: size)
      return Tensor(
        shape: array.shape,
        elements: rows.flatMap { symmetric(array.elements[$0..<$0 + size]) })
    },
  ]

  private static func symmetric(_ numbers: ArraySlice<Float>) -> [Float] {
    let scale = numbers.reduce(0) { max($0, $1.magnitude) } / 127
    guard scale > 0, scale.isFinite else { return Array(numbers) }
    return numbers.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
  }

  private static func asymmetric(_ numbers: [Float]) -> [Float] {
    let (least, most) = numbers.reduce((Float(0), Float(0))) { (min($0.0, $1), max($0.1, $1)) }
    let scale = (most - least) / 255
    guard scale > 0, scale.isFinite else { return numbers }
    let zero = (-least / scale).rounded(.toNearestOrEven)
    return numbers.map { number in
      let code = (number / scale).rounded(.toNearestOrEven) + zero
      return (min(255, max(0, code)) - zero) * scale
    }
  }
}

extension Float {
  /// With the lower 16 bits of its pattern set to 0.
  var cutToBFloat16: Float { Float(bitPattern: bitPattern & 0xFFFF_0000) }
}
