import CNNModel
import ModelFiles

/// Somebody's tensors of a network, by what they are.
struct NetworkAnswerFile: Sendable {
  let path: String
  let layout: ImageLayout
  /// The tensors; where their shape is not the right one, in any shape.
  let theirs: [NetworkTensor: Tensor]
  /// The names in the file.
  let members: [NetworkTensor: String]
  /// The names that mean nothing here.
  let unknown: [String]

  /// - Throws: ``FileError`` where no name is that of a tensor of the network.
  init(
    _ file: AnswerFile, _ task: NetworkTask, _ right: [NetworkTensor: Tensor],
    layout wanted: ImageLayout?
  ) throws(FileError) {
    let (found, unknown) = Self.matched(file.arrays, task)
    guard !found.isEmpty else {
      let names = task.tensors.prefix(3).map { $0.name(in: task.network) }.joined(separator: ", ")
      throw FileError(
        path: file.path,
        reason: "no name in it is known: it holds \(file.listing), and those of "
          + "\(task.network.title) are expected: \(names) …, "
          + "\(task.tensors.last?.name(in: task.network) ?? "")")
    }
    path = file.path
    (members, self.unknown) = (found.mapValues(\.name), unknown)
    let readings = (wanted.map { [$0] } ?? ImageLayout.allCases).map { layout in
      (layout, Self.plain(found, right, layout))
    }
    let best = readings.max { a, b in a.1.fitting(right) < b.1.fitting(right) }
    // Of two layouts that fit alike the first one is meant.
    let first = readings.first { $0.1.fitting(right) == best?.1.fitting(right) }
    (layout, theirs) = first ?? (.nchw, [:])
  }

  /// The arrays whose names are those of tensors, and the names that mean nothing.
  private static func matched(
    _ arrays: [NamedArray], _ task: NetworkTask
  ) -> (found: [NetworkTensor: NamedArray], unknown: [String]) {
    let network = task.network
    var byName: [String: NetworkTensor] = ["loss": .loss]
    for tensor in task.tensors { byName[tensor.name(in: network)] = tensor }
    let known = Set(
      network.nodes.indices.flatMap { node in
        network.parameters(of: node).map { "\(network.nodes[node].name).\($0.name)" }
          + [network.nodes[node].name]
      })
    var found: [NetworkTensor: NamedArray] = [:]
    var unknown: [String] = []
    for named in arrays {
      let name = named.name.hasSuffix(".grad") ? named.name + "ient" : named.name
      if let tensor = byName[name] {
        found[tensor] = named
      } else if !known.contains(name) {
        unknown.append(named.name)
      }
    }
    return (found, unknown)
  }

  private static func plain(
    _ found: [NetworkTensor: NamedArray], _ right: [NetworkTensor: Tensor], _ layout: ImageLayout
  ) -> [NetworkTensor: Tensor] {
    var theirs: [NetworkTensor: Tensor] = [:]
    for (tensor, named) in found {
      guard let shape = right[tensor]?.shape else { continue }
      let array = named.array.tensor
      if case .parameterGradient = tensor {
        let ways = WeightLayout.all(rank: array.shape.rank, layout).compactMap { $0.plain(array) }
        theirs[tensor] = ways.first { $0.shape == shape } ?? array.fitted(to: shape) ?? array
      } else {
        let plain = layout.plain(array)
        theirs[tensor] = plain.fitted(to: shape) ?? array.fitted(to: shape) ?? plain
      }
    }
    return theirs
  }
}

extension [NetworkTensor: Tensor] {
  /// How many have the right shape.
  fileprivate func fitting(_ right: [NetworkTensor: Tensor]) -> Int {
    count { right[$0.key]?.shape == $0.value.shape }
  }
}
