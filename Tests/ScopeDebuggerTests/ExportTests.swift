import CNNModel
import Glibc
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

@Suite("Files that are written and read", .baselineLevel)
struct ExportTests {
  private func session() throws -> Session {
    var session = try Session(network: "digits8", input: "digits:3")
    try ScopeDebuggerTests.perform("finish", "finish", on: &session)
    return session
  }

  private func names(in folder: String) -> [String] {
    FileContent.completions(of: "\(folder)/", endings: [""]).map {
      String($0.dropFirst(folder.count + 1))
    }
  }

  private func perform(_ line: String, _ session: inout Session) throws -> String {
    try Session.commands.perform(line, &session).lines.joined(separator: "\n")
  }

  private func refusal(_ line: String, _ session: inout Session) -> String? {
    do { _ = try Session.commands.perform(line, &session) } catch { return error.description }
    return nil
  }

  @Test("A tensor, and all of them")
  func tensors() throws {
    try withFolder { folder in
      var session = try session()
      let one = "\(folder)/one.npy"
      #expect(
        try perform("export conv1.weight.gradient \(one)", &session)
          == "\(one): conv1.weight.gradient 1×1×3×3")
      let gradient = try #require(
        session.debugger.tensors.value(
          of:
            try session.debugger.names.reference(named: "conv1.weight.gradient")))
      #expect(try NpyFile.read(one).tensor == gradient)
      _ = try perform("export \(folder)/all.npz", &session)
      let all = try ArrayFile.readAll("\(folder)/all.npz")
      #expect(all.first { $0.name == "conv1.weight.gradient" }?.array.tensor == gradient)
      #expect(all.contains { $0.name == "input" } && all.contains { $0.name == "conv1.bias" })
    }
  }

  @Test("The curve, the network, and the network as code")
  func texts() throws {
    try withFolder { folder in
      var session = try session()
      _ = try perform("export \(folder)/curve.csv", &session)
      let curve = String(decoding: try FileContent.read("\(folder)/curve.csv"), as: UTF8.self)
      let loss = try #require(session.debugger.execution.loss)
      #expect(
        curve.split(separator: "\n").map(String.init) == [
          "step,loss,accuracy,test_loss,test_accuracy", "0,\(loss),0.0,,",
        ])
      _ = try perform("export \(folder)/net.cnn", &session)
      #expect(try NetworkLibrary.open("\(folder)/net.cnn").text == session.network.text)
      _ = try perform("export pytorch \(folder)/net.py", &session)
      let code = String(decoding: try FileContent.read("\(folder)/net.py"), as: UTF8.self)
      #expect(code.contains("class Network(nn.Module):"))
    }
  }

  @Test("The network as an ONNX model, and what a layer gives for every image of a data set")
  func models() throws {
    try withFolder { folder in
      var session = try session()
      let path = "\(folder)/net.onnx"
      #expect(try perform("export \(path)", &session) == "\(path): digits8 as an ONNX model")
      let read = try #require(try ImportedModel(path, title: "digits8").network)
      #expect(
        read.nodes.first { $0.name == "conv1" }?.initialValues?.parameters
          == session.debugger.state.parameters[1])
      _ = try perform("data digits", &session)
      let arrays = "\(folder)/acts.npz"
      _ = try perform("run 1", &session)
      _ = session.workToTheEnd()
      let sentence = try perform("export activations \(arrays)", &session)
      #expect(sentence.hasSuffix(" for 360 images of digits"))
      let written = try ArrayFile.readAll(arrays)
      #expect(written.map(\.name).last == "labels")
      #expect(written.allSatisfy { $0.array.shape[0] == 360 })
    }
  }

  @Test("Gradients of every sample are those of the sample alone")
  func sampleGradients() throws {
    try withFolder { folder in
      var session = try session()
      let data = try TrainingData("digits", for: session.network)
      let node = try session.debugger.names.node(named: "conv1")
      for limit in [1, 5] {
        let path = "\(folder)/\(limit).npz"
        var samples = try SampleExport(
          .gradient, of: [node], session.network, session.debugger.state, on: data.train,
          limit: limit, to: path)
        #expect(try samples.write())
        let array = try ArrayFile.read("\(path):conv1.gradient")
        #expect(array.shape == [limit, 1, 6, 6])
        #expect(try ArrayFile.read("\(path):labels").int64s?.first == 0)
      }
      _ = try perform("input digits:train:0", &session)
      for _ in 0..<2 {
        _ = try perform("finish", &session)
        _ = session.workToTheEnd()
      }
      let stepped = try #require(
        session.debugger.tensors.value(of: TensorReference(node, .gradient)))
      let written = try ArrayFile.read("\(folder)/5.npz:conv1.gradient").samples[0].tensor
      #expect(zip(stepped.elements, written.elements).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("Nothing is lost, nothing is left behind, and the sentence says why")
  func failures() throws {
    try withFolder { folder in
      var session = try session()
      let path = "\(folder)/net.cnn"
      try FileContent.write([1, 2, 3], to: path)
      #expect(
        refusal("export \(path)", &session)
          == "\(path): the file already exists; --over replaces it")
      #expect(try TextFile.read(path) == "\u{1}\u{2}\u{3}")
      #expect(refusal("export \(path) --over", &session) == nil)
      #expect(
        refusal("export network /dev/full", &session)
          == "/dev/full: not written: the disk is full")
      #expect(
        refusal("export network \(folder)/none/x.cnn", &session)
          == "\(folder)/none/x.cnn: no file can be created in its folder: "
          + "there is no such file or folder")
      #expect(
        refusal("export network \(folder)", &session)
          == "\(folder): this is a folder, so no file can be written there")
      #expect(names(in: folder) == ["net.cnn"])
    }
  }

  @Test(
    "What cannot be written",
    arguments: [
      (
        "export",
        "export needs a file, as in export conv1.npy, export all.npz, export curve.csv, "
          + "export net.cnn, export net.onnx, export pytorch net.py, export screen.svg"
      ),
      (
        "export x.foo",
        "the name \"x.foo\" does not say what to write; export pytorch x.foo would, "
          + "or the endings .npy .npz .csv .cnn .onnx .txt .ansi .svg .png"
      ),
      ("export activations x.npz", "there is no data set; data digits chooses one"),
      ("export sheet x.png", "there is no screen here; in the explorer and in play there is"),
      ("export x.svg", "there is no screen here; in the explorer and in play there is"),
      ("export conv9 x.npy", "there is no layer \"conv9\"; did you mean \"conv1\"?"),
    ])
  func mistakes(_ line: String, _ expected: String) throws {
    var session = try session()
    #expect(refusal(line, &session) == expected)
  }

  @Test("What was saved fills the network again, by name and by order")
  func loading() throws {
    try withFolder { folder in
      var session = try session()
      _ = try perform("run 2", &session)
      _ = session.workToTheEnd()
      let learned = session.debugger.state
      let path = "\(folder)/w.safetensors"
      _ = try perform("save \(path)", &session)
      var fresh = try Session(network: "digits8", input: "digits:3", seed: 5)
      #expect(fresh.debugger.state.parameters != learned.parameters)
      let words = try perform("load \(path)", &fresh)
      #expect(words.hasPrefix("\(path): ") && words.contains("arrays by name"))
      #expect(fresh.debugger.state.parameters == learned.parameters)
      #expect(fresh.debugger.step == 0 && fresh.debugger.phase == 0)
      #expect(
        refusal("load \(folder)/none.npz", &fresh)
          == "\(folder)/none.npz: there is no such file or folder")
      #expect(try perform("weights \(path)", &fresh).contains("conv1.weight"))
      #expect(try perform("tensors 3x3", &fresh).hasPrefix("conv1.weight  float32  1×1×3×3"))
    }
  }

  @Test("Another loss, and an array to compare with")
  func target() throws {
    try withFolder { folder in
      var session = try session()
      let learned = session.debugger.state.parameters
      #expect(try perform("loss", &session) == "cross-entropy")
      #expect(
        refusal("target \(folder)/y.npy", &session)
          == "\(folder)/y.npy: there is no such file or folder")
      #expect(refusal("loss nothing", &session)?.contains("there is no loss \"nothing\"") == true)
      #expect(try perform("loss squared-error", &session) == "squared-error")
      #expect(session.debugger.step == 0 && session.debugger.phase == 0)
      #expect(session.debugger.state.parameters == learned)
      let wanted = Tensor(shape: [10], elements: (0..<10).map(Float.init))
      try NpyFile.write(NumericArray(wanted), to: "\(folder)/y.npy")
      try NpyFile.write(NumericArray(Tensor.zeros([9])), to: "\(folder)/short.npy")
      #expect(
        refusal("target \(folder)/short.npy", &session)
          == "\(folder)/short.npy: the network gives 1×10, but this array is 9")
      #expect(
        try perform("target \(folder)/y.npy", &session)
          == "squared-error; compared with \(folder)/y.npy")
      _ = try perform("run", &session)
      _ = session.workToTheEnd()
      let output = try #require(
        session.debugger.tensors.value(of: try session.debugger.names.reference(named: "linear2")))
      let loss = zip(output.elements, wanted.elements).reduce(Float(0)) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 10
      }
      let given = try #require(session.debugger.history.curve.last?.loss)
      #expect(abs(given - loss) < 1e-4 * loss)
      #expect(session.reproduction.contains("target \(folder)/y.npy"))
    }
  }

  @Test("What has to be said for there to be a loss")
  func withoutLoss() throws {
    try withFolder { folder in
      try NpyFile.write(NumericArray(Tensor.zeros([1, 4, 4])), to: "\(folder)/x.npy")
      func reason(_ text: String) throws -> String? {
        let network = try Network(text: text, title: "net")
        return try Session(network, input: "\(folder)/x.npy").debugger.withoutTarget
      }
      let start = "\(folder)/x.npy has no label; :label N sets one"
      #expect(try reason("input 1x4x4; flatten; linear 3") == start)
      #expect(
        try reason("input 1x4x4; conv 2 3x3")
          == "\(start) for every output position, :target FILE.npy a class for each, or "
          + ":loss squared-error and :target FILE.npy an output of 1×2×2×2")
      #expect(
        try reason("input 1x4x4; conv 2 3x3; loss squared-error")
          == "there is no target; :target FILE.npy of 1×2×2×2 sets one")
      #expect(try reason("input 1x4x4; relu; loss squared-error") == nil)
    }
  }
}
