import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Configurations that call layers in unusual ways, or say what is not possible.
@Suite struct KerasConfigurationTests {
  /// The file `keras2_model.h5` with another text in its configuration, blanks behind it.
  private func model(
    replacing old: String, with new: String, _ body: (ImportedModel) throws -> Void = { _ in }
  ) throws {
    let blanks = String(repeating: " ", count: old.utf8.count - new.utf8.count)
    let bytes = try fixture("keras2_model.h5")
    let changed = bytes.replacing(Array(old.utf8), with: Array((new + blanks).utf8))
    #expect(changed != bytes)
    try withFolder { folder in
      try FileContent.write(changed, to: "\(folder)/x.h5")
      try body(try ImportedModel("\(folder)/x.h5", title: "x"))
    }
  }

  private func refusal(replacing old: String, with new: String) throws -> String {
    try #require(sentence { try model(replacing: old, with: new) })
  }

  private static let dropout = """
    {"module": "keras.layers", "class_name": "Dropout", "config": {"name": "drop", "rate": 0.5}, \
    "registered_name": null}
    """

  @Test("Layers and models that are called twice, in any order, with several inputs")
  func calls() throws {
    // act(x) = max(0, x), called again for 1 − act(x), which the file has behind it; the model
    // 2 x + 0.5 is called for both, and a model whose layers name its inputs the other way round
    // subtracts act(x) from the sum.
    let model = try ImportedModel(fixturePath("keras3_calls.keras"), title: "calls")
    let network = try #require(model.network)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    let plan = InferencePlan(
      network, state: state, targets: [network.output], use: .once, seed: 0)
    let image = Tensor(shape: [1, 1, 2, 2], elements: [-1, 0.25, 0.5, 2])
    #expect(plan.run([image])[0].elements == [3, 2.75, 2.5, 3])
  }

  @Test("A negative extent is an open one")
  func negativeExtent() throws {
    let found = try refusal(
      replacing: "\"batch_shape\": [null, 8, 6, 2]", with: "\"batch_shape\": [null,-8, 6, 2]")
    #expect(found.contains("the input \"input_1\" is ?×2×?×6"))
  }

  @Test("A cropping by a number that is not possible is refused")
  func cropping() throws {
    let found = try refusal(
      replacing: """
        {"module": "keras.layers", "class_name": "MaxPooling2D", "config": {"name": "pool", \
        "pool_size": [2, 2], "strides": [1, 2]
        """,
      with: """
        {"class_name": "Cropping2D", "config": {"name": "pool", "cropping": -9223372036854775808
        """)
    #expect(
      found.hasSuffix(
        "\"pool\" (Cropping2D): its cropping has a number that is not from 0 to 1048576"))
  }

  @Test(
    "A function of somebody's own and a list of offsets are not taken for nothing",
    arguments: [
      #"{"class_name": "Activation", "config": {"name": "drop", "activation": {"config": "my"}}}"#,
      #"{"class_name": "Rescaling", "config": {"name": "drop", "scale": 1, "offset": [1, 2]}}"#,
    ])
  func unsupported(layer: String) throws {
    try model(replacing: Self.dropout, with: layer) { model in
      #expect(model.missing.first?.name == "drop")
    }
  }

  @Test("A member that claims to be larger than any memory is refused before it is read")
  func forgedSize() {
    let found = sentence { _ = try ImportedModel(fixturePath("keras_forged.keras"), title: "x") }
    #expect(found?.contains("the member claims to take 1073741824 MB, more than") == true)
  }
}
