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

  @Test("A picture for slides: as SVG with title, scale and names, and enlarged")
  func slides() throws {
    try withFolder { folder in
      let render = "render digits8 digits:3 --layer conv1"
      let run = try Program.run("\(render) --svg \(folder)/a.svg --magnify 3")
      #expect(run.status == 0, "\(run.error)")
      let svg = try TextFile.read("\(folder)/a.svg")
      #expect(svg.contains(">digits8 conv1 ") && svg.contains(">0</text>"), "\(svg.prefix(800))")
      _ = try Program.run("\(render) --png \(folder)/a.png --sheet")
      _ = try Program.run("\(render) --png \(folder)/b.png --sheet --magnify 2")
      let small = try ImageFile.read("\(folder)/a.png")
      let large = try ImageFile.read("\(folder)/b.png")
      #expect(large.array.shape[1] == 2 * small.array.shape[1])
      #expect(large.array.shape[2] == 2 * small.array.shape[2])
    }
  }

  @Test(
    "What cannot be drawn so is said in one sentence",
    arguments: [
      ("--svg x.svg --png x.png", "--ascii, --ansi, --png and --svg exclude each other"),
      ("--magnify 2", "--magnify needs --png or --svg"),
      ("--background light", "--background needs --png or --svg"),
      ("--png x.png --magnify 0", "--magnify takes a whole number from 1 to 16, not \"0\""),
      ("--svg x.png", "x.png: files ending in .png have another format than what is written here"),
    ])
  func mistakes(_ options: String, _ sentence: String) throws {
    let run = try Program.run("render digits8 digits:3 --layer conv1 \(options)")
    #expect(run.status != 0 && run.error.contains(sentence), "\(run.error)")
  }

  @Test("A script becomes a recording, the same every time, and is not replaced by accident")
  func recorded() throws {
    try withFolder { folder in
      let (script, cast) = ("\(folder)/a.scope", "\(folder)/a.cast")
      try FileContent.write(
        Array("keys \"s s\"\ntype \":x\"\nresize 90x25\nexpect conv1".utf8), to: script)
      let line = "play \(script) digits8 digits:3 --cast \(cast)"
      let run = try Program.run(line)
      #expect(run.status == 0 && run.output.isEmpty, "\(run.error)")
      let text = try TextFile.read(cast)
      #expect(text.hasPrefix("{\"version\": 2, \"width\": 80, \"height\": 24, "))
      let times = text.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
      #expect(
        times == ["[0.000", "[0.600", "[1.200", "[1.320", "[1.440", "[2.040", "[2.040", "[3.840"],
        "\(times)")
      #expect(try Program.run(line).error.contains("--over"))
      #expect(try Program.run("\(line) --over").status == 0)
      #expect(try TextFile.read(cast) == text)
    }
  }

  @Test("A lesson becomes a recording, page by page, and a picture stands on white on request")
  func lessonAndGround() throws {
    try withFolder { folder in
      let (lesson, cast) = ("\(folder)/a.md", "\(folder)/a.cast")
      let fence = "```"
      try FileContent.write(
        Array(
          "# Short\n\n## One\n\nLook.\n\n\(fence)scope\nstep\n\(fence)\n\n## Two\n\nEnd.\n".utf8),
        to: lesson
      )
      let run = try Program.run("play \(lesson) digits8 digits:3 --cast \(cast) --pace 100")
      #expect(run.status == 0 && run.output.isEmpty, "\(run.error)")
      let lines = try TextFile.read(cast).split(separator: "\n")
      #expect(lines.count >= 3 && lines.contains { $0.hasPrefix("[0.500") }, "\(lines.count)")
      let render = "render digits8 digits:3 --layer conv1 --svg \(folder)/a.svg --background light"
      #expect(try Program.run(render).status == 0)
      let text = try TextFile.read("\(folder)/a.svg")
      #expect(text.contains("fill=\"#fff\"/>"))
    }
  }

  @Test("A Markdown file is a lesson by every usual ending, and its blocks by both fences")
  func markdown() throws {
    try withFolder { folder in
      for (name, fence) in [("a.MD", "```"), ("a.markdown", "~~~")] {
        let text = "# Short\n\n## One\n\nLook.\n\n\(fence)scope\nexpect phase = 1\n\(fence)\n"
        try FileContent.write(Array(text.utf8), to: "\(folder)/\(name)")
        let run = try Program.run("play \(folder)/\(name)")
        #expect(run.status == 1 && run.error.contains("\(name):8: phase = 1"), "\(run.error)")
      }
    }
  }

  @Test("Without any font, PNG says which package has one, and SVG is written")
  func withoutFonts() throws {
    try withFolder { folder in
      try FileContent.write(Array("<fontconfig></fontconfig>".utf8), to: "\(folder)/fonts.conf")
      let environment = ["FONTCONFIG_FILE": "\(folder)/fonts.conf"]
      let render = "render digits8 digits:3 --layer conv1"
      let png = try Program.run(
        "\(render) --png \(folder)/a.png --sheet", environment: environment)
      #expect(png.status != 0 && png.error.contains("the Debian package fonts-dejavu-core has one"))
      let svg = try Program.run("\(render) --svg \(folder)/a.svg", environment: environment)
      #expect(svg.status == 0, "\(svg.error)")
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
