import CNNModel
import ModelFiles
import ScopeDebugger

/// A loss with arrays: an output and a target.
struct LossExample {
  private let loss: any Loss
  private let output: Tensor
  private let target: Target
  private let factor: Float

  /// - Throws: ``UserError`` or ``FileError`` for what is missing, superfluous or does not fit.
  init(_ loss: any Loss, _ arrays: LayerArrays) throws {
    let count = arrays.inputs.count
    guard count == 2 else {
      throw UserError(
        "\(loss.text): a loss takes 2 inputs, the output and the target, "
          + "but \(count) \(count == 1 ? "is" : "are") given")
    }
    let weighted = try Self.weighted(loss, arrays)
    output = arrays.inputs[0].array.tensor
    target = try Self.target(loss, arrays.inputs[1], output.shape)
    do { try weighted.check(output: output.shape, target: target) } catch {
      throw UserError("\(loss.text): \(error)")
    }
    (self.loss, factor) = (weighted, try Self.factor(arrays.gradient))
  }

  /// The loss with the weights of the classes, where it takes them.
  private static func weighted(
    _ loss: any Loss, _ arrays: LayerArrays
  ) throws(FileError) -> any Loss {
    guard var weighted = loss as? CrossEntropy else {
      try arrays.checkUse(of: [], by: loss.text)
      return loss
    }
    try arrays.checkUse(of: ["weight"], by: loss.text)
    weighted.classWeights = arrays.weight?.array.tensor
    return weighted
  }

  /// The gradient of the loss, 1 by default.
  private static func factor(_ gradient: GivenArray?) throws(FileError) -> Float {
    guard let gradient else { return 1 }
    guard gradient.array.count == 1 else {
      throw gradient.mistake(
        "the gradient of a loss is a single number, but this array is \(gradient.shape)")
    }
    return gradient.array.tensor[0]
  }

  private static func target(
    _ loss: any Loss, _ given: GivenArray, _ output: Shape
  ) throws -> Target {
    guard loss.target == .classes, given.shape != output else {
      return .values(given.array.tensor)
    }
    guard output.rank > 1 else { return .classes([]) }
    let places = Shape([output[0]] + output.extents.dropFirst(2))
    guard given.shape == places else {
      throw given.mistake(
        "the classes should be \(places), or probabilities \(output), but this array is \(given.shape)"
      )
    }
    guard let classes = given.array.int64s else {
      throw given.mistake("the classes should be integers")
    }
    return .classes(classes.map { Int($0) })
  }

  /// The loss, and its gradient with respect to the output.
  func results() -> [NamedArray] {
    let y = Tensor(shape: [1], elements: [loss.value(output, target)])
    let gx = loss.gradient(output, target).map { $0 * factor }
    return [NamedArray("y", NumericArray(y)), NamedArray("gx", NumericArray(gx))]
  }
}
