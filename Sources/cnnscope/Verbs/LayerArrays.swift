import CNNModel
import ModelFiles
import ScopeDebugger

/// An array that the user named, which is not empty.
struct GivenArray {
  let array: NumericArray
  private let reference: String

  /// - Throws: ``FileError`` where there is no such array, or it holds no numbers.
  init(_ reference: String) throws(FileError) {
    self.reference = reference
    array = try ArrayFile.read(reference)
    guard array.count > 0 else {
      throw mistake("there are no numbers in this array (\(array.shape))")
    }
  }

  var shape: Shape { array.shape }

  /// The numbers, which must have this shape.
  func tensor(_ name: String, _ shape: Shape) throws(FileError) -> Tensor {
    guard self.shape == shape else {
      throw mistake("\(name) should be \(shape), but this array is \(self.shape)")
    }
    return array.tensor
  }

  func mistake(_ reason: String) -> FileError { FileError(path: reference, reason: reason) }
}

/// Everything that a layer can be given on the command line.
struct LayerArrays {
  var inputs: [GivenArray] = []
  var weight, bias, gradient, mean, variance: GivenArray?

  /// The array that stands for a parameter or a statistic of this name.
  subscript(name: String) -> GivenArray? {
    switch name {
    case "weight": weight
    case "bias": bias
    case "mean": mean
    case "variance": variance
    default: nil
    }
  }

  /// - Throws: ``FileError`` for the first array that a layer has no use for.
  func checkUse(of names: [String], by layer: String) throws(FileError) {
    for name in ["weight", "bias", "mean", "variance"] where !names.contains(name) {
      if let array = self[name] { throw array.mistake("\(layer) takes no --\(name)") }
    }
  }
}

/// A layer on arrays: its shapes are checked, so that it can run.
struct LayerExample {
  private let layer: any Layer
  private let pass: ForwardPass
  private let outputShape: Shape
  private let gradient: GivenArray?
  private let parameterNames: [String]
  private let statisticNames: [String]

  /// - Throws: ``UserError`` or ``FileError`` for what is missing, too much or does not fit.
  init(_ layer: any Layer, _ arrays: LayerArrays, isTraining: Bool) throws {
    let shapes = arrays.inputs.map(\.shape)
    for input in arrays.inputs where input.shape.rank == 0 {
      throw input.mistake("an input has the batch in front, but this array is a single number")
    }
    let parameters: [ParameterDeclaration]
    do throws(ShapeError) {
      let outputs = try layer.outputShapes(for: shapes)
      for output in outputs { try output.checkSize("an output") }
      outputShape = outputs[0]
      parameters = layer.parameters(for: shapes)
      for parameter in parameters { try parameter.shape.checkSize("a \(parameter.name)") }
    } catch {
      throw UserError("\(layer.text): \(error)")
    }
    let statistics = layer.statistics(for: shapes)
    parameterNames = parameters.map(\.role.option)
    statisticNames = statistics.map(\.name)
    try arrays.checkUse(of: parameterNames + statisticNames, by: layer.text)
    (self.layer, gradient) = (layer, arrays.gradient)
    pass = ForwardPass(
      inputs: arrays.inputs.map(\.array.tensor),
      parameters: try parameters.map { try Self.tensor(for: $0, arrays, layer) },
      statistics: try statistics.map {
        try arrays[$0.name]?.tensor("the \($0.name)", $0.shape)
          ?? Tensor(shape: $0.shape, repeating: $0.initial)
      },
      context: PassContext(isTraining: isTraining))
  }

  private static func tensor(
    for parameter: ParameterDeclaration, _ arrays: LayerArrays, _ layer: any Layer
  ) throws -> Tensor {
    if let given = arrays[parameter.role.option] {
      return try given.tensor("the \(parameter.name) of \(layer.text)", parameter.shape)
    }
    guard parameter.role != .weight, parameter.role != .slope else {
      throw UserError("\(layer.text): --weight is missing; its shape is \(parameter.shape)")
    }
    return Tensor(shape: parameter.shape, repeating: parameter.role == .scale ? 1 : 0)
  }

  /// The output, the gradients where one by the output is given, and the statistics after it.
  ///
  /// - Throws: ``FileError`` where that gradient has not the output's shape.
  func results() throws(FileError) -> [NamedArray] {
    let gy = try gradient?.tensor("the gradient by the output", outputShape)
    let result = layer.forward(pass)
    var arrays = [("y", result.outputs[0])]
    if let gy {
      let gradients = layer.backward(
        BackwardPass(forward: pass, outputs: result.outputs, gradients: [gy]))
      let isOne = gradients.inputs.count == 1
      arrays += gradients.inputs.enumerated().map { (isOne ? "gx" : "gx\($0)", $1) }
      arrays += zip(parameterNames, gradients.parameters).map { ("g\($0.prefix(1))", $1) }
    }
    arrays += zip(statisticNames, result.statistics)
    return arrays.map { NamedArray($0, NumericArray($1)) }
  }
}

extension ParameterDeclaration.Role {
  /// The option that gives such a parameter.
  fileprivate var option: String {
    switch self {
    case .weight, .scale, .slope: "weight"
    case .bias, .shift: "bias"
    }
  }
}

/// A loss on arrays: an output, and what was wanted.
struct LossExample {
  private let loss: any Loss
  private let output: Tensor
  private let target: Target
  private let factor: Float

  /// - Throws: ``UserError`` or ``FileError`` for what is missing, too much or does not fit.
  init(_ loss: any Loss, _ arrays: LayerArrays) throws {
    guard arrays.inputs.count == 2 else {
      throw UserError(
        "\(loss.text): a loss takes 2 inputs, the output and what is wanted, "
          + "but \(arrays.inputs.count) \(arrays.inputs.count == 1 ? "is" : "are") given")
    }
    var loss = loss
    let isWeighted = loss is CrossEntropy
    try arrays.checkUse(of: isWeighted ? ["weight"] : [], by: loss.text)
    if var weighted = loss as? CrossEntropy {
      weighted.classWeights = arrays.weight?.array.tensor
      loss = weighted
    }
    output = arrays.inputs[0].array.tensor
    target = try Self.target(loss, arrays.inputs[1], output.shape)
    do { try loss.check(output: output.shape, target: target) } catch {
      throw UserError("\(loss.text): \(error)")
    }
    if let gradient = arrays.gradient, gradient.array.count != 1 {
      throw gradient.mistake(
        "the gradient by a loss is 1 number, but this array is \(gradient.shape)")
    }
    factor = arrays.gradient?.array.tensor[0] ?? 1
    self.loss = loss
  }

  private static func target(
    _ loss: any Loss, _ given: GivenArray, _ output: Shape
  ) throws -> Target {
    guard loss.target == .classes else { return .values(given.array.tensor) }
    guard output.rank > 1 else { return .classes([]) }
    let places = Shape([output[0]] + output.extents.dropFirst(2))
    guard given.shape == places else {
      throw given.mistake("the classes should be \(places), but this array is \(given.shape)")
    }
    guard let classes = given.array.int64s else {
      throw given.mistake("the classes should be whole numbers")
    }
    return .classes(classes.map { Int($0) })
  }

  /// The loss and its gradient by the output.
  func results() -> [NamedArray] {
    let y = Tensor(shape: [1], elements: [loss.value(output, target)])
    let gx = loss.gradient(output, target).map { $0 * factor }
    return [NamedArray("y", NumericArray(y)), NamedArray("gx", NumericArray(gx))]
  }
}
