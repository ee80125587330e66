import CNNEngine
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Pictures of screens and maps", .baselineLevel)
struct PictureTests {
  private func canvas() -> Canvas {
    var canvas = Canvas(Size(columns: 6, rows: 2))
    canvas.write("a<b", x: 0, y: 0, .error)
    canvas[1, 1] = Cell("▀", Style(foreground: .rgb(255, 0, 0), background: .rgb(0, 0, 255)))
    return canvas
  }

  @Test("As text")
  func text() {
    #expect(CanvasPicture(canvas(), .full).text == "a<b\n ▀\n")
    #expect(CanvasPicture(canvas(), .plain).text.hasPrefix("a<b\n"))
  }

  @Test("With the colors of a terminal; every line ends plain")
  func ansi() {
    let lines = CanvasPicture(canvas(), .full).ansi.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].contains("a<b") && lines[0].hasPrefix("\u{1b}["))
    #expect(lines[1].contains("38;2;255;0;0") && lines[1].contains("48;2;0;0;255"))
    #expect(lines[1].hasSuffix("\u{1b}[0m"))
  }

  @Test("As SVG, with what XML would take for markup written out")
  func svg() {
    let svg = CanvasPicture(canvas(), .full).svg
    #expect(svg.contains("width=\"48\" height=\"32\""))
    #expect(svg.contains("&lt;"))
    #expect(svg.contains("<rect x=\"8\" y=\"16\" width=\"8\" height=\"8\" fill=\"#ff0000\"/>"))
    #expect(svg.contains("<rect x=\"8\" y=\"16\" width=\"8\" height=\"16\" fill=\"#0000ff\"/>"))
  }

  @Test("As pixels: a half block has its color above and the other below")
  func pixels() {
    let (rows, columns, numbers) = CanvasPicture(canvas(), .full).pixels
    #expect((rows, columns) == (32, 48))
    func pixel(_ row: Int, _ column: Int) -> [UInt8] {
      let place = (row * columns + column) * 3
      return Array(numbers[place..<place + 3])
    }
    #expect(pixel(16, 8) == [255, 0, 0])
    #expect(pixel(31, 15) == [0, 0, 255])
    #expect(Set((0..<16).flatMap { row in (0..<8).map { pixel(row, $0) } }).count == 2)
  }

  @Test("A sheet of maps has them all, in one scale")
  func sheet() {
    let maps = FeatureMaps(
      Tensor(shape: [1, 3, 1, 2], elements: [0, 1, 2, 3, 4, 5]), .activation)
    let text = CanvasPicture(
      MapSheet(maps, title: "three").canvas(columns: 8, .plain), .plain
    ).text
    #expect(text == "three\n0  -*@ 5\n0  1  2\n . -+ #@\n", "\(text)")
    let (rows, columns, numbers) = MapSheet(maps, title: "", across: 3).pixels()
    #expect(numbers.count == rows * columns * 3 && columns > 3 * 2 * 40)
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
