import CNNModel
import ModelFiles
import TestSupport
import Testing

/// `--partial`: a network that a file fills only in part.
@Suite struct PartialTests {
  private func write(_ path: String) throws {
    try SafetensorsFile.write(
      [
        NamedArray("model.conv1.weight", NumericArray(Tensor.zeros([1, 1, 3, 3]))),
        NamedArray("model.linear2.bias", NumericArray(Tensor.zeros([7]))),
        NamedArray("model.extra", NumericArray(Tensor.zeros([2]))),
      ], to: path)
  }

  @Test("What was filled, is missing, has another shape and is not used is listed")
  func table() throws {
    try withFolder { folder in
      let path = "\(folder)/w.safetensors"
      try write(path)
      let run = try Program.run("run digits8 digits:1 --weights \(path) --partial")
      #expect(
        run.error == """
          \(path): 1 array by name, 4 missing, 1 of another shape, 1 unused
            filled         conv1.weight    1×1×3×3  model.conv1.weight
            missing        conv1.bias      1        keeps its values
            missing        linear1.weight  10×36    keeps its values
            missing        linear1.bias    10       keeps its values
            missing        linear2.weight  10×10    keeps its values
            another shape  linear2.bias    10       model.linear2.bias is 7
            unused                                  model.extra

          """)
      #expect(try Program.run("run digits8 digits:1 --weights \(path)").status != 0)
    }
  }

  @Test("It needs a file of weights")
  func alone() throws {
    let run = try Program.run("run digits8 digits:1 --partial")
    #expect(run.error.contains("--partial needs --weights"))
  }
}
