import CNNModel
import ModelFiles
import Pictures
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Pictures of screens and maps", .baselineLevel)
struct PictureTests {
  @Test("A sheet of maps has them all, in one scale")
  func sheet() throws {
    let maps = FeatureMaps(
      Tensor(shape: [1, 3, 1, 2], elements: [0, 1, 2, 3, 4, 5]), .activation)
    let text = CanvasPicture(
      MapSheet(maps, title: "three").canvas(columns: 8, .plain), .plain
    ).text
    #expect(text == "three\n0  -*@ 5\n0  1  2\n . -+ #@\n", "\(text)")
    let sheet = try MapSheet(maps, title: "", across: 3).drawing().pixels()
    #expect(sheet.numbers.count == sheet.rows * sheet.columns * 3 && sheet.columns > 3 * 2 * 40)
  }

  @Test("A sheet as SVG has the title, the scale, the maps' names, and a rectangle for equal cells")
  func vectorSheet() {
    let maps = FeatureMaps(
      Tensor(shape: [1, 2, 2, 2], elements: [0, 0, 0, 1, 2, 2, 2, 2]), .activation)
    let svg = MapSheet(maps, title: "two < three", across: 2).drawing(isLabeled: true).svg()
    for text in [">two &lt; three<", ">0</text>", ">1</text>", ">2</text>"] {
      #expect(svg.contains(text), "\(text) in \(svg)")
    }
    #expect(svg.contains("d=\"M0 0h2v2H0z\"/>"), "one rectangle: \(svg)")
    #expect(svg.contains("scale(48)"))
  }

  @Test("Maps with more numbers than SVG has room for are refused")
  func largeSheet() {
    let shape: Shape = [1, 1, 1001, 2000]
    let maps = FeatureMaps(
      Tensor(shape: shape, elements: [Float](repeating: 1, count: shape.count)), .activation)
    let error = #expect(throws: UserError.self) {
      try MapSheet(maps, title: "").encoded("x.svg", as: .drawing, isLabeled: true)
    }
    #expect(
      error?.description
        == "the maps have 2002000 numbers, and .svg takes a rectangle for each, at most 2 million; "
        + "write .png")
  }

  @Test("A full screen of 80×24 in all colors is less than 30 KB of SVG")
  func size() throws {
    var player = try player(with: .full)
    for lines in [["finish", "go conv1"], ["finish", "show gradient"], ["open conv2[3,4,6]"]] {
      var canvas = Canvas(Size(columns: 0, rows: 0))
      for line in lines { canvas = try player.screen(after: line) }
      let bytes = CanvasPicture(canvas, .full).svg().utf8.count
      #expect((8000..<30_000).contains(bytes), "\(bytes) after \(lines)")
    }
  }

  @Test("The curve as a picture has lines, round numbers on its axes, the tests and a legend")
  func curve() throws {
    var player = try player()
    _ = try player.screen(after: "data digits", "rate 0.5", "batch 64", "train 30")
    _ = try player.screen(after: "rate 0.1", "train 10")
    try withFolder { folder in
      let path = "\(folder)/curve.svg"
      let text = try player.screen(after: "export curve \(path) --magnify 2").text
      #expect(text.contains("steps 0 to 39"), "\(text)")
      let svg = try FileContent.text(of: path, "a picture", limit: 1 << 20)
      for part in [
        ">every batch<", ">mean of batches<", ">test<", ">settings changed<", ">accuracy<",
        ">step<", ">10</text>", ">20</text>", ">0.5</text>", "<polyline ", "width=\"1696\"",
      ] {
        #expect(svg.contains(part), "\(part)")
      }
    }
  }

  @Test(
    "What cannot be exported so is said in one sentence",
    arguments: [
      ("export curve no.png", "there is no loss yet; run makes a step"),
      ("export x.npy --magnify 2", "--magnify enlarges pictures, .svg and .png, not \"x.npy\""),
      ("export x.svg --magnify 17", "--magnify takes a whole number from 1 to 16, not \"17\""),
      (
        "export x.npy --background light",
        "--background is for pictures, .svg and .png, not \"x.npy\""
      ),
      ("export x.svg --background red", "--background is light or dark, not \"red\""),
      ("export x.svg --magnify", "--magnify takes a value, as in --magnify 2"),
      ("export sheet x.txt", "use .png"),
    ])
  func mistakes(_ line: String, _ sentence: String) throws {
    var player = try player()
    let error = #expect(throws: UserError.self) { try player.screen(after: line) }
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
  }
}

@Suite("Screens of weights", .baselineLevel)
struct WeightScreenTests {
  private func path() throws -> String {
    let path = "/tmp/cnnscope-weights-test.safetensors"
    var arrays: [NamedArray] = []
    for (name, shape) in [
      ("features.0.weight", [4, 3, 2, 2]), ("features.0.bias", [4]),
      ("features.3.weight", [2, 4, 3, 3]), ("head.weight", [3, 8]), ("step", []),
    ] as [(String, [Int])] {
      let shape = Shape(shape)
      let numbers = (0..<shape.count).map { Float(($0 * 7) % 11) - 5 }
      arrays.append(NamedArray(name, NumericArray(Tensor(shape: shape, elements: numbers))))
    }
    try SafetensorsFile.write(arrays, to: path)
    return path
  }

  @Test(
    "A list and a picture",
    arguments: [
      ("list", "# nothing"), ("kernels", #"keys "j j""#),
      ("found", "keys \"/\"\ntype \"8\"\nkeys \"<Enter>\""),
    ])
  func golden(_ name: String, _ script: String) throws {
    var player = try player()
    let text = try player.screen(after: "weights \(try path())", script).text
    Golden.expect(text, "weights-\(name)")
  }

  @Test("Commands about the network, and q, lead back to it")
  func leaving() throws {
    var player = try player()
    #expect(try player.screen(after: "weights \(try path())").text.contains("5 TENSORS"))
    #expect(try player.screen(after: "go conv2").text.contains("LAYERS"))
    #expect(try player.screen(after: "weights").text.contains("5 TENSORS"))
    #expect(try player.screen(after: #"keys "q""#).text.contains("LAYERS"))
  }

  @Test("First kernels over three channels are in color")
  func colors() throws {
    var player = try player(with: .full)
    let canvas = try player.screen(after: "weights \(try path())")
    #expect(canvas.styleText.contains("fg=rgb"))
  }
}

@Suite("The image as it came", .baselineLevel)
struct OriginalTests {
  @Test("a on the input shows it, and again what the network is given")
  func toggles() throws {
    var player = try player()
    Golden.expect(try player.screen(after: #"keys "a""#).text, "lenet5-original")
    #expect(try player.screen(after: #"keys "a""#).text.contains("input activation → 1×32×32"))
    #expect(try player.screen(after: "show original").text.contains("original → 1×8×8"))
  }

  @Test("Its numbers are the file's, and nothing takes them apart")
  func plain() throws {
    var player = try player()
    let text = try player.screen(after: "show original", "pane maps", #"keys "<End>""#).text
    #expect(text.contains("original[0,7,7] = "))
    #expect(try player.screen(after: #"keys "<Enter>""#).text.contains("the original comes from"))
  }
}
