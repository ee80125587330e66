import CNNModel
import ModelFiles
import TestSupport
import Testing

/// What the user gets wrong: the status and the exact sentence.
@Suite("Mistakes of the user", .baselineLevel) struct MistakeTests {
  @Test(
    "Sentences",
    arguments: [
      ("shapes lenet", "there is no network \"lenet\"; did you mean \"lenet5\"?"),
      (
        "explore tour",
        "there is no network \"tour\", but a lesson of this name: cnnscope --lesson tour, "
          + "or :tour in the explorer"
      ),
      (
        "shapes notebook",
        "there is no network \"notebook\", but a lesson of this name: cnnscope --lesson notebook, "
          + "or :lesson notebook in the explorer"
      ),
      ("run lenet5 digits:99999", "digits:99999: the images of digits are numbered 0 to 1796"),
      ("run lenet5 /", "/: this is a folder, but a file is expected"),
      ("run lenet5 /none.npy", "/none.npy: there is no such file or folder"),
      ("shapes /none.cnn", "/none.cnn: there is no such file or folder"),
      ("shapes none.onnx", "none.onnx: there is no such file or folder"),
      ("run none.pt digits:1", "none.pt: there is no such file or folder"),
      (
        "run lenet5 digits:1 --layer conv3",
        "there is no layer \"conv3\"; did you mean \"conv1\"?"
      ),
      (
        "run lenet5 digits:1 --weights /none.npz", "/none.npz: there is no such file or folder"
      ),
      ("check lenet5 --layer sigmoid1", "sigmoid1 of lenet5 has no parameters to check"),
      (
        "shapes lenet5 --input 1x8x8",
        "lenet5 over 1×8×8: conv2 (conv 16 5x5): a kernel of 5×5 does not fit into 6×2×2: "
          + "2 + 0 − 1·(5−1) − 1 = -3 is below 0; at most 2 rows of kernel would fit, "
          + "or 3 more of padding"
      ),
      (
        "run lenet5 digits:1 --mean 1,2,3",
        "digits:1: --mean has 3 numbers, but the network takes 1 channel"
      ),
      (
        "render lenet5 digits:1 --layer relu --ascii",
        "there is no layer \"relu\"; there are input, conv1, sigmoid1, maxpool1, conv2, sigmoid2, "
          + "maxpool2, flatten1, linear1, sigmoid3, linear2, sigmoid4, linear3"
      ),
      (
        "render lenet5 digits:1 --layer sigmoid1 --what weight",
        "sigmoid1 of lenet5 has no weights"
      ),
      (
        "render lenet5 digits:1 --layer conv1 --png /dev/full",
        "/dev/full: not written: the disk is full"
      ),
      (
        "run lenet5 digits:1 --resize crop",
        "digits:1: cropping cannot make an image of 8×8 larger to 32×32"
      ),
    ])
  func sentences(line: String, sentence: String) throws {
    let run = try Program.run(line)
    #expect(run.status == 1)
    #expect(run.error == sentence + "\n")
    #expect(run.output.isEmpty)
  }

  @Test("Wrong commands without a terminal are said on standard error, and the next one is done")
  func wrongCommands() throws {
    let run = try Program.run([
      "lenet5", "digits:1", "-c", "nonsense", "-c", "label 7",
    ])
    #expect(run.status == 0)
    #expect(run.error.hasPrefix("there is no command \"nonsense\""), "\(run.error)")
    #expect(run.output.contains("digits:1 \"7\""), "\(run.output)")
    #expect(!run.output.contains("nonsense"))
  }

  @Test(
    "A word that is nearly a verb",
    arguments: [("shaeps", "shapes"), ("evalute", "evaluate"), ("rum", "run")])
  func nearlyAVerb(word: String, verb: String) throws {
    let run = try Program.run("\(word) lenet5")
    #expect(run.status == 64)
    let sentence = "there is no verb or network \"\(word)\"; did you mean \"\(verb)\"?"
    #expect(run.error.hasPrefix("Error: \(sentence)\n"))
  }

  @Test(
    "Wrong command lines",
    arguments: [
      "run", "run lenet5", "shapes", "shapes --list lenet5", "shapes lenet5 --input 0x2", "layer",
      "layer relu --input x.npy", "run lenet5 digits:1 --top 0",
      "check lenet5 digits:1 --threads 0",
      "run lenet5 digits:1 --resize zoom", "--none", "lenet5 digits:1 more",
    ])
  func wrongCommandLines(line: String) throws {
    let run = try Program.run(line)
    #expect(run.status == 64)
    #expect(run.error.contains("Usage: cnnscope"))
    #expect(run.output.isEmpty)
  }

  @Test("Mistakes in model files")
  func modelFile() throws {
    try withFolder { folder in
      let path = "\(folder)/wrong.cnn"
      try FileContent.write(Array("input 1x28x28\nconv 8 3x3\nreluu\n".utf8), to: path)
      for verb in ["shapes \(path)", "run \(path) digits:1", "check \(path)"] {
        let run = try Program.run(verb)
        #expect(run.status == 1)
        #expect(run.error == "\(path):3:1: there is no layer \"reluu\"; did you mean \"relu\"?\n")
      }
    }
  }

  @Test(
    "Specifications",
    arguments: [
      (["covn 8 3x3"], "SPEC:1:1: there is no layer \"covn\"; did you mean \"conv\"?"),
      (
        ["conv 8 3y3"],
        "SPEC:1:8: kernel needs one number, or one per spatial axis such as 3x5, from 1 to 4096, "
          + "not \"3y3\""
      ),
      (
        ["loss relu"],
        "SPEC:1:6: there is no loss \"relu\"; there are cross-entropy, binary-cross-entropy, squared-error"
      ),
      (["#"], "SPEC names no layer"),
      (["conv", "8", "3x3"], "conv 8 3x3: --weight is missing; its shape is 8×2×3×3"),
      (["add"], "add: add takes at least 2 inputs, but 1 is given; write \"add from A, B\""),
      (
        ["cross-entropy"],
        "cross-entropy: a loss takes 2 inputs, the output and the target, but 1 is given"
      ),
    ])
  func specifications(words: [String], sentence: String) throws {
    try withFolder { folder in
      let input = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor.zeros([1, 2, 5, 5])), to: input)
      let run = try Program.run(
        ["layer"] + words + ["--input", input, "--out", "\(folder)/out.npz"])
      #expect(run.status == 1)
      #expect(run.error == sentence + "\n")
      #expect(!FileContent.exists("\(folder)/out.npz"))
    }
  }

  @Test(
    "Hostile inputs",
    arguments: [
      ("relu", Shape([]), "an input has the batch first, but this array is a scalar"),
      ("relu", Shape([0, 3]), "this array is empty (0×3)"),
    ])
  func hostileInputs(spec: String, shape: Shape, reason: String) throws {
    try withFolder { folder in
      let input = "\(folder)/x.npy"
      try NpyFile.write(NumericArray(Tensor.zeros(shape)), to: input)
      let run = try Program.run(["layer", spec, "--input", input, "--out", "\(folder)/out.npz"])
      #expect(run.status == 1)
      #expect(run.error == "\(input): \(reason)\n")
    }
  }

  @Test("Arrays that do not fit")
  func arraysThatDoNotFit() throws {
    try withFolder { folder in
      let (input, out) = ("\(folder)/x.npy", "\(folder)/out.npz")
      try NpyFile.write(NumericArray(Tensor.zeros([1, 2, 5, 5])), to: input)
      func error(_ spec: String, _ option: String) throws -> String {
        try Program.run(["layer", spec, "--input", input, option, input, "--out", out]).error
      }
      #expect(
        try error("conv 8 3x3", "--weight")
          == "\(input): the weight of conv 8 3x3 should be 8×2×3×3, but this array is 1×2×5×5\n")
      #expect(
        try error("maxpool 2", "--gradient")
          == "\(input): the gradient of the output should be 1×2×2×2, but this array is 1×2×5×5\n")
      #expect(try error("relu", "--mean") == "\(input): relu takes no --mean\n")
      #expect(
        try error("conv 8 3x3 no-bias", "--bias")
          == "\(input): conv 8 3x3 no-bias takes no --bias\n")
    }
  }
}
