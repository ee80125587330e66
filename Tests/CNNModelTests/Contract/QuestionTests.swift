import CNNModel
import LayerSamples
import Testing

/// Every layer answers every question at every rank that it accepts: nothing traps.
struct QuestionTests {
  private static let shapes: [Shape] = [
    [], [1], [3], [1, 3], [2, 4], [3, 0], [1, 2, 6], [2, 4, 6], [1, 4, 6, 6], [2, 2, 4, 4],
    [1, 2, 3, 4, 5], [1, 1, 2, 3, 4, 5],
  ]

  @Test("Every layer answers every question at every rank", arguments: LayerSample.all)
  func everyQuestion(sample: LayerSample) throws {
    for part in try LayerCatalog.layers(sample.words, input: sample.inputs.first) {
      for shape in Self.shapes {
        ask(part.layer, sample.inputs.map { _ in shape })
      }
      ask(part.layer, sample.inputs)
    }
  }

  private func ask(_ layer: any Layer, _ shapes: [Shape]) {
    guard !layer.isSource, let outputs = try? layer.outputShapes(for: shapes) else { return }
    _ = layer.shapeArithmetic(for: shapes)
    #expect(layer.multiplyAccumulates(for: shapes) >= 0)
    _ = try? layer.outputTypes(for: shapes.map { _ in .float32 }, count: outputs.count)
    askForSources(layer, shapes, outputs)
    askForTexts(layer, shapes)
    guard let run = try? SampleRun(layer, on: shapes) else { return }
    #expect(run.pass.outputs.map(\.shape) == outputs)
    askForDefinitions(run)
    for alternative in layer.alternatives(for: shapes) {
      _ = alternative.forward(run.pass.forward)
      _ = alternative.backward(run.pass)
    }
  }

  /// Along every axis of its tensors, for cells inside of it and beyond its ends.
  private func askForSources(_ layer: any Layer, _ shapes: [Shape], _ outputs: [Shape]) {
    guard !shapes.isEmpty else { return }
    for axis in 0..<(shapes + outputs).reduce(4, { max($0, $1.rank) }) {
      for range in [0...0, 0...7, -3 ... -1, 5...9, -2...40] {
        _ = layer.sources(of: range, axis: axis, inputs: shapes)
      }
    }
  }

  private func askForTexts(_ layer: any Layer, _ shapes: [Shape]) {
    let call = CodeCall(inputs: shapes.indices.map { "x\($0)" }, shapes: shapes)
    for dialect in CodeDialect.allCases {
      _ = (layer as? any CodeExportable)?.code(for: dialect, call)
    }
    guard let derivable = layer as? any DerivableLayer else { return }
    #expect(!derivable.forwardSteps(for: shapes).isEmpty)
    #expect(!derivable.backwardSteps(for: shapes).isEmpty)
  }

  private func askForDefinitions(_ run: SampleRun) {
    for (index, tensor) in run.pass.outputs.enumerated() {
      for position in Self.corners(tensor.shape) {
        _ = run.layer.define(.output(index, position), in: run.pass).value
      }
    }
    for (index, tensor) in run.gradients.inputs.enumerated() {
      for position in Self.corners(tensor.shape) {
        _ = run.layer.define(.inputGradient(index, position), in: run.pass).value
      }
    }
    let reference = ReferencePass(run.pass.forward)
    _ = run.layer.crossesKink(from: reference, to: reference)
  }

  @Test(
    "Cells that see only padding are counted, with their value",
    arguments: [
      ("maxpool 2 stride 1 pad 2", "24 of the 49 cells of a channel see only padding and are −∞"),
      ("maxpool 2 stride 1 pad 2 dilation 3", nil),
      (
        "avgpool 2 stride 1 pad 2 exclude-pad",
        "24 of the 49 cells of a channel see only padding "
          + "and are 0"
      ),
      ("lppool 2 stride 1 pad 2", "24 of the 49 cells of a channel see only padding and are 0"),
      ("conv 1 2x2 pad 2", "24 of the 49 cells of a channel see only padding and are the bias"),
      ("conv 1 2x2 pad 2 pad-with circular", nil), ("maxpool 2", nil),
    ])
  func cellsThatSeeOnlyPadding(line: String, sentence: String?) throws {
    let layer = try LayerCatalog.layer(Word.split(line[...]))
    #expect(layer.remarks(for: [[1, 1, 4, 4]]) == [sentence].compactMap(\.self))
  }

  /// The first and the last cell.
  private static func corners(_ shape: Shape) -> [Position] {
    shape.count == 0 ? [] : [shape.position(at: 0), shape.position(at: shape.count - 1)]
  }
}
