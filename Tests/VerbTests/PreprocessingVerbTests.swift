import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite("cnnscope input", .baselineLevel) struct PreprocessingVerbTests {
  private func image(_ folder: String) throws -> String {
    let pixels = (0..<16 * 20).map { (place: Int) -> UInt8 in
      UInt8((place * place + 3 * place) % 251)
    }
    try FileContent.write(Array("P5 20 16 255\n".utf8) + pixels, to: "\(folder)/i.pgm")
    return "\(folder)/i.pgm"
  }

  @Test("A tensor is explained in words, options and Python, or in JSON")
  func explanation() throws {
    try withFolder { folder in
      let (image, dump) = (try image(folder), "\(folder)/d.npz")
      let made = try Program.run([
        "run", "lenet5", image, "--resize", "cv-cubic", "--fit", "pad", "--fill", "7", "--mean",
        "0.5", "--dump", dump, "--layer", "input",
      ])
      #expect(made.status == 0, "\(made.error)")
      let text = try Program.run(["input", image, "--explain", "\(dump):input"])
      let lines = text.output.split(separator: "\n")
      #expect(lines.first == "explained within the rounding of floats:")
      #expect(lines.contains { $0.hasPrefix("options: --resize cv-cubic --fit pad --fill 7 ") })
      #expect(lines.contains { $0.contains("interpolation=cv2.INTER_CUBIC") })
      let json = try Program.run(["input", image, "--explain", "\(dump):input", "--json"]).output
      #expect(json.contains("\"resize\": \"cv-cubic\""))
      #expect(json.contains("\"fit\": \"letterbox\""))
      #expect(json.contains("\"pad_value\": 7.0"))
    }
  }

  @Test("A network's answers follow each usual preprocessing")
  func answers() throws {
    try withFolder { folder in
      let image = try image(folder)
      let run = try Program.run(["input", image, "--network", "lenet5"])
      #expect(run.status == 0)
      #expect(run.output.contains("inverted, mnist"))
      #expect(run.output.contains("fit pad"))
      let json = try Program.run(["input", image, "--network", "lenet5", "--json"]).output
      #expect(json.contains("\"options\": \"--resize pil-bicubic\""))
      #expect(try Program.run(["input", image]).status == 64)
      #expect(
        try Program.run(["input", image, "--explain", image, "--network", "fcn"]).status == 64)
    }
  }
}
