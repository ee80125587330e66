import ModelFiles
import TestSupport
import Testing

/// The trained weights that come with the program.
@Suite("Trained weights", .baselineLevel) struct TrainedWeightTests {
  @Test(
    "They know the digits as well as README says",
    arguments: [("lenet5", 350), ("lenet5-relu", 351), ("digits8", 331)])
  func accuracy(network: String, right: Int) throws {
    let run = try Program.run("evaluate \(network) --data digits --weights trained")
    #expect(run.status == 0)
    #expect(run.output.contains("(\(right) of 360)"))
  }

  @Test("Every network that is listed takes its own", arguments: TrainedWeights.networks)
  func filled(network: String) throws {
    let run = try Program.run("run \(network) digits:42 --weights trained")
    #expect(run.status == 0)
    let kept = try Program.run(
      ["repl", network, "digits:42"], input: "load trained\nfinish\n")
    #expect(kept.status == 0 && kept.output.contains("arrays by name"))
  }

  @Test("A network without any is refused with the names of those that have some")
  func refused() throws {
    let run = try Program.run("run inside digits:42 --weights trained")
    #expect(run.status == 1)
    #expect(
      run.error.contains(
        "trained: inside has no trained weights; there are some for lenet5, lenet5-relu, digits8"))
  }

  @Test("The recipe makes them again, bit for bit")
  func reproducible() throws {
    try withFolder { folder in
      let path = "\(folder)/w.safetensors"
      let run = try Program.run(
        "train --recipe digits8-digits --seed 1 --float16 --save \(path)")
      #expect(run.status == 0)
      #expect(
        try FileContent.read(path, limit: 1 << 20)
          == SampleFiles.bytes(named: "digits8.safetensors"))
    }
  }

  @Test("16-bit floats need a file to save")
  func float16() throws {
    let run = try Program.run("train digits8 --data digits --float16")
    #expect(run.status == 64)
    #expect(run.error.contains("--float16 needs --save, and no --checkpoint"))
  }
}
