import ArgumentParser
import CNNModel

/// The shape of a network's input, for networks that leave it open or take another one.
struct InputShapeOptions: ParsableArguments {
  @Option(
    name: .customLong("input"),
    help: ArgumentHelp(
      "Use an input of this shape, as the network takes one sample.", valueName: "1x28x28"))
  var shape: String?

  func validate() throws {
    if let shape, Shape(typed: shape) == nil {
      throw ValidationError("--input takes a shape such as 1x28x28, not \(shape.quoted)")
    }
  }

  /// The shape; `nil` where none is given.
  var sample: Shape? { shape.flatMap { Shape(typed: $0) } }
}
