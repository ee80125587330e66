import CNNModel
import LayerSamples
import Testing

/// The lines of all layers whose cells each depend on one cell of the input alone, without
/// parameters.
private let elementFunctions: [String] = Set(LayerSample.all.map(\.line)).sorted().filter { line in
  // A normalization over one channel is no function of its own, and bits are those of integers.
  guard !line.hasPrefix("lrn"), !line.hasPrefix("bits"),
    let run = try? MagnitudeTests.run(line, [0.5, -0.25]),
    run.layer.parameters(for: run.pass.shapes).isEmpty,
    run.layer.statistics(for: run.pass.shapes).isEmpty,
    run.pass.outputs.map(\.shape) == [run.pass.input.shape]
  else { return false }
  return run.pass.input.elements.indices.allSatisfy { offset in
    let cell = run.pass.input.shape.position(at: offset)
    return run.layer.define(.output(0, cell), in: run.pass).terms.allSatisfy {
      $0.source == .input(0, cell) || $0.source == .constant
    }
  }
}

@Suite("Element functions at all magnitudes")
struct MagnitudeTests {
  static func run(_ line: String, _ numbers: [Float]) throws -> SampleRun {
    let layer = try LayerCatalog.layer(Word.split(line[...]))
    let input = Tensor(shape: [1, numbers.count], elements: numbers)
    guard try layer.outputShapes(for: [input.shape]) == [input.shape] else {
      throw ShapeError("\(line) changes the shape")
    }
    return try SampleRun(layer, inputs: [input])
  }

  /// From 1e-45 to 3e38 with both signs, the tails of exponentials, the ends of pieces, and what is
  /// no number.
  private static let numbers: [Float] = {
    let decades = (-45...38).flatMap { exponent in
      [1.0, 2.5, 6].compactMap { Float("\($0)e\(exponent)") }
    }
    let tails = stride(from: Float(0.125), through: 110, by: 0.125)
    let ends: [Float] = [0.1, 0.5, 1, 2.5, 3, 6].flatMap { [$0, $0.nextUp, $0.nextDown] }
    let positive = decades.filter(\.isFinite) + Array(tails) + ends
    return positive + positive.map { -$0 } + [0, -0.0, .infinity, -.infinity, .nan]
  }()

  @Test("The list holds exponential units, sigmoids and rectifiers")
  func complete() {
    #expect(elementFunctions.count > 40, "\(elementFunctions)")
    for line in ["elu", "celu 2", "selu", "gelu", "gelu tanh", "mish", "softplus", "hardswish"] {
      #expect(elementFunctions.contains(line), "\(line)")
    }
  }

  @Test(
    "Values are those of double precision, also where they are tiny",
    arguments: elementFunctions)
  func values(line: String) throws {
    let run = try Self.run(line, Self.numbers)
    let exact = run.layer.reference(ReferencePass(run.pass.forward))[0].elements
    // The line of a hard sigmoid is rounded near its end, where it passes through 0.
    let slack = line.hasPrefix("hardsigmoid") ? 1e-7 : 1e-42
    for (index, x) in Self.numbers.enumerated() {
      let (value, wanted) = (run.pass.outputs[0][index], exact[index])
      #expect(Self.isNear(value, wanted, slack: slack), "\(line) of \(x): \(value), not \(wanted)")
    }
  }

  private static func isNear(_ value: Float, _ wanted: Double, slack: Double) -> Bool {
    if wanted.isNaN || value.isNaN { return wanted.isNaN && value.isNaN }
    if !Float(wanted).isFinite || !value.isFinite { return value == Float(wanted) }
    return (Double(value) - wanted).magnitude <= 3e-5 * wanted.magnitude + slack
  }

  @Test("Definitions of values and slopes give what the passes store", arguments: elementFunctions)
  func definitions(line: String) throws {
    let run = try Self.run(line, Self.numbers)
    for (index, x) in Self.numbers.enumerated() {
      let cell = run.pass.input.shape.position(at: index)
      let value = run.layer.define(.output(0, cell), in: run.pass)
      let slope = run.layer.define(.inputGradient(0, cell), in: run.pass)
      let (stored, gradient) = (run.pass.outputs[0][index], run.gradients.inputs[0][index])
      let (isEqual, followsEqual) = (
        value.equalsWithinRounding(stored), slope.equalsWithinRounding(gradient)
      )
      #expect(isEqual, "\(line) of \(x): \(stored), not \(value.value)")
      #expect(followsEqual, "slope of \(line) at \(x): \(gradient), not \(slope.value)")
    }
  }

  @Test(
    "Values in the tails, by their closed forms",
    arguments: [
      ("elu", -1e-7, -9.999999500000016e-08),
      ("elu 0.5", -1e-7, -4.999999750000008e-08),
      ("celu 2", -1e-7, -9.999999750000005e-08), ("selu", -1e-7, -1.7580992529424117e-07),
      ("gelu", -6, -5.919525870226207e-09), ("gelu", -12, -2.1317785344932424e-32),
      ("gelu tanh", -6, -8.43964670076231e-11),
      ("softplus", -50, 1.9287498479639178e-22), ("mish", -50, -9.643749239819589e-21),
      ("silu", -80, -1.4438811102763322e-33),
      ("sigmoid", -80, 1.8048513878454153e-35), ("hardswish", -3.5, 0),
      ("hardswish", -.infinity, .nan),
      ("silu", -.infinity, .nan), ("elu", -.infinity, -1),
    ] as [(String, Float, Double)])
  func tails(line: String, x: Float, wanted: Double) throws {
    let value = try Self.run(line, [x]).pass.outputs[0][0]
    #expect(Self.isNear(value, wanted, slack: 0), "\(value)")
  }
}
