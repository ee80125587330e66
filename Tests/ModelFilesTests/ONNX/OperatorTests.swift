import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Operators in their old and new forms, by hand.
struct OperatorTests {
  /// What one node makes of `x`.
  private func result(
    _ kind: String, _ x: NumericArray, version: Int64 = 18, constants: [ProtoTensor] = [],
    _ attributes: ProtoAttribute...
  ) throws -> Tensor {
    var node = node(kind, ["x"] + constants.map(\.name), ["y"])
    node.attribute = attributes
    let model = model(
      version: version, inputs: [value("x", x.shape.extents)], outputs: ["y"],
      constants: constants, node)
    return try #require(try outputs(of: model, ["x": x])["y"]).tensor
  }

  @Test("Old forms of Clip, Pad and Slice are read")
  func oldFormsOfClipPadAndSlice() throws {
    let x = counting([1, 4])
    let clipped = try result("Clip", x, version: 6, .number("min", 1), .number("max", 2))
    #expect(clipped.elements == [1, 1, 2, 2])
    let padded = try result(
      "Pad", x, version: 2, .wholes("pads", [0, 1, 0, 2]), .number("value", 9))
    #expect(padded.elements == [9, 0, 1, 2, 3, 9, 9])
    let sliced = try result(
      "Slice", x, version: 9, .wholes("axes", [1]), .wholes("starts", [-3]),
      .wholes("ends", [1 << 60]))
    #expect(sliced.elements == [1, 2, 3])
  }

  /// Beyond 2⁵³, where double precision would round.
  @Test("Integers are exact")
  func integersAreExact() throws {
    let x = NumericArray(shape: [2], int64s: [9_007_199_254_740_993, -9_007_199_254_740_993])
    func exact(_ kind: String) throws -> [Int64]? {
      let model = model(
        inputs: [value("x", [2], type: 7)], outputs: ["y"], node(kind, ["x"], ["y"]))
      return try outputs(of: model, ["x": x])["y"]?.int64s
    }
    #expect(try exact("Relu") == [9_007_199_254_740_993, 0])
    #expect(try exact("Neg") == [-9_007_199_254_740_993, 9_007_199_254_740_993])
  }

  @Test("Softmax before version 13 is over a matrix")
  func oldSoftmaxIsOverAMatrix() throws {
    let zeros = array([1, 2, 2], [0, 0, 0, 0])
    #expect(try result("Softmax", zeros, version: 11).elements == [0.25, 0.25, 0.25, 0.25])
    #expect(try result("Softmax", zeros, version: 13).elements == [0.5, 0.5, 0.5, 0.5])
  }

  @Test("Add before version 7 broadcasts along an axis")
  func oldAddStretchesAlongAnAxis() throws {
    let sum = try result(
      "Add", counting([1, 2, 2]), version: 6, constants: [floats("b", [2], [10, 20])],
      .whole("broadcast", 1), .whole("axis", 1))
    #expect(sum.elements == [10, 11, 22, 23])
  }

  @Test("Same padding depends on the stride")
  func samePaddingDependsOnTheStride() throws {
    let x = counting([1, 1, 1, 4])
    let w = floats("w", [1, 1, 1, 3], [1, 10, 100])
    let upper = try result(
      "Conv", x, constants: [w], .text("auto_pad", "SAME_UPPER"), .wholes("strides", [1, 2]))
    #expect(upper.elements == [210, 32])
    let lower = try result(
      "Conv", x, constants: [w], .text("auto_pad", "SAME_LOWER"), .wholes("strides", [1, 2]))
    #expect(lower.elements == [100, 321])
  }

  @Test("Windows over one axis are computed")
  func windowsOverOneAxis() throws {
    let x = counting([1, 1, 5])
    let convolved = try result("Conv", x, constants: [floats("w", [1, 1, 2], [1, 1])])
    #expect(convolved.shape == [1, 1, 4])
    #expect(convolved.elements == [1, 3, 5, 7])
    let pooled = try result(
      "MaxPool", x, .wholes("kernel_shape", [2]), .wholes("strides", [2]), .whole("ceil_mode", 1))
    #expect(pooled.elements == [1, 3, 4])
    let mean = try result("GlobalAveragePool", x)
    #expect(mean.shape == [1, 1, 1])
    #expect(mean.elements == [2])
  }

  @Test("A transposed convolution reaches the shape that is asked for")
  func transposedConvolutionToAShape() throws {
    let y = try result(
      "ConvTranspose", array([1, 1, 1, 2], [1, 2]),
      constants: [floats("w", [1, 1, 1, 2], [1, 10])], .wholes("strides", [1, 2]),
      .wholes("output_shape", [1, 5]))
    #expect(y.elements == [1, 10, 2, 20, 0])
  }

  @Test("Gemm is a linear layer")
  func generalProductIsALinearLayer() throws {
    let b = floats("b", [2, 2], [1, 2, 3, 4])
    let model = model(
      inputs: [value("x", [1, 2])], outputs: ["y"], constants: [b, floats("c", [2], [100, 200])],
      node(
        "Gemm", ["x", "b", "c"], ["y"], .number("alpha", 2), .number("beta", 0.5),
        .whole("transB", 1)))
    #expect(try imported(model).network?.nodes.last?.layer.text == "linear 2")
    let y = try outputs(of: model, ["x": array([1, 2], [1, 10])])["y"]
    #expect(y?.tensor.elements == [92, 186])
  }

  @Test("MaxPool gives values and indices")
  func largestWithItsPlace() throws {
    let model = model(
      inputs: [value("x", [1, 1, 2, 4])], outputs: ["y", "i"],
      node(
        "MaxPool", ["x"], ["y", "i"], .wholes("kernel_shape", [2, 2]), .wholes("strides", [2, 2])))
    let found = try outputs(of: model, ["x": array([1, 1, 2, 4], [1, 2, 9, 4, 5, 0, 7, 8])])
    #expect(found["y"]?.tensor.elements == [5, 9])
    #expect(found["i"]?.int64s == [4, 2])
  }

  @Test("Dropout does nothing outside of training")
  func dropoutDoesNothingOutsideOfTraining() throws {
    let model = model(
      inputs: [value("x", [1, 3])], outputs: ["y", "mask"], node("Dropout", ["x"], ["y", "mask"]))
    let found = try outputs(of: model, ["x": counting([1, 3])])
    #expect(found["y"]?.tensor.elements == [0, 1, 2])
    #expect(found["mask"]?.elementType == .bool)
    #expect(found["mask"]?.int64s == [1, 1, 1])
  }

  @Test("BatchNormalization in training mode uses the batch")
  func normalizationInTraining() throws {
    let model = model(
      inputs: [value("x", [2, 1])], outputs: ["y", "m", "v"],
      constants: [
        floats("s", [1], [2]), floats("b", [1], [1]), floats("mean", [1], [0]),
        floats("var", [1], [1]),
      ],
      node(
        "BatchNormalization", ["x", "s", "b", "mean", "var"], ["y", "m", "v"],
        .whole("training_mode", 1), .number("momentum", 0.5), .number("epsilon", 0)))
    let found = try outputs(of: model, ["x": array([2, 1], [3, 7])])
    #expect(found["y"]?.tensor.elements == [-1, 3])
    #expect(found["m"]?.tensor.elements == [2.5])
    #expect(found["v"]?.tensor.elements == [2.5])
  }
}

/// What is known is computed exactly, as its type does.
struct FoldingTests {
  /// What one node makes of arrays that are all given.
  private func folded(
    _ kind: String, _ arrays: [NumericArray], _ attributes: ProtoAttribute...
  ) throws -> NumericArray {
    let codes: [ElementType: Int32] = [
      .uint8: 2, .int8: 3, .int32: 6, .int64: 7, .bool: 9, .float16: 10, .float64: 11,
    ]
    let names = arrays.indices.map { "x\($0)" }
    var node = node(kind, names, ["y"])
    node.attribute = attributes
    let model = model(
      inputs: zip(names, arrays).map {
        value($0, $1.shape.extents, type: codes[$1.elementType] ?? 1)
      }, outputs: ["y"], node)
    let given = Dictionary(uniqueKeysWithValues: zip(names, arrays))
    return try #require(try outputs(of: model, given)["y"])
  }

  private func wholes(_ type: ElementType, _ numbers: [Int128]) -> NumericArray {
    NumericArray(shape: [numbers.count], type: type, integers: numbers)
  }

  @Test("Integers wrap around")
  func integersWrapAround() throws {
    let sum = try folded("Add", [wholes(.uint8, [200, 1]), wholes(.uint8, [100, 2])])
    #expect(sum.elementType == .uint8)
    #expect(sum.integers == [44, 3])
    let product = try folded("Mul", [wholes(.int32, [1 << 30]), wholes(.int32, [3])])
    #expect(product.integers == [-1_073_741_824])
    let large = try folded("Sub", [wholes(.int64, [1 << 62]), wholes(.int64, [1])])
    #expect(large.integers == [(1 << 62) - 1])
  }

  @Test("Integers are divided towards zero")
  func integersAreDividedTowardsZero() throws {
    let quotient = try folded("Div", [wholes(.int32, [-7, 7]), wholes(.int32, [2, 2])])
    #expect(quotient.integers == [-3, 3])
    let found = sentence {
      _ = try folded("Div", [wholes(.int32, [1]), wholes(.int32, [0])])
    }
    #expect(found?.hasSuffix("\"y\" (Div): an integer is divided by 0") == true)
  }

  @Test("Pow, Min and Max broadcast")
  func powersAndExtremes() throws {
    #expect(
      try folded("Pow", [wholes(.int64, [3, 2]), wholes(.int64, [4, 0])]).integers == [81, 1])
    let most = try folded(
      "Max", [wholes(.int8, [-5, 3]), wholes(.int8, [-7, 9]), wholes(.int8, [0, 0])])
    #expect(most.integers == [0, 9])
  }

  @Test("Truth values are 0 and 1")
  func truth() throws {
    let less = try folded("Less", [wholes(.int32, [1, 2]), wholes(.int32, [2, 2])])
    #expect(less.elementType == .bool)
    #expect(less.integers == [1, 0])
    let chosen = try folded(
      "Where", [wholes(.bool, [1, 0]), wholes(.int64, [1 << 60, 2]), wholes(.int64, [3, 4])])
    #expect(chosen.integers == [1 << 60, 4])
  }

  @Test("Rearranging layers keep the bits")
  func movesKeepTheBits() throws {
    let matrix = NumericArray(
      shape: [2, 2], type: .int64, integers: [1 << 60, 2, 3, (1 << 61) + 1])
    #expect(try folded("Transpose", [matrix]).integers == [1 << 60, 3, 2, (1 << 61) + 1])
    let halves = NumericArray(shape: [1, 3], type: .float16, numbers: [0.1, -.infinity, 3])
    let turned = try folded("Transpose", [halves])
    #expect(turned.elementType == .float16)
    #expect(turned.texts(in: 0..<3) == ["0.1", "-inf", "3.0"])
  }

  @Test("Values are cast between element types")
  func casts() throws {
    let numbers = NumericArray(shape: [3], type: .float64, numbers: [2.9, -2.9, 0])
    #expect(try folded("Cast", [numbers], .whole("to", 6)).integers == [2, -2, 0])
    #expect(try folded("Cast", [numbers], .whole("to", 9)).integers == [1, 1, 0])
    #expect(try folded("Cast", [wholes(.int32, [300])], .whole("to", 2)).integers == [44])
  }

  @Test("Models in double precision are read")
  func doublePrecision() throws {
    let tiny = NumericArray(shape: [1], type: .float64, numbers: [1e-12])
    let one = NumericArray(shape: [1], type: .float64, numbers: [1])
    #expect(try folded("Add", [one, tiny]).doubles == [1 + 1e-12])
  }
}
