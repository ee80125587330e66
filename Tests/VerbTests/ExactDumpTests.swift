import CNNModel
import LayerSamples
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing
import cnnscope

/// Arrays that `run --dump` writes of edges that carry no floats.
@Suite struct ExactDumpTests {
  @Test("Integers beyond 2²⁴ are read from a file, computed and written without rounding")
  func integers() throws {
    let network = try Network(
      title: "exact",
      nodes: [
        Network.Node("ids", Input(whole: [2, 2]), inputs: [], outputTypes: [.int64]),
        Network.Node("turned", Transpose(), inputs: [ValueReference(0)]),
        Network.Node("times", IntegerMultiple(3), inputs: [ValueReference(1)]),
      ], loss: SquaredError())
    try withFolder { folder in
      let (ids, dump) = ("\(folder)/ids.npy", "\(folder)/dump.npz")
      try NpyFile.write(
        NumericArray(shape: [2, 2], int64s: [16_777_217, 1, -16_777_219, 0]), to: ids)
      let subject = try NetworkInput(ids, for: network)
      let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
      for layers in [ForwardRun.Layers.all, .some([ValueReference(2)])] {
        let run = ForwardRun(network, subject, state: state, seed: 0, layers: layers)
        try NpzFile.write([run.array(of: ValueReference(2))].compactMap(\.self), to: dump)
        let array = try NpzArchive(dump).array("times")
        #expect(array.elementType == .int64)
        #expect(array.texts(in: 0..<4) == ["50331651", "-50331657", "3", "0"])
      }
    }
  }

  @Test("Comparisons and places are dumped as booleans and integers")
  func types() throws {
    try withFolder { folder in
      let (text, dump) = ("\(folder)/n.cnn", "\(folder)/dump.npz")
      try FileContent.write(
        Array("input 1x8x8; f: flatten; c: compare greater from f, f; argmax axis 1".utf8),
        to: text)
      #expect(try Program.run(["run", text, "digits:1", "--dump", dump]).status == 0)
      #expect(try NpzArchive(dump).array("c").elementType == .bool)
      #expect(try NpzArchive(dump).array("argmax1").elementType == .int64)
      #expect(try NpzArchive(dump).array("f").elementType == .float32)
    }
  }
}
