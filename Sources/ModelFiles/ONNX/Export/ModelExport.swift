import CNNModel
import Foundation
internal import SwiftProtobuf

/// A network as an ONNX model.
///
/// Source: the specification of ONNX, operator set 21 with version 10 of the format.
public enum ModelExport {
  /// The versions that the model declares.
  private static let (formatVersion, operatorSet) = (10, 21)

  /// The bytes of a model that computes the network's outputs as for a prediction.
  ///
  /// Its initializers are called as PyTorch calls parameters: `conv1.weight`, `bn1.running_mean`. The
  /// batch has any size where the network's layers take any.
  ///
  /// - Parameters:
  ///   - state: the numbers of parameters and running statistics.
  ///   - path: what the error calls the file.
  /// - Throws: ``FileError`` naming the layer that no operators of ONNX compute, and where the model
  ///   is larger than the format allows.
  public static func encode(
    _ network: Network, _ state: ModelState, path: String
  ) throws(FileError) -> [UInt8] {
    try check(network, path)
    var writer = GraphWriter(network, state)
    for node in network.nodes.indices { try writer.add(node, path: path) }
    var model = ProtoModel()
    model.irVersion = Int64(formatVersion)
    model.producerName = "cnnscope"
    var operators = ProtoOperatorSet()
    operators.version = Int64(operatorSet)
    model.opsetImport = [operators]
    model.graph = writer.finished()
    do { return try model.serializedBytes() } catch {
      throw FileError(
        path: path, reason: "not written: the model exceeds the 2 GB that an ONNX file may have")
    }
  }

  private static func check(_ network: Network, _ path: String) throws(FileError) {
    if let missing = network.missing.first {
      throw FileError(
        path: path,
        reason:
          "\(network.title.harmless) lacks \(missing.name.quoted) (\(missing.kind.harmless)), "
          + "so it cannot be written")
    }
    if let fault = network.nodes.first(where: { $0.alternative != nil }) {
      throw FileError(
        path: path,
        reason:
          "\(fault.name.quoted) computes by another rule than its layer's, which no operator of "
          + "ONNX does")
    }
  }
}
