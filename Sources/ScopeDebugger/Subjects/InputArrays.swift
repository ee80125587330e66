import CNNModel
import ModelFiles

/// The inputs of a network that takes no single image: the members of an `.npz` archive by their
/// names, or for one input an `.npy` array.
struct InputArrays {
  let input: NetworkInput

  /// - Throws: ``FileError`` where it holds no arrays, or an input is missing or has another shape.
  init(_ path: String, _ network: Network) throws(FileError) {
    let wanted = network.sources.map { network.nodes[$0].names }
    let kind = FileContent.exists(path) ? try FileKind(ofFile: path).format : .empty
    guard kind == .zip || (wanted.count == 1 && FileContent.exists(path)) else {
      let names = wanted.compactMap(\.last).joined(separator: ", ")
      throw FileError(
        path: path,
        reason: wanted.count == 1
          ? "\(network.title) takes an array (.npy) of "
            + "\(network.outputShapes(of: network.sources[0])[0])"
          : "\(network.title) has \(wanted.count) inputs, so an .npz with \(names) is expected")
    }
    let arrays = try ArrayFile.readAll(path)
    var inputs: [Value] = []
    for (source, names) in zip(network.sources, wanted) {
      let named = arrays.first { names.contains($0.name) }
      guard let array = named?.array ?? (wanted.count == 1 ? arrays.first?.array : nil) else {
        throw FileError(path: path, reason: "there is no array \((names.last ?? "").quoted) in it")
      }
      let shape = network.outputShapes(of: source)[0]
      guard array.shape == shape || array.shape.count == shape.count && array.shape == shape.sample
      else {
        throw FileError(
          path: path,
          reason: "\((names.last ?? "").quoted) is \(array.shape), but \(shape) is expected")
      }
      inputs.append(array.value.reshaped(to: shape))
    }
    input = NetworkInput(path, inputs: inputs)
  }
}

extension Network {
  /// The member of an archive that is called like the only source, as `file.npz:name`; the name
  /// itself where there is none.
  func reference(in name: String) throws(FileError) -> String {
    guard FileContent.exists(name), try FileKind(ofFile: name).format == .zip else { return name }
    let members = try ArrayFile.readAll(name).map(\.name)
    let member = nodes[sources[0]].names.last { members.contains($0) }
    return member.map { "\(name):\($0)" } ?? name
  }
}

extension Network.Node {
  /// What it is called, last as in the file that the network came from.
  fileprivate var names: [String] { [name] + outputNames }
}
