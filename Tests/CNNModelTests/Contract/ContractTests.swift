import CNNModel
import LayerSamples
import Testing

/// The contract of every layer in the catalog. A new layer needs only a sample.
@Suite struct ContractTests {
  @Test("Every layer has a sample")
  func everyKeywordHasASample() {
    let sampled = Set(LayerSample.all.compactMap { $0.words.first?.text })
    let missing = LayerCatalog.grammars.map(\.keyword).filter { !sampled.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test("Declared shapes are the real ones", arguments: LayerSample.all)
  func promisedShapesAreTheRealOnes(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let shapes = run.pass.shapes
      #expect(try run.layer.outputShapes(for: shapes) == run.pass.outputs.map(\.shape))
      #expect(run.gradients.inputs.map(\.shape) == shapes)
      let parameters = run.layer.parameters(for: shapes)
      #expect(run.gradients.parameters.map(\.shape) == parameters.map(\.shape))
      let statistics = run.layer.forward(run.pass.forward).statistics
      #expect(statistics.map(\.shape) == run.layer.statistics(for: shapes).map(\.shape))
      let reference = run.layer.reference(ReferencePass(run.pass.forward))
      #expect(reference.map(\.shape) == run.pass.outputs.map(\.shape))
    }
  }

  @Test("Every cell equals its definition", arguments: LayerSample.all)
  func everyCellIsItsDefinition(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      for (index, output) in run.pass.outputs.enumerated() {
        compare(output, run) { .output(index, $0) }
      }
      for (index, gradient) in run.gradients.inputs.enumerated() {
        compare(gradient, run) { .inputGradient(index, $0) }
      }
      for (index, gradient) in run.gradients.parameters.enumerated() {
        compare(gradient, run) { .parameterGradient(index, $0) }
      }
    }
  }

  private func compare(_ tensor: Tensor, _ run: SampleRun, _ cell: (Position) -> CellReference) {
    for offset in SampleRun.offsets(tensor.shape) {
      let reference = cell(tensor.shape.position(at: offset))
      let definition = run.layer.define(reference, in: run.pass)
      let isEqual =
        definition.equalsWithinRounding(tensor[offset])
        && definition.value.isNaN == tensor[offset].isNaN
      #expect(
        isEqual,
        "\(run.context), \(reference): \(tensor[offset]), not \(definition.value)")
    }
  }

  /// Definitions agree with the passes even when the numbers have diverged.
  @Test(
    "Infinite weights and gradients follow the definitions",
    arguments: [
      LayerSample("conv 2 3x3 pad 1", [1, 2, 4, 4]), LayerSample("linear 3", [2, 4]),
      LayerSample("deconv 2 3x3 stride 2 pad 1", [1, 2, 3, 3]),
      LayerSample("maxpool 3 stride 1 pad 1", [1, 2, 4, 4]), LayerSample("relu", [3, 4]),
      LayerSample("avgpool 2 stride 1 pad 1", [1, 2, 4, 4]), LayerSample("prelu", [3, 4]),
    ])
  func infiniteWeightsAndGradients(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let broken = run.diverged
      compare(broken.pass.outputs[0], broken) { .output(0, $0) }
      compare(broken.gradients.inputs[0], broken) { .inputGradient(0, $0) }
      for (index, gradient) in broken.gradients.parameters.enumerated() {
        compare(gradient, broken) { .parameterGradient(index, $0) }
      }
      let numbers = broken.gradients.inputs[0].elements
      #expect(numbers.contains { !$0.isFinite } && numbers.contains(where: \.isFinite))
    }
  }

  /// The definition equals the reference pass up to double-precision rounding, and the forward pass
  /// equals both within its rounding bound.
  @Test("Definitions agree with the reference pass", arguments: LayerSample.all)
  func definitionsAreTheReference(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let reference = run.layer.reference(ReferencePass(run.pass.forward))
      for (index, output) in run.pass.outputs.enumerated() {
        for offset in SampleRun.offsets(output.shape) {
          let cell = CellReference.output(index, output.shape.position(at: offset))
          let definition = run.layer.define(cell, in: run.pass)
          let (exact, value) = (reference[index].elements[offset], definition.value)
          let isSame =
            exact == value || (exact.isNaN && value.isNaN)
            || (exact - value).magnitude <= 1e-6 * definition.roundingBound + 1e-12
          #expect(isSame, "\(run.context), \(cell): \(exact), not \(value)")
          let error = (Double(output[offset]) - exact).magnitude
          let isNear =
            !(error > definition.roundingBound * (1 + 1e-6))
            || (output[offset].isInfinite && definition.equalsWithinRounding(output[offset]))
          #expect(isNear, "\(run.context), \(cell)")
        }
      }
    }
  }

  @Test("Text reads back", arguments: LayerSample.all)
  func textReadsBack(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let text = run.layer.text
      let again = try LayerCatalog.layer(Word.split(Substring(text)))
      #expect(again.text == text)
      #expect(try again.outputShapes(for: run.pass.shapes) == run.pass.outputs.map(\.shape))
      #expect(again.forward(run.pass.forward).outputs == run.pass.outputs)
    }
  }

  @Test(
    "Multiply-accumulates are the products in the definitions of the outputs",
    arguments: LayerSample.all.filter { ["conv", "linear", "matmul"].contains($0.words[0].text) })
  func multiplyAccumulates(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let shape = run.pass.outputs[0].shape
      let products = (0..<shape.count).reduce(0) { count, offset in
        count + run.layer.define(.output(0, shape.position(at: offset)), in: run.pass).productCount
      }
      #expect(run.layer.multiplyAccumulates(for: run.pass.shapes) == products, "\(run.context)")
    }
  }

  @Test(
    "Layers without products count none", arguments: ["relu", "maxpool 2", "flatten", "batchnorm"])
  func noMultiplyAccumulates(text: String) throws {
    let layer = try LayerCatalog.layer(Word.split(text[...]))
    #expect(layer.multiplyAccumulates(for: [[1, 2, 4, 4]]) == 0)
  }

  /// Every word of the grammars occurs in a sample, so that each is tested.
  @Test("Every option occurs in a sample")
  func everyWordIsSampled() {
    for grammar in LayerCatalog.grammars where grammar.keyword != "separable" {
      let lines = LayerSample.all.map { $0.words.map(\.text) }.filter { $0[0] == grammar.keyword }
      let words = Set(lines.joined())
      for option in grammar.options { #expect(words.contains(option.name), "\(grammar.keyword)") }
    }
  }
}

extension Expression {
  /// The number of products that it contains.
  fileprivate var productCount: Int {
    switch self {
    case .term: 0
    case .sum(let parts), .maximum(let parts): parts.reduce(0) { $0 + $1.productCount }
    case .product(let parts): parts.reduce(1) { $0 + $1.productCount }
    case .quotient(let a, let b), .power(let a, let b), .comparison(_, let a, let b):
      a.productCount + b.productCount
    case .function(_, let part), .named(_, let part): part.productCount
    }
  }
}
