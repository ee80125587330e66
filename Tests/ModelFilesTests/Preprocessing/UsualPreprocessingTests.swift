import ModelFiles
import Testing

@Suite struct UsualPreprocessingTests {
  private func options(
    _ name: String, _ channels: Int, _ chosen: PreprocessingOptions
  ) throws -> PreprocessingOptions {
    let all = UsualPreprocessing.all(channels: channels, chosen)
    return try #require(all.first { $0.name == name }).options
  }

  @Test("Each is what it is called, whatever was chosen")
  func names() throws {
    let inverted = PreprocessingOptions(isInverted: true)
    #expect(try options("as chosen", 1, inverted) == inverted)
    #expect(try !options("mnist", 1, inverted).isInverted)
    #expect(try options("inverted, mnist", 1, inverted).isInverted)
    let reversed = PreprocessingOptions(channels: .bgr)
    #expect(try options("as chosen", 3, reversed) == reversed)
    #expect(try options("RGB, imagenet", 3, reversed).channels == nil)
    #expect(try options("BGR, imagenet", 3, reversed).channels == .bgr)
  }
}
