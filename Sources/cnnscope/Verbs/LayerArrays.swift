import CNNModel
import ModelFiles
import ScopeDebugger

/// A non-empty array that the user named.
struct GivenArray {
  let array: NumericArray
  private let reference: String

  /// - Throws: ``FileError`` where there is no such array, or this tensor is empty.
  init(_ reference: String) throws(FileError) {
    self.reference = reference
    array = try ArrayFile.read(reference)
    guard array.count > 0 else {
      throw mistake("this array is empty (\(array.shape))")
    }
  }

  var shape: Shape { array.shape }

  /// The array as a tensor, which must have this shape.
  func tensor(_ name: String, _ shape: Shape) throws(FileError) -> Tensor {
    guard self.shape == shape else {
      throw mistake("\(name) should be \(shape), but this array is \(self.shape)")
    }
    return array.tensor
  }

  func mistake(_ reason: String) -> FileError { FileError(path: reference, reason: reason) }
}

/// All arrays that the command line can give a layer.
struct LayerArrays {
  var inputs: [GivenArray] = []
  var weight, bias, gradient, mean, variance: GivenArray?

  /// The array for the parameter or the statistic of this name.
  subscript(name: String) -> GivenArray? {
    switch name {
    case "weight": weight
    case "bias": bias
    case "mean": mean
    case "variance": variance
    default: nil
    }
  }

  /// - Throws: ``FileError`` for the first array that the layer does not take.
  func checkUse(of names: [String], by layer: String) throws(FileError) {
    for name in ["weight", "bias", "mean", "variance"] where !names.contains(name) {
      if let array = self[name] { throw array.mistake("\(layer) takes no --\(name)") }
    }
  }
}

/// A layer with arrays whose shapes have been checked.
struct LayerExample {
  private let layer: any Layer
  private let pass: ForwardPass
  private let outputShape: Shape
  private let gradient: GivenArray?
  private let parameterNames: [String]
  private let statisticNames: [String]

  /// - Throws: ``UserError`` or ``FileError`` for what is missing, superfluous or does not fit.
  init(_ layer: any Layer, _ arrays: LayerArrays, mode: ComputeMode) throws {
    let shapes = arrays.inputs.map(\.shape)
    for input in arrays.inputs where input.shape.rank == 0 {
      throw input.mistake("an input has the batch first, but this array is a scalar")
    }
    let parameters: [ParameterDeclaration]
    do throws(ShapeError) { (outputShape, parameters) = try Self.shapes(of: layer, shapes) } catch {
      throw UserError("\(layer.text): \(error)")
    }
    let statistics = layer.statistics(for: shapes)
    parameterNames = parameters.map(\.kind.option)
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
      context: PassContext(mode: mode))
  }

  private static func shapes(
    of layer: any Layer, _ inputs: [Shape]
  ) throws(ShapeError) -> (output: Shape, parameters: [ParameterDeclaration]) {
    let outputs = try layer.outputShapes(for: inputs)
    for output in outputs { try output.checkSize("an output") }
    let parameters = layer.parameters(for: inputs)
    for parameter in parameters { try parameter.shape.checkSize("a \(parameter.name)") }
    return (outputs[0], parameters)
  }

  private static func tensor(
    for parameter: ParameterDeclaration, _ arrays: LayerArrays, _ layer: any Layer
  ) throws -> Tensor {
    if let given = arrays[parameter.kind.option] {
      return try given.tensor("the \(parameter.name) of \(layer.text)", parameter.shape)
    }
    guard parameter.kind != .weight, parameter.kind != .slope else {
      throw UserError("\(layer.text): --weight is missing; its shape is \(parameter.shape)")
    }
    return Tensor(shape: parameter.shape, repeating: parameter.kind == .scale ? 1 : 0)
  }

  /// The output, the gradients where the gradient of the output is given, and the running
  /// statistics afterwards.
  ///
  /// - Throws: ``FileError`` where that gradient does not have the shape of the output.
  func results() throws(FileError) -> [NamedArray] {
    let gy = try gradient?.tensor("the gradient of the output", outputShape)
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

extension ParameterDeclaration.Kind {
  /// The option for such a parameter.
  fileprivate var option: String {
    switch self {
    case .weight, .scale, .slope: "weight"
    case .bias, .shift: "bias"
    }
  }
}
