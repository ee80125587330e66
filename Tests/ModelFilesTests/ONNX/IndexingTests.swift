import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Operators that index, order, accumulate and generate, with the examples of their specification.
struct IndexingTests {
  /// What one node makes of `x`.
  private func results(
    _ kind: String, _ x: NumericArray, _ constants: [ProtoTensor] = [], outputs names: Int = 1,
    domain: String = "", _ attributes: ProtoAttribute...
  ) throws -> [NumericArray] {
    let called = (0..<names).map { "y\($0)" }
    var node = node(kind, ["x"] + constants.map(\.name), called)
    (node.attribute, node.domain) = (attributes, domain)
    var model = model(
      version: 24, inputs: [value("x", x.shape.extents)], outputs: called, constants: constants,
      node)
    model.opsetImport.append(.with { ($0.domain, $0.version) = ("com.microsoft", 1) })
    let found = try outputs(of: model, ["x": x])
    return try called.map { try #require(found[$0]) }
  }

  @Test("TopK gives values in order and their indices")
  func largest() throws {
    let found = try results(
      "TopK", array([2, 4], [0, 3, 1, 3, 7, 4, 6, 5]), [wholes("k", [3])], outputs: 2)
    #expect(found[0].tensor.elements == [3, 3, 1, 7, 6, 5])
    #expect(found[1].int64s == [1, 3, 2, 0, 2, 3])
    let least = try results(
      "TopK", array([1, 3], [2, 1, 3]), [wholes("k", [1])], outputs: 2, .whole("largest", 0))
    #expect(least[1].int64s == [1])
  }

  @Test("Cells are gathered one by one and by tuples")
  func gathering() throws {
    let x = array([2, 2], [1, 2, 3, 4])
    var indices = wholes("i", [0, 0, 1, 0])
    indices.dims = [2, 2]
    let elements = try results("GatherElements", x, [indices], .whole("axis", 1))[0]
    #expect(elements.tensor.elements == [1, 1, 4, 3])
    let cells = try results(
      "GatherND", counting([2, 2]),
      [
        {
          indices.int64Data = [0, 0, 1, 1]
          return indices
        }()
      ])[0]
    #expect(cells.tensor.elements == [0, 3])
  }

  @Test("Updates are written and combined")
  func scattering() throws {
    var indices = wholes("i", [1, 3])
    indices.dims = [1, 2]
    let x = array([1, 5], [1, 2, 3, 4, 5])
    let updates = floats("u", [1, 2], [1.5, 2.5])
    let written = try results("ScatterElements", x, [indices, updates], .whole("axis", 1))[0]
    #expect(written.tensor.elements == [1, 1.5, 3, 2.5, 5])
    let added = try results(
      "ScatterElements", x, [indices, updates], .whole("axis", 1), .text("reduction", "add"))[0]
    #expect(added.tensor.elements == [1, 3.5, 3, 6.5, 5])
    indices.dims = [2, 1]
    let parts = try results(
      "ScatterND", array([4], [1, 2, 3, 4]), [indices, floats("u", [2], [9, 8])],
      .text("reduction", "max"))[0]
    #expect(parts.tensor.elements == [1, 9, 3, 8])
  }

  @Test("An index out of range is a sentence")
  func indexOutOfRange() throws {
    let found = sentence {
      _ = try results("ScatterND", counting([2]), [wholesMatrix([5]), floats("u", [1], [1])])
    }
    #expect(found?.contains("index 5 is out of range for the 2 of axis 0") == true)
  }

  private func wholesMatrix(_ numbers: [Int64]) -> ProtoTensor {
    var tensor = wholes("i", numbers)
    tensor.dims = [Int64(numbers.count), 1]
    return tensor
  }

  @Test("Sums and products accumulate")
  func accumulation() throws {
    let x = array([4], [1, 2, 3, 4])
    let axis = wholes("axis", [0])
    #expect(try results("CumSum", x, [axis])[0].tensor.elements == [1, 3, 6, 10])
    let reversed = try results(
      "CumSum", x, [axis], .whole("reverse", 1), .whole("exclusive", 1))[0]
    #expect(reversed.tensor.elements == [9, 7, 4, 0])
  }

  @Test("Triangles, one-hot codes and the largest as 1")
  func masks() throws {
    let lower = try results("Trilu", counting([2, 3]), [wholes("k", [-1])], .whole("upper", 0))
    #expect(lower[0].tensor.elements == [0, 0, 0, 3, 0, 0])
    let codes = try results(
      "OneHot", array([3], [0, -1, 5]), [wholes("depth", [3]), floats("v", [2], [-1, 2])])[0]
    #expect(codes.shape == [3, 3])
    #expect(codes.tensor.elements == [2, -1, -1, -1, -1, 2, -1, -1, -1])
    let marks = try results("Hardmax", array([2, 3], [1, 3, 3, 2, 0, 1]))[0]
    #expect(marks.tensor.elements == [0, 1, 0, 1, 0, 0])
  }

  @Test("Trigonometric functions")
  func trigonometry() throws {
    let sine = try results("Sin", array([3], [0, 1, -2]))[0].tensor.elements
    #expect(sine == [0, 0.841_470_96, -0.909_297_4])
    let area = try results("Acosh", array([2], [1, 10]))[0].tensor.elements
    #expect(area == [0, 2.993_222_846])
  }

  @Test("Einsum is computed by its equation")
  func einsteinSum() throws {
    let product = try results(
      "Einsum", array([2, 2], [1, 2, 3, 4]), [floats("b", [2, 2], [1, 0, 2, 1])],
      .text("equation", "ij, kj -> ik"))[0]
    #expect(product.tensor.elements == [1, 4, 3, 10])
    let found = sentence {
      _ = try results("Einsum", counting([2, 2]), [], .text("equation", "ij->ij->i"))
    }
    #expect(found?.contains("has more than one arrow") == true)
  }

  @Test("The Fourier transform of a delayed impulse turns")
  func fourierTransform() throws {
    let found = try results("DFT", array([1, 4, 1], [0, 1, 0, 0]))[0]
    #expect(found.shape == [1, 4, 2])
    for (value, expected) in zip(found.tensor.elements, [1, 0, 0, -1, -1, 0, 0, 1] as [Float]) {
      #expect(abs(value - expected) < 1e-7)
    }
  }

  @Test("The loss of classes is weighted and ignores a class")
  func classLoss() throws {
    let x = array([3, 2], [-1, -2, -3, -4, -5, -6])
    let target = wholes("t", [1, 0, 1])
    let weights = floats("w", [2], [0.5, 2])
    let mean = try results("NegativeLogLikelihoodLoss", x, [target, weights])[0]
    #expect(mean.shape == [] && mean.tensor.elements == [17.5 / 4.5])
    let ignoring = try results(
      "NegativeLogLikelihoodLoss", x, [target], .whole("ignore_index", 0),
      .text("reduction", "sum"))[0]
    #expect(ignoring.tensor.elements == [8])
  }

  @Test("What ONNX Runtime fuses are the layers of the parts")
  func fusedOperators() throws {
    let x = array([1, 1, 1, 3], [1, -2, 3])
    let convolved = try results(
      "FusedConv", x, [floats("w", [1, 1, 1, 1], [2]), floats("b", [1], [1])],
      domain: "com.microsoft", .text("activation", "Relu"))[0]
    #expect(convolved.tensor.elements == [3, 0, 7])
    let product = try results(
      "FusedMatMul", array([2, 2], [1, 2, 3, 4]), [floats("b", [1, 2], [1, 10])],
      domain: "com.microsoft", .whole("transB", 1), .number("alpha", 2))[0]
    #expect(product.tensor.elements == [42, 86])
    let quick = try results("QuickGelu", array([2], [0, 1]), domain: "com.microsoft")[0]
    #expect(quick.tensor.elements == [0, 0.845_795_8])
  }
}
