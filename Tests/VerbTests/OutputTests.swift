import CNNModel
import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// What the verbs print and write.
@Suite("Output of the verbs", .baselineLevel) struct OutputTests {
  private func json(_ text: String) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  }

  @Test("LeNet-5 as a table")
  func lenet5AsATable() throws {
    let run = try Program.run("shapes lenet5")
    #expect(run.status == 0)
    #expect(
      run.output == """
        layer                    output    parameters               MACs  sees
        input     input 1x32x32  1×32×32                                  1×1
        conv1     conv 6 5x5     6×28×28   6·1·5·5 + 6 = 156      117600  5×5
        sigmoid1  sigmoid        6×28×28                                  5×5
        maxpool1  maxpool 2      6×14×14                                  6×6
        conv2     conv 16 5x5    16×10×10  16·6·5·5 + 16 = 2416   240000  14×14
        sigmoid2  sigmoid        16×10×10                                 14×14
        maxpool2  maxpool 2      16×5×5                                   16×16
        flatten1  flatten        400                                      32×32
        linear1   linear 120     120       120·400 + 120 = 48120   48000  32×32
        sigmoid3  sigmoid        120                                      32×32
        linear2   linear 84      84        84·120 + 84 = 10164     10080  32×32
        sigmoid4  sigmoid        84                                       32×32
        linear3   linear 10      10        10·84 + 10 = 850          840  32×32
        total                              61706                  416520

        """)
  }

  @Test("Every network as a table")
  func everyNetworkAsATable() throws {
    let names = try Program.run("shapes --list").output.split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.contains("lenet5"))
    for name in names {
      let run = try Program.run("shapes \(name)")
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(name)")
    }
  }

  @Test("Shapes as JSON")
  func shapesAsJSON() throws {
    let document = try json(Program.run("shapes residual --input 1x16x16 --json").output)
    let layers = document["layers"]?.elements ?? []
    #expect(layers.first?["output"]?.elements.map(\.int) == [1, 16, 16])
    let sum = layers.first { $0["name"]?.string == "sum" }
    #expect(sum?["inputs"]?.elements.map(\.string) == ["batchnorm2", "skip"])
    #expect(document["parameters"]?.int == layers.reduce(0) { $0 + ($1["parameters"]?.int ?? 0) })
    #expect(try json(Program.run("shapes --list --json").output).elements.count > 9)
  }

  @Test("Arrays of a file")
  func arraysOfAFile() throws {
    try withFolder { folder in
      let path = "\(folder)/two.npz"
      let numbers = Tensor(shape: [2, 2], elements: [1, -3, .nan, .infinity])
      try NpzFile.write(
        [
          NamedArray("a", NumericArray(numbers)),
          NamedArray("b", NumericArray(shape: [2], int64s: [7, 9])),
        ], to: path)
      let run = try Program.run("shapes \(path)")
      #expect(
        run.output == """
          name  type     shape   min  max  mean
          a     float32  2×2    -3.0  1.0  -1.0  1 NaN, 1 infinite
          b     int64    2         7    9   8.0

          """)
      let document = try json(Program.run("shapes \(path):a --json").output)
      #expect(document.elements.first?["nan"]?.int == 1)
    }
  }

  @Test("A dump can be read back")
  func dumpIsReadAgain() throws {
    try withFolder { folder in
      let path = "\(folder)/all.npz"
      let run = try Program.run("run lenet5 digits:42 --dump \(path) --json")
      #expect(run.status == 0)
      let archive = try NpzArchive(path)
      #expect(archive.names.prefix(3) == ["input", "conv1", "sigmoid1"])
      #expect(try archive.array("conv2").shape == [1, 16, 10, 10])
      let document = try json(run.output)
      let values = document["output"]?["values"]?.elements.compactMap(\.double).map(Float.init)
      #expect(try archive.array("linear3").tensor.elements == values)
      let best = document["best"]?.elements ?? []
      #expect(best.count == 5)
      let chances = best.compactMap { $0["probability"]?.double }
      #expect(chances == chances.sorted(by: >))
      #expect(document["loss"]?.double.map { $0 > 0 } == true)
      _ = try Program.run("run lenet5 digits:42 --dump \(path) --layer conv1 --over")
      #expect(try NpzArchive(path).names == ["conv1"])
    }
  }

  @Test("Numbers of arrays are their own")
  func numbersOfArraysAreTheirOwn() throws {
    try withFolder { folder in
      let path = "\(folder)/n.npy"
      try NpyFile.write(
        NumericArray(shape: [2], int64s: [9_007_199_254_740_993, -3]), to: path)
      let whole = try Program.run("shapes \(path) --json").output
      #expect(whole.contains("\"max\": 9007199254740993") && whole.contains("\"min\": -3"))
      try NpyFile.write(NumericArray(shape: [2], doubles: [1e300, .infinity]), to: path)
      let large = try Program.run("shapes \(path) --json").output
      #expect(large.contains("\"max\": 1e+300") && large.contains("\"infinite\": 1"))
    }
  }

  @Test("Numbers of 16 bits read back to the same number")
  func halves() throws {
    try withFolder { folder in
      let path = "\(folder)/h.safetensors"
      let header = """
        {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
        "b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}
        """
      // 0.1 and 1/3 as float16, 0.1 as bfloat16.
      let numbers: [UInt8] = [0x66, 0x2E, 0x55, 0x35, 0xCD, 0x3D]
      let size = [UInt8(header.utf8.count)] + [UInt8](repeating: 0, count: 7)
      try FileContent.write(size + Array(header.utf8) + numbers, to: path)
      let document = try json(Program.run("shapes \(path) --json").output)
      let values = document.elements.map { [$0["min"]?.double, $0["max"]?.double] }
      #expect(values[0].map { $0.map(Float.init) } == [0.099975586, 0.33325195])
      #expect(values[1].map { $0.map(Float.init) } == [0.100097656, 0.100097656])
    }
  }

  @Test("Weights by name")
  func weightsByName() throws {
    try withFolder { folder in
      let (path, dump) = ("\(folder)/w.safetensors", "\(folder)/out.npz")
      let zeros: [(String, Shape)] = [
        ("conv1.weight", [1, 1, 3, 3]), ("conv1.bias", [1]), ("linear1.weight", [10, 36]),
        ("linear1.bias", [10]), ("linear2.weight", [10, 10]),
      ]
      var arrays = zeros.map { NamedArray($0, NumericArray(Tensor.zeros($1))) }
      try SafetensorsFile.write(arrays, to: path)
      let line = "run digits8 digits:1 --weights \(path) --dump \(dump) --over"
      #expect(
        try Program.run(line).error
          == "\(path): it has no linear2.bias (10), which digits8 needs\n")
      let bias = Tensor(shape: [10], elements: (0..<10).map(Float.init))
      arrays.append(NamedArray("linear2.bias", NumericArray(bias)))
      try SafetensorsFile.write(arrays, to: path)
      #expect(try Program.run(line).error == "\(path): 6 arrays by name\n")
      #expect(try NpzArchive(dump).array("linear2").tensor.elements == bias.elements)
    }
  }

  @Test("Weights by order")
  func weightsByOrder() throws {
    try withFolder { folder in
      let (path, dump) = ("\(folder)/w.npz", "\(folder)/out.npz")
      let bias = Tensor(shape: [10], elements: (0..<10).map(Float.init))
      var arrays = [
        NamedArray("10.bias", NumericArray(bias)),
        NamedArray("10.weight", NumericArray(Tensor.zeros([10, 10]))),
        NamedArray("0.bias", NumericArray(Tensor.zeros([1]))),
        NamedArray("0.weight", NumericArray(Tensor.zeros([1, 1, 3, 3]))),
        NamedArray("3.bias", NumericArray(Tensor.zeros([10]))),
        NamedArray("3.weight", NumericArray(Tensor.zeros([10, 36]))),
      ]
      try NpzFile.write(arrays, to: path)
      let line = "run digits8 digits:1 --weights \(path) --dump \(dump) --over"
      let run = try Program.run(line)
      #expect(run.error.hasPrefix("\(path): 6 arrays by order:\n  0.weight → conv1.weight"))
      #expect(try NpzArchive(dump).array("linear2").tensor.elements == bias.elements)
      arrays.removeLast()
      try NpzFile.write(arrays, to: path)
      #expect(
        try Program.run(line).error
          == "\(path): none of its array names is one of digits8's, and loading by order needs "
          + "6 arrays, but it holds 5\n")
    }
  }

  @Test("Sum of two inputs")
  func sumOfTwoInputs() throws {
    try withFolder { folder in
      let path = "\(folder)/in.npz"
      let (a, b) = (
        Tensor(shape: [1, 2], elements: [1, 2]), Tensor(shape: [1, 2], elements: [3, 5])
      )
      try NpzFile.write(
        [NamedArray("a", NumericArray(a)), NamedArray("b", NumericArray(b))], to: path)
      let out = "\(folder)/out.npz"
      let run = try Program.run(
        "layer add --input \(path):a \(path):b --gradient \(path):a --out \(out)")
      #expect(run.status == 0)
      let archive = try NpzArchive(out)
      #expect(archive.names == ["y", "gx0", "gx1"])
      #expect(try archive.array("y").tensor.elements == [4, 7])
    }
  }

  @Test("Gradients", arguments: ["lenet5-relu", "digits8", "residual", "autoencoder"])
  func gradients(network: String) throws {
    let run = try Program.run("check \(network) digits:7")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("✓") && !run.output.contains("✗"))
  }

  @Test("Version and help")
  func versionAndHelp() throws {
    #expect(try Program.run("--version").output == "0.1.0\n")
    for verb in ["shapes", "run", "layer", "check"] {
      let help = try Program.run("\(verb) --help")
      #expect(help.status == 0)
      #expect(help.output.contains("Example: cnnscope \(verb)"), "\(verb)")
    }
  }
}
