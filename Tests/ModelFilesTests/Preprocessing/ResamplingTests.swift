import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Pillow 13.0, OpenCV 5.0, PyTorch 2.15 and torchvision 0.30 on an image of 5×7 bytes, whose value
/// at row i and column j is (37 i + 91 j + 13 i j) modulo 256.
@Suite("Resampling") struct ResamplingTests {
  private let image = Tensor(
    shape: [1, 1, 5, 7],
    elements: (0..<5 * 7).map { offset -> Float in
      let (row, column) = (offset / 7, offset % 7)
      return Float((37 * row + 91 * column + 13 * row * column) % 256)
    })

  private func resampled(_ name: String, _ size: Shape, maximum: Double = 255) throws -> [Float] {
    let resize = try #require(PreprocessingOptions.Resize(rawValue: name))
    let preprocessing = try Preprocessing(
      PixelFormat([1, 5, 7], maximum: maximum), to: size.batched(1),
      PreprocessingOptions(resize: resize, scale: ScaleFactor("1")))
    return preprocessing.apply(to: image).elements
  }

  @Test("Every method gives what its library gives", arguments: expectations)
  func libraries(name: String, size: Shape, expected: [Float]) throws {
    let numbers = try resampled(name, size)
    try #require(numbers.count == expected.count)
    for (ours, theirs) in zip(numbers, expected) { #expect(abs(ours - theirs) < 0.01, "\(name)") }
  }

  @Test("Every method that a library names is compared")
  func completeness() {
    let own: [ResamplingMethod] = [.bilinear, .nearest, .area, .tvNearest]
    let compared = Set(expectations.map(\.name))
    #expect(
      Set(ResamplingMethod.allCases.map(\.rawValue)) == compared.union(own.map(\.rawValue)))
  }

  @Test("Values that are not bytes are not rounded")
  func reals() throws {
    let numbers = try resampled("pil-bilinear", [3, 4], maximum: 1)
    let real = try resampled("torch-bilinear-antialias", [3, 4])
    #expect(numbers.count == real.count)
    for (ours, theirs) in zip(numbers, real) { #expect(abs(ours - theirs) < 0.001) }
  }

  /// Pillow takes rows first where the height shrinks by more than twice what the width does.
  @Test("The order of the axes is Pillow's")
  func orderOfAxes() throws {
    #expect(
      try resampled("pil-bilinear", [2, 6]) == [
        57, 152, 139, 112, 126, 88, 120, 150, 143, 145, 156, 141,
      ])
  }
}

private let expectations: [(name: String, size: Shape, expected: [Float])] = [
  (
    "pil-nearest", [3, 4],
    [
      0, 182, 108, 34, 74, 52, 30, 8, 148, 178, 208, 238,
    ]
  ),
  (
    "pil-box", [3, 4],
    [
      68, 135, 153, 107, 133, 111, 30, 78, 134, 151, 164, 177,
    ]
  ),
  (
    "pil-bilinear", [3, 4],
    [
      66, 145, 116, 108, 126, 143, 122, 101, 129, 143, 160, 176,
    ]
  ),
  (
    "pil-hamming", [3, 4],
    [
      55, 159, 119, 104, 122, 118, 98, 87, 125, 145, 163, 177,
    ]
  ),
  (
    "pil-bicubic", [3, 4],
    [
      61, 148, 113, 107, 129, 149, 125, 97, 130, 141, 161, 179,
    ]
  ),
  (
    "pil-bicubic", [6, 9],
    [
      0, 53, 143, 156, 14, 79, 178, 155, 21, 22, 86, 193, 220, 71, 173, 125, 84, 136, 53, 137, 159,
      127, 137, 102, 93, 82, 60, 83, 193, 155, 79, 214, 71, 139, 161, 30, 118, 179, 172, 144, 210,
      153, 190, 207, 153, 155, 56, 92, 166, 58, 191, 140, 130, 250,
    ]
  ),
  (
    "pil-lanczos", [3, 4],
    [
      63, 147, 108, 110, 130, 157, 128, 94, 131, 139, 162, 181,
    ]
  ),
  (
    "cv-nearest", [3, 4],
    [
      0, 91, 17, 199, 37, 141, 93, 45, 111, 241, 245, 249,
    ]
  ),
  (
    "cv-linear", [3, 4],
    [
      48, 183, 126, 100, 118, 67, 47, 60, 124, 153, 171, 180,
    ]
  ),
  (
    "cv-linear", [6, 9],
    [
      0, 61, 131, 145, 17, 88, 158, 144, 34, 28, 95, 173, 195, 74, 152, 124, 96, 120, 58, 133, 153,
      133, 137, 108, 102, 92, 67, 89, 171, 152, 105, 201, 97, 135, 145, 56, 120, 166, 163, 146, 200,
      154, 180, 191, 152, 148, 73, 98, 153, 65, 176, 145, 143, 238,
    ]
  ),
  (
    "cv-cubic", [3, 4],
    [
      36, 201, 132, 102, 125, 56, 37, 66, 122, 162, 181, 185,
    ]
  ),
  (
    "cv-area", [3, 4],
    [
      56, 148, 115, 105, 124, 135, 116, 97, 126, 143, 160, 177,
    ]
  ),
  (
    "cv-area", [6, 9],
    [
      0, 65, 130, 158, 17, 95, 160, 152, 34, 30, 102, 174, 210, 78, 165, 120, 90, 126, 59, 139, 153,
      130, 138, 103, 102, 94, 64, 89, 176, 154, 94, 199, 85, 135, 149, 54, 118, 176, 169, 139, 209,
      147, 183, 197, 146, 148, 67, 96, 162, 65, 188, 143, 136, 238,
    ]
  ),
  (
    "cv-lanczos4", [3, 4],
    [
      24, 204, 133, 101, 135, 57, 38, 75, 116, 170, 191, 185,
    ]
  ),
  (
    "torch-nearest", [3, 4],
    [
      0, 91, 17, 199, 37, 141, 93, 45, 111, 241, 245, 249,
    ]
  ),
  (
    "torch-bilinear", [3, 4],
    [
      48.0833, 182.9167, 125.75, 100.5833, 117.875, 66.625, 47.375, 60.125, 123.6667, 153, 171.6667,
      179.6667,
    ]
  ),
  (
    "torch-bilinear-corners", [3, 4],
    [
      0, 182, 108, 34, 74, 52, 30, 8, 148, 178, 208, 238,
    ]
  ),
  (
    "torch-bilinear-antialias", [3, 4],
    [
      66.4422, 145.0457, 116.4743, 107.585, 125.8042, 142.1422, 121.9022, 101.127, 129.2449,
      142.9772, 160.3257, 175.9388,
    ]
  ),
  (
    "torch-bicubic", [3, 4],
    [
      36.4409, 200.8614, 132.178, 102.0846, 125.3237, 55.6738, 37.3262, 65.8013, 121.6232, 161.5603,
      180.9582, 184.5527,
    ]
  ),
  (
    "torch-bicubic-corners", [3, 4],
    [
      0, 182, 108, 34, 74, 52, 30, 8, 148, 178, 208, 238,
    ]
  ),
  (
    "torch-bicubic-antialias", [3, 4],
    [
      61.3406, 148.1105, 112.9818, 107.0567, 128.9689, 148.7758, 124.3976, 96.9345, 129.731,
      141.5084, 160.9065, 179.4708,
    ]
  ),
  (
    "tv-bilinear-plain", [3, 4],
    [
      48, 183, 126, 101, 118, 67, 47, 60, 124, 153, 172, 179,
    ]
  ),
  (
    "tv-bilinear-antialias", [3, 4],
    [
      66, 145, 116, 108, 126, 143, 122, 101, 129, 143, 160, 176,
    ]
  ),
  (
    "tv-bicubic-antialias", [3, 4],
    [
      61, 148, 113, 107, 129, 149, 125, 97, 130, 141, 161, 179,
    ]
  ),
  (
    "tv-bicubic-plain", [3, 4],
    [
      37, 201, 132, 102, 125, 56, 37, 66, 122, 162, 181, 185,
    ]
  ),
  (
    "tv-bicubic-plain", [6, 9],
    [
      0, 50, 151, 153, 13, 70, 188, 162, 16, 19, 79, 205, 224, 68, 176, 127, 77, 142, 50, 139, 163,
      127, 136, 104, 87, 75, 61, 80, 208, 155, 73, 222, 65, 141, 173, 20, 118, 183, 174, 147, 212,
      156, 193, 213, 157, 158, 47, 90, 168, 56, 191, 139, 122, 254,
    ]
  ),
  (
    "torch-area", [3, 4],
    [
      67.25, 128.1667, 109.8333, 106.75, 132.5, 165.7778, 143.7778, 120.1667, 133.75, 146.5, 163.5,
      176.25,
    ]
  ),
]
