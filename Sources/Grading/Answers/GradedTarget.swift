import CNNModel
import ModelFiles

/// What a loss compares an output with, as arrays say it.
enum GradedTarget {
  /// The target that an array means: a class for every sample and place where the loss takes classes
  /// and the array has no place for each class, or else values in the shape of the output.
  ///
  /// - Throws: ``ShapeError`` for an array that is neither.
  static func read(
    _ array: NumericArray, _ loss: any Loss, _ output: Shape
  ) throws(ShapeError) -> Target {
    let places = output.rank > 1 ? Shape([output[0]] + output.extents.dropFirst(2)) : nil
    if loss.target == .classes, array.shape != output {
      guard let places, array.tensor.fitted(to: places) != nil else {
        throw ShapeError(
          "the target should be classes \(places?.description ?? "") or probabilities \(output), "
            + "but it is \(array.shape)")
      }
      guard let classes = array.int64s else {
        throw ShapeError("the classes of the target should be integers")
      }
      return .classes(classes.map { Int($0) })
    }
    guard let values = array.tensor.fitted(to: output) else {
      throw ShapeError("the target should be \(output) as the output, but it is \(array.shape)")
    }
    return .values(values)
  }
}
