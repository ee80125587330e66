import CNNModel
import Testing

@Suite("Networks from lists with 0 and none")
struct NetworkTableTests {
  private func text(_ lists: String) throws -> String {
    try NetworkLists(Word.split(lists[...])).text
  }

  @Test("LeNet-5 as a notebook's builder writes it")
  func lenet() throws {
    let lists =
      "input 1x32x32 conv 1x6x5x5 0 6x16x5x5 0 0 0 0 maxpool 1 2 1 2 1 1 1 "
      + "linear 0 0 0 0 400 120 84 10 activation sigmoid none sigmoid none sigmoid sigmoid none"
    #expect(
      try text(lists) == """
        input 1x32x32
        conv 1→6 5x5
        sigmoid
        maxpool 2
        conv 6→16 5x5
        sigmoid
        maxpool 2
        flatten
        linear 120
        sigmoid
        linear 84
        sigmoid
        linear 10

        """)
  }

  @Test("Linear sizes with an entry for each row are units")
  func units() throws {
    #expect(
      try text("conv 6x5 0 linear 0 10 activation relu none")
        == "input 1x32x32\nconv 6 5x5\nrelu\nflatten\nlinear 10\n")
  }

  @Test("none is no activation in plain lists, too")
  func none() throws {
    #expect(
      try text("input 1x8x8 conv 2x3 linear 10 activation none")
        == "input 1x8x8\nconv 2 3x3\nflatten\nlinear 10\n")
  }

  @Test("Strides are one for all, or one for each; kernel is as large as the kernel")
  func strides() throws {
    #expect(
      try text("input 1x28x28 conv 32x4 stride kernel linear 10")
        == "input 1x28x28\nconv 32 4x4 stride kernel\nrelu\nflatten\nlinear 10\n")
    #expect(
      try text("conv 6x5 0 8x3x2 stride 1 1 2 activation none")
        == "input 1x32x32\nconv 6 5x5\nconv 8 3x2 stride 2\n")
  }

  @Test("Lists that make no table are refused")
  func refusals() throws {
    func sentence(_ lists: String) -> String {
      do { _ = try text(lists) } catch { return "\(error)" }
      return "nothing was refused"
    }
    #expect(
      sentence("conv 6x5 0 activation relu relu relu").contains(
        "with 0 for no layer the lists are a table of 2 rows, but there are 3 activations"))
    #expect(sentence("conv 6x5 0 linear 0 0 0 10").contains("but there are 4 linear layers"))
    #expect(
      sentence("conv 6x5 8x5 stride 1 2 3")
        == "there are 3 strides for 2 convolutions; give one for all, or one for each")
    #expect(sentence("conv 6 0").contains("a convolution is channels x kernel"))
  }
}
