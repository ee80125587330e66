package import CNNModel
import ModelFiles

/// The target output, and the file that it comes from.
package struct WantedOutput: Hashable, Sendable {
  /// How the user names it.
  package let name: String
  /// Numbers in the shape of the network's first output, or a class for every place of it.
  package let target: Target

  /// A target with a name.
  package init(name: String, _ target: Target) {
    (self.name, self.target) = (name.harmless, target)
  }

  /// - Throws: ``UserError`` where there is no such array, or it is not one of the output.
  package init(_ name: String, for network: Network) throws(UserError) {
    let shape = network.outputShapes(of: network.output.node)[network.output.output]
    let array: NumericArray
    do throws(FileError) { array = try ArrayFile.read(name) } catch { throw UserError(error) }
    guard let target = try Self.target(array, shape, network.loss.target) else {
      let places = network.loss.target == .classes ? Self.places(of: shape) : nil
      let classes = places.map { ", or one class for each place, \($0)" } ?? ""
      throw UserError(
        "\(name.harmless): the network gives \(shape)\(classes), but this array is \(array.shape)")
    }
    (self.name, self.target) = (name.harmless, target)
    do throws(ShapeError) { try network.loss.check(output: shape, target: target) } catch {
      throw UserError("\(name.harmless): \(error)")
    }
  }

  private static func target(
    _ array: NumericArray, _ output: Shape, _ kind: TargetKind
  ) throws(UserError) -> Target? {
    if array.shape == output || array.shape == output.sample {
      return .values(array.tensor.reshaped(to: output))
    }
    guard kind == .classes, let places = places(of: output),
      array.shape == places || array.shape == places.sample, let classes = array.int64s
    else { return nil }
    return .classes(classes.map { Int($0) })
  }

  /// The shape of classes, one for every sample and place; `nil` where the output has no class axis.
  private static func places(of output: Shape) -> Shape? {
    output.rank > 1 ? Shape([output[0]] + output.extents.dropFirst(2)) : nil
  }
}
