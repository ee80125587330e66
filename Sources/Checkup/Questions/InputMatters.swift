import CNNEngine
import CNNModel
import NumberText

/// Whether other images give other outputs.
enum InputMatters: CheckupQuestion {
  static let name = "input-matters"
  static let question = "does the output depend on the input?"
  static let threshold =
    "the deviation of the outputs over images, as a share of their size; tick: over 1e-3; cross: under "
    + "1e-6, which is rounding (Karpathy, A recipe for training neural networks, 2019: "
    + "input-independent baseline)"
  static let look = "ladder"

  static func find(in subject: CheckupSubject) -> Finding {
    let network = subject.network
    let indices = subject.samples(atMost: 32)
    guard indices.count > 1 else {
      return .notApplicable("a batch has one image, so there is no other to compare with")
    }
    let batch = subject.data.batch(indices)
    let last = Plan.Phase.forward(network.output.node)
    guard
      let output = subject.execution(batch, through: last, mode: .evaluation)?
        .output(network.output)
    else { return .notApplicable("the output is an input of the network") }
    let share = spread(output, samples: indices.count)
    guard share.isFinite else { return Finding(.cross, nil, "outputs are not finite") }
    return Finding(
      share > 1e-3 ? .tick : share < 1e-6 ? .cross : .unsure, share,
      "over \(indices.count) images the outputs deviate by \(Decimals.short(share)) of their size; "
        + "over 0.001 is expected")
  }

  /// The root mean square of the outputs' distances from their means over samples, over that of the
  /// outputs themselves.
  private static func spread(_ output: Tensor, samples: Int) -> Double {
    let (numbers, size) = (output.elements, output.elements.count / samples)
    var (distances, squares) = (0.0, 0.0)
    for cell in 0..<size {
      let column = (0..<samples).map { Double(numbers[$0 * size + cell]) }
      let mean = column.reduce(0, +) / Double(samples)
      for number in column {
        distances += (number - mean) * (number - mean)
        squares += number * number
      }
    }
    return squares == 0 ? 0 : (distances / squares).squareRoot()
  }
}
