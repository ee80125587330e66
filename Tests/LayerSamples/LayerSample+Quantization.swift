import CNNModel

/// Samples of conversions, of integers and of quantized numbers. Their gradients are not the slopes of
/// steps, so that none has contents for which slopes are compared.
extension LayerSample {
  static let conversions: [LayerSample] =
    [
      "cast float16", "cast bfloat16", "cast float8_e4m3fn", "cast float8_e4m3fn no-saturate",
      "cast float8_e5m2", "cast float8_e5m2fnuz no-saturate", "cast float4_e2m1fn",
      "cast float32",
    ].map { LayerSample($0, [2, 12], content: .special) }
    + ["cast int8", "cast uint4", "cast bool", "cast int64", "cast uint8"].map {
      LayerSample($0, [3, 4], content: .ties)
    }

  static let integers: [LayerSample] =
    ["quotient", "remainder", "modulo"].map {
      LayerSample("divide-whole \($0)", [3, 4], [4], content: .ties)
    }
    + ["and", "or", "xor", "left", "right"].map {
      LayerSample("bits \($0)", [3, 4], [4], content: .ties)
    } + [
      LayerSample("bits not", [3, 4], content: .ties),
      LayerSample("integer-conv 3x3 pad 1 zero 2", [2, 2, 4, 5], [3, 2, 3, 3], content: .ties),
      LayerSample(
        "integer-conv 2x1 stride 2 groups 2 weight-zero 1,0,-1,2", [1, 4, 5, 4], [4, 2, 2, 1],
        content: .ties),
      LayerSample("integer-conv 3 dilation 2", [1, 2, 8], [2, 2, 3], [], content: .ties),
      LayerSample(
        "integer-matmul zero 1 weight-zero 0,1,2,3", [2, 3], [3, 4], content: .ties),
      LayerSample("integer-matmul zero 1,2", [2, 2, 3], [3, 2], content: .ties),
      LayerSample("integer-matmul", [2, 3], [3, 4], [], [], content: .ties),
    ]

  static let quantizations: [LayerSample] =
    [
      "quantize uint8 scale 0.25 zero 3", "quantize int8 scale 0.01", "quantize int4 scale 0.5",
      "quantize uint8 scale 0.5 zero 7 zero-first", "quantize uint16 scale 0.001 zero 100",
      "quantize float8_e4m3fn scale 2", "quantize float8_e5m2 scale 0.001 no-saturate",
    ].flatMap { line in
      [LayerSample(line, [2, 12], content: .special), LayerSample(line, [3, 5], content: .ties)]
    } + [
      LayerSample("quantize int8 scale 0.5,0.25,1 zero 1,0,-2 axis 1", [2, 3, 4], content: .ties),
      LayerSample(
        "quantize int8 scale 0.5,0.25,1,2,0.3,0.7 axis 1 block 2", [2, 5], content: .ties),
      LayerSample("dequantize uint8 scale 0.25 zero 3", [2, 4]),
      LayerSample("dequantize int8 scale 0.5,0.25,1 zero 1,0,-2 axis -1", [2, 2, 3]),
      LayerSample("dequantize int32 scale 0.001", [5]),
      LayerSample("dequantize int8 scale 0.5,0.25,2,3 zero 1 axis 0 block 2", [3, 2]),
      LayerSample("requantize uint8 factor 0.4 scale 0.1 zero 9", [2, 6], content: .ties),
      LayerSample("requantize int8 factor 0.4,0.7,11 axis 1 zero -3", [2, 3, 2], content: .ties),
      LayerSample("dynamic-quantize", [2, 5], content: .ties),
      LayerSample(
        "quantized sum uint8 scales 0.5,0.25,0.3 zeros 1,2,3", [2, 3], [3], content: .ties),
      LayerSample(
        "quantized product int8 scales 0.5,0.25,0.3 zeros 1,2,3", [2, 3], [2, 1], content: .ties),
    ]
}
