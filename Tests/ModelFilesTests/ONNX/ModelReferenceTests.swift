import CNNEngine
import CNNModel
import ModelFiles
import ReferenceFolder
import Testing

/// Models and test cases of other software.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct ModelReferenceTests {
  @Test("Official test cases pass")
  func officialCases() throws {
    let cases = try ModelCase.all(in: ReferenceFolder.path("onnx-node"))
    #expect(cases.count == (try ReferenceFolder.json("onnx-node/index.json").elements.count))
    for item in cases {
      let result = item.run(
        Tolerance(relative: 1e-3, absolute: 1e-7), forward: Execution.outputs)
      guard case .passed = result else {
        Issue.record("\(item.path): \(result)")
        continue
      }
    }
  }

  /// Every output and every intermediate tensor within 1e-4 of the tensor's largest magnitude.
  @Test(
    "Models compute what ONNX Runtime computes",
    arguments: [
      "mnist-8", "mnist-convnet-maxpool", "cifar-resnet-2b", "cifar-base-kw",
    ])
  func models(name: String) throws {
    let folder = ReferenceFolder.path("onnx-models/\(name)")
    let model = try ImportedModel("\(folder)/model.onnx", title: name)
    let network = try #require(model.network)
    let input = try #require(model.inputs.first)
    for item in try ReferenceFolder.json("onnx-models/\(name)/meta.json")["cases"]?.elements ?? [] {
      let x = try NpyFile.read("\(folder)/\(try #require(item["input"]?.string))")
      let outputs = try model.run(
        [input.name: x], path: name, forward: Execution.outputs)
      for (output, file) in zip(outputs, item["outputs"]?.elements ?? []) {
        let expected = try NpyFile.read("\(folder)/\(try #require(file.string))")
        expect(output.array, near: expected, output.name)
      }
    }
    let archive = try NpzArchive("\(folder)/intermediates.npz").arrays()
    try #require(!archive.isEmpty)
    try intermediates(network, model, archive, folder)
  }

  /// The tensors of the first case under their names in the file.
  private func intermediates(
    _ network: Network, _ model: ImportedModel, _ archive: [NamedArray], _ folder: String
  ) throws {
    let names = try JSON.read("\(folder)/intermediates_names.json")
    let info = try JSON.read("\(folder)/meta.json")
    let first = try #require(info["cases"]?.elements.first?["input"]?.string)
    let x = try NpyFile.read("\(folder)/\(first)")
    let input = try #require(model.inputs.first)
    let batch = Batch(
      values: try model.values([input.name: x], for: network, path: folder), target: nil,
      size: 1)
    let execution = Execution.forward(network, batch)
    for array in archive {
      // Its arrays are called t0, t1 … in the order of the names.
      let name = try #require(Int(array.name.dropFirst()).flatMap { names.elements[$0].string })
      let known = network.known.first { $0.name == name }?.value.tensor
      let node = network.node(named: name)
      let tensor = try #require(
        known ?? node.flatMap { execution.output(ValueReference($0)) }, "\(name)")
      expect(NumericArray(tensor), near: array.array, name)
    }
  }

  private func expect(_ array: NumericArray, near expected: NumericArray, _ name: String) {
    #expect(array.shape == expected.shape, "\(name)")
    let largest = expected.doubles.reduce(0) { max($0, $1.magnitude) }
    let error = zip(array.doubles, expected.doubles).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    #expect(error <= 1e-4 * largest, "\(name) is off by \(error) of \(largest)")
  }

  @Test("Malformed files are refused or read as expected")
  func malformed() throws {
    var count = 0
    for file in try ReferenceFolder.json("malformed/manifest.json")["files"]?.elements ?? [] {
      let (name, expected) = try (
        #require(file["file"]?.string), #require(file["expected"]?.string)
      )
      guard name.hasSuffix(".onnx"), !name.contains("20000") else { continue }
      let path = ReferenceFolder.path("malformed/\(name)")
      var isRefused = false
      do {
        isRefused = try !ImportedModel(path, title: name).missing.isEmpty
      } catch {
        isRefused = true
        #expect("\(error)".hasPrefix(path), "\(name)")
        #expect(!"\(error)".contains("\n"), "\(name)")
      }
      if expected == "refuse" { #expect(isRefused, "\(name)") }
      if expected == "accept" { #expect(!isRefused, "\(name)") }
      count += 1
    }
    #expect(count >= 25)
  }
}
