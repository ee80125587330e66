import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct PreprocessingTests {
  private func fit(
    _ image: Tensor, _ target: Shape, _ resize: PreprocessingOptions.Resize? = nil
  ) throws -> (Tensor, String) {
    let fit = try Preprocessing(image.shape.sample, to: target, resize: resize)
    return (fit.apply(to: image), "\(fit)")
  }

  @Test("Equal shapes stay")
  func equalShapesStay() throws {
    let image = Tensor(shape: [1, 1, 1, 2], elements: [3, 4])
    let (same, words) = try fit(image, [1, 1, 2])
    #expect(same == image)
    #expect(words == "unchanged")
  }

  /// The centers of four cells lie at −¼, ¼, ¾ and 1¼ of two; −¼ counts as 0.
  @Test("Doubling is bilinear")
  func doublingBilinearly() throws {
    let image = Tensor(shape: [1, 1, 2, 2], elements: [0, 4, 8, 12])
    let (scaled, words) = try fit(image, [1, 4, 4])
    #expect(words == "scaled bilinearly 2×2 → 4×4")
    #expect(scaled.shape == [1, 1, 4, 4])
    #expect(
      scaled.elements == [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12])
  }

  @Test("Shrinking is bilinear, too")
  func shrinking() throws {
    let image = Tensor(shape: [1, 1, 1, 4], elements: [0, 1, 2, 3])
    #expect(try fit(image, [1, 1, 2]).0.elements == [0.5, 2.5])
    let (nearest, words) = try fit(image, [1, 1, 2], .nearest)
    #expect(nearest.elements == [0, 2])
    #expect(words == "scaled by nearest neighbor 1×4 → 1×2")
  }

  @Test("Every channel of a batch is resized")
  func aBatchOfChannels() throws {
    let images = Tensor(shape: [2, 2, 1, 1], elements: [1, 2, 3, 4])
    let (scaled, _) = try fit(images, [2, 1, 2])
    #expect(scaled.shape == [2, 2, 1, 2])
    #expect(scaled.elements == [1, 1, 2, 2, 3, 3, 4, 4])
  }

  @Test("Handwriting for LeNet is padded")
  func handwritingForLeNetIsPadded() throws {
    let (padded, words) = try fit(Tensor(shape: [1, 1, 28, 28], repeating: 1), [1, 32, 32])
    #expect(words == "padded 2 on each side")
    for row in 0..<32 {
      for column in 0..<32 {
        let isInside = (2..<30).contains(row) && (2..<30).contains(column)
        #expect(padded[[0, 0, row, column]] == (isInside ? 1 : 0))
      }
    }
    let (_, scaled) = try fit(.zeros([1, 1, 28, 28]), [1, 32, 32], .bilinear)
    #expect(scaled == "scaled bilinearly 28×28 → 32×32")
  }

  @Test("Images are padded or cropped around the center")
  func paddingAndCropping() throws {
    let image = Tensor(shape: [1, 1, 1, 2], elements: [1, 2])
    let (padded, words) = try fit(image, [1, 2, 5], .pad)
    #expect(padded.elements == [0, 1, 2, 0, 0, 0, 0, 0, 0, 0])
    #expect(words == "padded top 0, left 1, bottom 1, right 2")
    let wide = Tensor(shape: [1, 1, 1, 5], elements: [1, 2, 3, 4, 5])
    let (cropped, cut) = try fit(wide, [1, 1, 3], .crop)
    #expect(cropped.elements == [2, 3, 4])
    #expect(cut == "cropped top 0, left 1, bottom 0, right 1")
    #expect(
      sentence { _ = try fit(wide, [1, 1, 3], .pad) }
        == "padding cannot make an image of 1×5 smaller to 1×3")
    #expect(
      sentence { _ = try fit(image, [1, 1, 3], .crop) }
        == "cropping cannot make an image of 1×2 larger to 1×3")
  }

  @Test("Channels are repeated or averaged to fit")
  func channels() throws {
    let gray = Tensor(shape: [2, 1, 1, 1], elements: [5, 6])
    let (color, words) = try fit(gray, [3, 1, 1])
    #expect(color.shape == [2, 3, 1, 1])
    #expect(color.elements == [5, 5, 5, 6, 6, 6])
    #expect(words == "gray repeated in 3 channels")
    let (back, made) = try fit(Tensor(shape: [1, 3, 1, 1], elements: [1, 0, 0]), [1, 1, 1])
    #expect(back.elements == [0.299])
    #expect(made == "converted to grayscale")
    #expect(
      sentence { _ = try fit(.zeros([1, 2, 4, 4]), [1, 4, 4]) }
        == "the network takes images of 1 channel, but this one has 2")
    let (_, both) = try fit(.zeros([1, 1, 8, 8]), [3, 32, 32])
    #expect(both == "scaled bilinearly 8×8 → 32×32, gray repeated in 3 channels")
  }
}
