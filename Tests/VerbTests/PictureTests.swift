import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Pictures in and out, through the built program.
@Suite("Pictures", .baselineLevel) struct PictureTests {
  @Test("A picture goes in, with what is done to it said and dumped")
  func input() throws {
    try withFolder { folder in
      let (image, network) = ("\(folder)/image.pgm", "\(folder)/net.cnn")
      try FileContent.write(Array("P2 2 1 100 100 25".utf8), to: image)
      try FileContent.write(Array("input 1x1x2\nflatten\nlinear 2".utf8), to: network)
      let dump = "\(folder)/out.npz"
      let run = try Program.run(
        "run \(network) \(image) --invert --mean 0.5 --deviation 2 --dump \(dump)")
      #expect(run.status == 0, "\(run.error)")
      #expect(
        run.output.contains(
          "inverted 100 − x, divided by 100, minus 0.5, divided by 2"), "\(run.output)")
      #expect(try NpzArchive(dump).array("input").tensor.elements == [-0.25, 0.125])
      let shapes = try Program.run("shapes \(image)")
      #expect(shapes.output.contains("image  uint8  1×1×2   25  100  62.5"), "\(shapes.output)")
    }
  }

  @Test("A layer's maps come out, as characters and as a picture")
  func rendered() throws {
    try withFolder { folder in
      let text = try Program.run("render digits8 digits:3 --layer input --ascii")
      #expect(text.status == 0 && text.output.hasPrefix("digits8 input 1x8x8\n"))
      let colors = try Program.run("render digits8 digits:3 --layer conv1 --what gradient --ansi")
      #expect(colors.output.contains("\u{1b}[") && colors.output.hasSuffix("m\n"))
      let png = "\(folder)/w.png"
      #expect(
        try Program.run("render digits8 digits:3 --layer conv1 --what weight --png \(png)").status
          == 0)
      let picture = try ImageFile.read(png)
      #expect(picture.array.shape[0] == 3 && picture.array.shape[1] > 100)
    }
  }

  @Test("Data sets are prepared as images are")
  func dataSets() throws {
    let usual = try Program.run("evaluate digits8 --data digits --limit 20 --json")
    let same = try Program.run("evaluate digits8 --data digits --limit 20 --json --scale 1/16")
    let other = try Program.run("evaluate digits8 --data digits --limit 20 --json --scale 1")
    #expect(usual.status == 0 && usual.output == same.output && usual.output != other.output)
  }
}
