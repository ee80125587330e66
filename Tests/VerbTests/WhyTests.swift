import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// `cnnscope why` through the built program.
@Suite("Why a class, by the verb", .baselineLevel) struct WhyTests {
  /// One linear layer of known numbers: class 0 is x0 + 2·x1 + 3·x2 + ½, class 1 −x0 + 4·x2 − 1.
  private func withNetwork(_ body: (_ arguments: String, _ folder: String) throws -> Void) throws {
    try withFolder { folder in
      let (network, weights) = ("\(folder)/net.cnn", "\(folder)/w.npz")
      try FileContent.write(Array("input 3\nlinear 2\nsoftmax".utf8), to: network)
      try NpzFile.write(
        [
          NamedArray(
            "linear1.weight",
            NumericArray(Tensor(shape: [2, 3], elements: [1, 2, 3, -1, 0, 4]))),
          NamedArray("linear1.bias", NumericArray(Tensor(shape: [2], elements: [0.5, -1]))),
        ], to: weights)
      let input = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor(shape: [1, 3], elements: [1, 2, -1])), to: input)
      try body("why \(network) \(input) --weights \(weights)", folder)
    }
  }

  @Test("It says prediction, score, method, whether the parts add up, and the strongest cells")
  func text() throws {
    try withNetwork { why, _ in
      let run = try Program.run("\(why) --method integrated --baseline 0.5 --top 2")
      #expect(run.status == 0, "\(run.error)")
      for line in [
        "prediction: 0, probability 0.9998",
        "score: linear1[0] = 2.5000, the score of class 0, before softmax1, which makes probabilities"
          + " of it", "method: integrated gradients of input (Sundararajan, Taly, Yan 2017)",
        "  steps 50, baseline 0.5",
        "  Σ = -1.00000, s(x) − s(baseline) = -1.00000, residual 0 (0%) ✓",
        "input[2]  -4.5  -1.0", "input[1]  3.0   2.0",
      ] { #expect(run.output.contains(line), "\(line) in \(run.output)") }
      #expect(!run.output.contains("input[0]") && !run.output.contains("parameters are random"))
    }
  }

  @Test("The contributions are a table that adds up, and JSON")
  func contributions() throws {
    try withNetwork { why, _ in
      let text = try Program.run("\(why) --method contribution --class 1 --top 2").output
      #expect(text.contains("input[2]  -1      4      -4.0"), "\(text)")
      #expect(text.contains("Σ = -6.00000, linear1[1] = -6.00000"), "\(text)")
      let json = try Program.run("\(why) --method contribution --class 1 --json").output
      #expect(json.contains("\"values\": [-1.0, 0.0, -4.0]"), "\(json)")
      #expect(json.contains("\"holds\": true") && json.contains("\"class\": 1"), "\(json)")
    }
  }

  @Test("The arrays hold map and input, and the picture lies over the input")
  func files() throws {
    try withNetwork { why, folder in
      let (npz, png) = ("\(folder)/why.npz", "\(folder)/why.png")
      let run = try Program.run(
        "\(why) --method gradient-input --npz \(npz) --png \(png) --sanity --top 0")
      #expect(run.status == 0, "\(run.error)")
      let archive = try NpzArchive(npz)
      #expect(try archive.array("values").tensor.elements == [1, 4, -3])
      #expect(try archive.array("input").tensor.elements == [1, 2, -1])
      #expect(try archive.array("random").shape == [1, 3])
      let picture = try ImageFile.read(png).array
      #expect(picture.shape == [3, 169, 467])
      // The second third is the largest part: orange. The last one is negative: blue dominates.
      let pixels = picture.tensor
      #expect(pixels[[0, 84, 233]] == 250 && pixels[[2, 84, 233]] == 20)
      #expect(pixels[[2, 84, 382]] > pixels[[0, 84, 382]])
      let again = try Program.run("\(why) --png \(png)")
      #expect(again.status == 1 && again.error.contains("--over"), "\(again.error)")
    }
  }

  @Test("Mistakes are one sentence, and the exit status says whose")
  func mistakes() throws {
    for (line, status, sentence) in [
      ("why digits8 digits:42 --class 10", 1, "digits8 has the classes 0 to 9, and no class 10"),
      ("why digits8 digits:42 --method gradcam", 64, "did you mean \"grad-cam\"?"),
      (
        "why digits8 digits:42 --method grad-cam --layer relu2", 1,
        "relu2 has no rows and columns; Grad-CAM needs a layer with maps"
      ),
      ("why digits8 digits:42 --layer conv1", 64, "--layer chooses the layer of grad-cam"),
      ("why digits8 digits:42 --of conv1", 1, "conv1 is no input of digits8; its inputs are input"),
      ("why digits8 digits:42 --steps 0", 64, "--steps takes a number from 1 to 10000, not 0"),
      ("why digits8 digits:42 --slice 1 --ascii", 1, "the map has no slices"),
    ] as [(String, Int32, String)] {
      let run = try Program.run(line)
      #expect(run.status == status && run.error.contains(sentence), "\(line): \(run.error)")
    }
  }

  @Test("Integers and missing operators are said in a sentence")
  func unsupported() throws {
    try withFolder { folder in
      let (net, model) = ("\(folder)/net.cnn", "\(folder)/model.onnx")
      try FileContent.write(Array("input 2\nlinear 2\ncast int32".utf8), to: net)
      try FileContent.write(TinyModel.bytes(kind: "Nonsense", input: "x", output: "y"), to: model)
      let input = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor(shape: [1, 2], elements: [1, 2])), to: input)
      for (file, sentence) in [
        (net, "cast1 is int32; an attribution needs a layer of real numbers"),
        (model, "has no output that can be explained: y needs"),
      ] {
        let run = try Program.run("why \(file) \(input)")
        #expect(run.status == 1 && run.error.contains(sentence), "\(run.error)")
      }
    }
  }

  @Test("Classes are called by name, and the numbers do not depend on threads")
  func names() throws {
    try withFolder { folder in
      let labels = "\(folder)/names.txt"
      let names = (0..<10).map { $0 == 3 ? "three, III" : "digit \($0)" }
      try FileContent.write(Array(names.joined(separator: "\n").utf8), to: labels)
      let arguments = ["why", "digits8", "digits:42", "--labels", labels, "--class"]
      for name in ["three, III", "iii", "3"] {
        let run = try Program.run(arguments + [name, "--threads", name == "3" ? "1" : "2"])
        #expect(run.output.contains("linear2[3] = "), "\(run.error)")
        #expect(run.output.contains("class 3 three, III"), "\(run.output)")
      }
      let wrong = try Program.run(arguments + ["digt 4"])
      #expect(wrong.error.contains("there is no class \"digt 4\"; did you mean \"digit 4\"?"))
      let runs = try ["1", "2"].map {
        try Program.run(["why", "lenet5", "digits:3", "--method", "integrated", "--threads", $0])
      }
      #expect(runs[0].output == runs[1].output)
    }
  }

  @Test("Of a volume the slice with the largest part is drawn, or the one that is asked for")
  func volume() throws {
    try withFolder { folder in
      let (net, input) = ("\(folder)/net.cnn", "\(folder)/x.npy")
      try FileContent.write(Array("input 1x3x2x2\nflatten\nlinear 1".utf8), to: net)
      let numbers: [Float] = [1, 1, 1, 1, 1, 1, 1, 1, 90, 90, 90, 90]
      try NpyFile.write(NumericArray(Tensor(shape: [1, 1, 3, 2, 2], elements: numbers)), to: input)
      let why = "why \(net) \(input) --method gradient-input --ascii"
      let largest = try Program.run(why)
      #expect(!largest.output.contains("prediction"), "one number is no choice of classes")
      #expect(largest.output.contains("gradient x input of input, slice 2"), "\(largest.error)")
      let first = try Program.run("\(why) --slice 0")
      #expect(first.output.contains("gradient x input of input, slice 0"), "\(first.error)")
      let none = try Program.run("\(why) --slice 3")
      #expect(none.status == 1 && none.error.contains("the map has the slices 0 to 2, not 3"))
    }
  }

  @Test("Every method explains every built-in network and models in files")
  func networks() throws {
    for network in ["digits8", "residual", "fcn", "autoencoder"] {
      for method in ["gradient", "grad-cam", "contribution"] {
        let run = try Program.run("why \(network) digits:3 --method \(method) --top 1 --ascii")
        #expect(run.status == 0, "\(network) \(method): \(run.error)")
      }
    }
  }

  @Test(
    "An ONNX model is explained with its own weights",
    .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
  func onnx() throws {
    let folder = "\(ReferenceFolder.root)/onnx-models/cifar-base-kw"
    for method in ["gradient", "grad-cam", "contribution"] {
      let run = try Program.run(
        "why \(folder)/model.onnx \(folder)/cifar_0.input.npy --method \(method) --top 1")
      #expect(run.status == 0, "\(method): \(run.error)")
      #expect(!run.output.contains("parameters are random") && !run.output.contains("✗"))
    }
  }
}
