import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct PreprocessingOptionsTests {
  private func fit(
    _ image: Tensor, maximum: Double = 255, _ target: Shape, _ preparation: PreprocessingOptions
  ) throws -> (elements: [Float], words: String) {
    let fit = try Preprocessing(
      PixelFormat(image.shape.sample, maximum: maximum), to: target, preparation)
    return (fit.apply(to: image).elements, "\(fit)")
  }

  private let colors = Tensor(shape: [1, 3, 1, 1], elements: [255, 51, 0])

  @Test("The usual preprocessing divides by the largest number")
  func usually() throws {
    let (numbers, words) = try fit(colors, [3, 1, 1], .init())
    let green: Float = 51.0 / 255.0
    #expect(numbers == [1, green, 0] as [Float])
    #expect(words == "divided by 255")
  }

  @Test("Scale, mean and standard deviation are applied in order")
  func scaleMeanAndDeviation() throws {
    let plain = PreprocessingOptions(scale: ScaleFactor("1"), mean: [127], deviation: [128])
    let (numbers, words) = try fit(colors, [3, 1, 1], plain)
    let expected: [Float] = [1, -0.59375, -0.9921875]
    #expect(numbers == expected)
    #expect(words == "minus 127, divided by 128")
    let each = PreprocessingOptions(
      scale: ScaleFactor("2/255"), mean: [1, 2, 3], deviation: [1, 2, 4])
    let (own, said) = try fit(colors, [3, 1, 1], each)
    let second: Float = (102.0 / 255.0 - 2) / 2
    #expect(own == [1, second, -0.75] as [Float])
    #expect(said == "times 2/255, minus 1,2,3, divided by 1,2,4")
  }

  @Test("Images are inverted before they are padded")
  func invertedBeforePadding() throws {
    let image = Tensor(shape: [1, 1, 1, 1], elements: [200])
    let (numbers, words) = try fit(
      image, [1, 1, 3], PreprocessingOptions(resize: .pad, isInverted: true))
    let middle: Float = 55.0 / 255.0
    #expect(numbers == [0, middle, 0] as [Float])
    #expect(words == "inverted 255 − x, padded top 0, left 1, bottom 0, right 1, divided by 255")
  }

  @Test("Channels are ordered as asked")
  func channels() throws {
    let (swapped, words) = try fit(
      colors, [3, 1, 1], PreprocessingOptions(scale: ScaleFactor("1"), channels: .bgr))
    #expect(swapped == [0, 51, 255])
    #expect(words == "red and blue swapped")
    let (gray, _) = try fit(
      colors, [3, 1, 1], PreprocessingOptions(scale: ScaleFactor("1"), channels: .gray))
    #expect(Set(gray).count == 1)
    #expect(
      sentence { _ = try fit(colors, [1, 1, 1], PreprocessingOptions(channels: .rgb)) }
        == "the network takes images of 1 channel, which is gray, not 3")
    #expect(
      sentence { _ = try fit(colors, [3, 1, 1], PreprocessingOptions(mean: [1, 2])) }
        == "--mean has 2 numbers, but the network takes 3 channels")
  }

  @Test("Areas are scaled by their means")
  func areas() throws {
    let image = Tensor(shape: [1, 1, 2, 3], elements: [0, 3, 6, 6, 9, 12])
    let (means, words) = try fit(
      image, maximum: 1, [1, 1, 2], PreprocessingOptions(resize: .area))
    // 1½ columns each: (0 + ½·3 + 6 + ½·9) / 3 and (½·3 + 6 + ½·9 + 12) / 3.
    #expect(means == [4, 8])
    #expect(words == "scaled by area averaging 2×3 → 1×2")
  }

  @Test("A vector is taken as it is")
  func aRowOfNumbers() throws {
    let image = Tensor(shape: [2, 1, 1, 2], elements: [0, 255, 51, 102])
    let fit = try Preprocessing(PixelFormat([1, 1, 2], maximum: 255), to: [2])
    #expect(fit.apply(to: image).shape == [2, 2])
    #expect("\(fit)" == "flattened, divided by 255")
  }

  @Test("Every step is said in words")
  func words() throws {
    var preparation = PreprocessingOptions()
    for (option, value) in [
      ("--resize", "pad"), ("--scale", "1/255"), ("--mean", "0.5,0.25"), ("--deviation", "2"),
      ("--channels", "bgr"),
    ] {
      #expect(try preparation.take(option, value))
    }
    #expect(try preparation.take("--invert", "digits:1") == false)
    #expect(
      preparation.words.joined(separator: " ")
        == "--resize pad --scale 1/255 --mean 0.5,0.25 --deviation 2 --invert --channels bgr")
    #expect(
      sentence { _ = try preparation.take("--scale", "0") }
        == "--scale takes a number or a fraction such as 1/255, not \"0\"")
    #expect(
      sentence { _ = try preparation.take("--deviation", "1,0") }
        == "--deviation cannot be 0, because values are divided by it")
    _ = try preparation.take("--usual", nil)
    #expect(preparation == PreprocessingOptions())
  }
}
