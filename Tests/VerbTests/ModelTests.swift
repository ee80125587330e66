import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// The verbs on ONNX models.
@Suite("ONNX models", .baselineLevel) struct ModelTests {
  @Test("Cases that pass and fail")
  func casesThatPassAndFail() throws {
    try withCases { folder in
      try writeCase("\(folder)/good", kind: "Relu", input: [-1, 2], output: [0, 2])
      try writeCase("\(folder)/wrong", kind: "Relu", input: [-1, 2], output: [0, 2.5])
      try writeCase("\(folder)/odd", kind: "Vanish", input: [-1, 2], output: [0, 2])
      let all = try Program.run(["verify", folder])
      #expect(all.status == 1)
      #expect(
        all.output == """
          passed       \(folder)/good
          unsupported  \(folder)/odd: Vanish: the operator is not supported
          failed       \(folder)/wrong: y differs, by up to 0.5
          3 cases: 1 passed, 1 failed, 1 unsupported

          """)
      let wide = try Program.run(["verify", "\(folder)/wrong", "--tolerance", "0.25,0"])
      #expect(wide.status == 0)
      #expect(
        wide.output == "passed       \(folder)/wrong\n1 case: 1 passed, 0 failed, 0 unsupported\n")
      let json = try Program.run(["verify", "\(folder)/odd", "--json"])
      #expect(json.output.contains("\"operator\": \"Vanish\""))
      #expect(json.status == 1, "nothing failed, but nothing passed")
    }
  }

  @Test("A folder that is not a case is refused")
  func whatIsNoCase() throws {
    try withCases { folder in
      let run = try Program.run(["verify", folder])
      #expect(run.status == 1)
      #expect(
        run.error
          == "\(folder): there is no folder with model.onnx and test_data_set_0 in it\n")
      let none = try Program.run("verify /none")
      #expect(none.error == "/none: there is no such file or folder\n")
      #expect(try Program.run("verify . --tolerance 1").status == 64)
    }
  }

  @Test("A missing operator")
  func aMissingOperator() throws {
    try withCases { folder in
      try writeCase("\(folder)/odd", kind: "Vanish", input: [-1, 2], output: [0, 2])
      let path = "\(folder)/odd/model.onnx"
      let shapes = try Program.run(["shapes", path])
      #expect(shapes.status == 0)
      #expect(shapes.output.hasSuffix("missing: y (Vanish): the operator is not supported\n"))
      for line in [
        ["run", path, "x.npy"], ["check", path], ["evaluate", path, "--data", "digits"],
      ] {
        let run = try Program.run(line)
        #expect(run.status == 1)
        #expect(
          run.error
            == "\(path): the output \"y\" is not computed: \"y\" (Vanish) is missing, because the "
            + "operator is not supported; run --dump, shapes and the explorer show the rest\n")
      }
    }
  }

  @Test("Activations under the names of the file")
  func activationsUnderTheNamesOfTheFile() throws {
    try withCases { folder in
      try writeCase("\(folder)/good", kind: "Relu", input: [-1, 2], output: [0, 2])
      let (x, dump) = ("\(folder)/x.npy", "\(folder)/dump.npz")
      try NpyFile.write(array([-1, 2]), to: x)
      let run = try Program.run(["run", "\(folder)/good/model.onnx", x, "--dump", dump])
      #expect(run.status == 0, "\(run.error)")
      let arrays = try ArrayFile.readAll(dump)
      #expect(arrays.map(\.name) == ["x", "y"])
      #expect(arrays.last?.array.tensor.elements == [0, 2])
    }
  }

  private func array(_ numbers: [Float]) -> NumericArray {
    NumericArray(.init(shape: [1, numbers.count], elements: numbers))
  }

  private func withCases(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cases-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path())
  }

  /// A case of one node from x to y, both of a batch of 1.
  private func writeCase(
    _ folder: String, kind: String, input: [Float], output: [Float]
  ) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/test_data_set_0", withIntermediateDirectories: true)
    let node = field(1, "x") + field(2, "y") + field(4, kind)
    let graph =
      field(1, node) + field(11, value("x", input.count)) + field(12, value("y", input.count))
    let model: [UInt8] = [8, 8] + field(7, graph) + field(8, [0x10, 18])
    try FileContent.write(model, to: "\(folder)/model.onnx")
    try FileContent.write(tensor("x", input), to: "\(folder)/test_data_set_0/input_0.pb")
    try FileContent.write(tensor("y", output), to: "\(folder)/test_data_set_0/output_0.pb")
  }

  // The wire format of protocol buffers, for lengths below 128.
  private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }

  private func field(_ number: UInt8, _ text: String) -> [UInt8] {
    field(number, Array(text.utf8))
  }

  private func value(_ name: String, _ extent: Int) -> [UInt8] {
    let dimensions = field(1, [8, 1]) + field(1, [8, UInt8(extent)])
    return field(1, name) + field(2, field(1, [8, 1] + field(2, dimensions)))
  }

  private func tensor(_ name: String, _ numbers: [Float]) -> [UInt8] {
    let bytes = numbers.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
    }
    return [8, 1, 8, UInt8(numbers.count), 16, 1] + field(8, name) + field(9, bytes)
  }
}
