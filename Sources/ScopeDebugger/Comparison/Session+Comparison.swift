import CNNModel
import Comparison
import ModelFiles

/// A network beside somebody else's activations, with the arrays to look at.
package struct ShownComparison: Sendable {
  /// The rows, the verdict and the causes.
  package let comparison: NetworkComparison
  /// The file of the reference.
  package let path: String
  /// The arrays of the layers, as far as they fit into memory.
  package private(set) var tensors: [ValueReference: ComparedTensors] = [:]

  /// The most numbers that are kept, for three arrays of each layer.
  private static let most = 1 << 26

  /// Looks whether a file can be a reference, without reading its arrays.
  ///
  /// - Throws: ``UserError`` where it cannot.
  package static func check(file path: String) throws(UserError) {
    do throws(FileError) { _ = try NpzArchive(path) } catch { throw UserError(error) }
  }

  /// Compares the network, its parameters of this moment and its input with the activations in a
  /// file.
  ///
  /// - Parameter progress: is told how many layers are done.
  /// - Throws: ``UserError`` where the file cannot be read or has nothing of this network.
  package init(
    _ session: Session, file path: String,
    progress: @escaping (_ done: Int, _ total: Int, _ what: String) -> Void = { _, _, _ in }
  ) throws(UserError) {
    let network = session.network
    let batch = session.debugger.setup.input.batch(for: network).batch
    let inputs = batch.inputs.indices.map {
      batch.exactInputs[$0] ?? Value.floats(batch.inputs[$0])
    }
    let kept = KeptTensors()
    do throws(FileError) {
      comparison = try Comparer(
        ComparedNetwork(network, state: session.debugger.state), ReferenceArrays(file: path),
        inputs: inputs, keep: { kept.add($0, $1, most: Self.most) }, progress: progress
      ).compare()
    } catch {
      throw UserError(error)
    }
    (self.path, tensors) = (path, kept.tensors)
  }
}

/// Collects arrays up to a limit.
private final class KeptTensors {
  private(set) var tensors: [ValueReference: ComparedTensors] = [:]
  private var count = 0

  func add(_ value: ValueReference, _ added: ComparedTensors, most: Int) {
    count += 3 * added.reference.shape.count
    if count <= most { tensors[value] = added }
  }
}
