import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite("Fits") struct FitTests {
  private func fit(
    _ size: Shape, to target: Shape, _ fit: ImageFit, _ resize: String = "nearest"
  ) throws -> (numbers: [Float], words: String) {
    let options = PreprocessingOptions(
      resize: .init(rawValue: resize), fit: fit, scale: ScaleFactor("1"))
    let preprocessing = try Preprocessing(
      PixelFormat(size.batched(1), maximum: 255), to: target.batched(1), options)
    let image = Tensor(
      shape: size.batched(1).batched(1), elements: (1...size.count).map { Float($0) })
    return (preprocessing.apply(to: image).elements, "\(preprocessing)")
  }

  @Test("A letterbox keeps proportions and fills the rest")
  func letterbox() throws {
    let (numbers, words) = try fit([1, 2], to: [5, 4], ImageFit(.pad, fill: 9))
    #expect(
      words
        == "scaled by nearest neighbor 1×2 → 2×4, padded top 1, left 0, bottom 2, right 0 with 9")
    #expect(
      numbers == [9, 9, 9, 9, 1, 1, 2, 2, 1, 1, 2, 2, 9, 9, 9, 9, 9, 9, 9, 9])
  }

  @Test("A crop covers the input, or follows a shorter side")
  func crops() throws {
    #expect(try fit([2, 6], to: [2, 2], ImageFit(.crop)).numbers == [3, 4, 9, 10])
    let (numbers, words) = try fit([2, 3], to: [2, 2], ImageFit(.crop, side: 4))
    #expect(
      words == "scaled by nearest neighbor 2×3 → 4×6, cropped top 1, left 2, bottom 1, right 2")
    #expect(numbers == [2, 2, 5, 5])
    // Half a cell goes to the even side, as in torchvision: (5 − 2) / 2 becomes 2.
    #expect(try fit([2, 5], to: [2, 2], ImageFit(.crop)).numbers == [3, 4, 8, 9])
  }

  @Test("Contradictions are refused in one sentence")
  func contradictions() {
    #expect(
      sentence { _ = try fit([2, 3], to: [2, 2], ImageFit(.crop, side: 1)) }
        == "resized to 1×1, the image of 2×3 is too small to cut 2×2 out of it; "
        + "a larger --resize-side helps")
    #expect(
      sentence { _ = try fit([2, 3], to: [2, 2], ImageFit(.pad), "pad") }
        == "--resize pad does not resize, so that there is no --fit; --resize bilinear does")
    #expect(
      sentence { _ = try fit([2, 3], to: [2, 2], ImageFit(.squash, side: 4)) }
        == "--resize-side belongs to --fit crop, not squash")
    #expect(
      sentence { _ = try fit([2, 3], to: [2, 2], ImageFit(.crop, fill: 4)) }
        == "--fill belongs to --fit pad, not crop")
    #expect(
      sentence { _ = try fit([1, 60_000], to: [2, 2], ImageFit(.crop, side: 60_000)) }
        == "resized to 60000×3600000000, the image of 1×60000 would be too large")
  }

  @Test("Options are words that read back to them")
  func words() throws {
    var options = PreprocessingOptions()
    for (option, value) in [
      ("--resize", "pil-bicubic"), ("--fit", "crop"), ("--resize-side", "256"),
    ] {
      let isUsed = try options.take(option, value)
      #expect(isUsed)
    }
    #expect(options.fit == ImageFit(.crop, side: 256))
    #expect(options.words == ["--resize", "pil-bicubic", "--fit", "crop", "--resize-side", "256"])
    #expect(
      sentence { _ = try options.take("--resize-side", "0") }
        == "--resize-side takes a number from 1 to 65536, not \"0\"")
    #expect(sentence { _ = try options.take("--fill", "x") } == "--fill takes a number, not \"x\"")
  }
}
