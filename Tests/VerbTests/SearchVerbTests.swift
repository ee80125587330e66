import CNNModel
import ModelFiles
import TestSupport
import Testing

/// `cnnscope top` and `cnnscope dead` through the built program.
@Suite("What excites channels, and dead channels, by the verbs", .baselineLevel)
struct SearchVerbTests {
  /// One convolution 1×1 of four channels: half the pixel, minus that, 9, and 2 + twice the pixel;
  /// a rectifier behind it.
  private func withNetwork(_ body: (_ words: String) throws -> Void) throws {
    try withFolder { folder in
      let (network, weights) = ("\(folder)/net.cnn", "\(folder)/w.npz")
      try FileContent.write(
        Array("input 1x8x8\nconv 4 1x1\nrelu\nflatten\nlinear 10\n".utf8), to: network)
      try NpzFile.write(
        [
          NamedArray(
            "conv1.weight", NumericArray(Tensor(shape: [4, 1, 1, 1], elements: [0.5, -0.5, 0, 2]))),
          NamedArray("conv1.bias", NumericArray(Tensor(shape: [4], elements: [0, 0, 9, 2]))),
        ], to: weights)
      try body("\(network) --data digits --weights \(weights) --partial")
    }
  }

  @Test("top lists the samples with the largest number, their cells and what those see")
  func top() throws {
    try withNetwork { words in
      let call = words.replacing(".cnn ", with: ".cnn conv1[3] ")
      let run = try Program.run("top \(call) --count 3 --limit 20")
      #expect(run.status == 0, "\(run.error)")
      let lines = run.output.split(separator: "\n")
      #expect(lines[0] == "conv1[3]: the 3 of 20 samples of digits:test that excite it most")
      #expect(lines.count == 4 && lines[1].contains("value 4.000"), "\(run.output)")
      let json = try Program.run("top \(call) --count 1 --limit 20 --part train --json").output
      for part in [
        #""data": "digits:train""#, #""samples": 20"#, #""channel": "conv1[3]""#, #""value": 4"#,
      ] { #expect(json.contains(part), "\(part) in \(json)") }
    }
  }

  @Test("dead lists channels that are never above 0, and multiples of others")
  func dead() throws {
    try withNetwork { words in
      let run = try Program.run("dead \(words) --limit 20")
      #expect(run.status == 0, "\(run.error)")
      let lines = run.output.split(separator: "\n").map(String.init)
      #expect(lines[0].hasPrefix("20 samples of digits:test; saturated"))
      #expect(lines.contains { $0.hasPrefix("conv1[1]") && $0.contains("never above zero") })
      #expect(lines.contains { $0.hasPrefix("conv1[3]") && $0.contains("like 0, correlation 1") })
      #expect(!lines.contains { $0.hasPrefix("conv1[2]") })
      let call = words.replacing(".cnn ", with: ".cnn relu1 ")
      let json = try Program.run("dead \(call) --limit 20 --part train --json").output
      for part in [
        #""data": "digits:train""#, #""layer": "relu1""#, #""neverAboveZero": true"#,
        #""duplicateOf": 0"#,
      ] { #expect(json.contains(part), "\(part) in \(json)") }
      #expect(!json.contains("conv1"))
    }
  }

  @Test(
    "Mistakes are one sentence",
    arguments: [
      ("top digits8 conv1[4] --data digits", "conv1 has the channels 0 to 0, not 4"),
      (
        "top digits8 conv1 --data digits",
        "top takes a channel, a unit or a class, as in conv1[3] or class[7], not \"conv1\""
      ),
      (
        "dead digits8 conv7 --data digits",
        "there is no layer \"conv7\"; did you mean \"conv1\"?"
      ),
    ])
  func mistakes(_ call: String, _ sentence: String) throws {
    let run = try Program.run(call)
    #expect(run.status == 1 && run.error.contains(sentence), "\(run.error)")
  }
}
