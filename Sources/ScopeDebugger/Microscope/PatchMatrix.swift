import CNNEngine

/// A layer as one product of matrices (im2col): the kernel as a row, times the patches of the input
/// as columns, is the row of the outputs.
///
/// Only the patches around one output are there: a whole matrix of a large layer has millions of
/// numbers.
public struct PatchMatrix: Sendable {
  /// The weights of the output's channel, in reading order.
  public let kernel: [Float]
  /// A column for every output, a row for every weight; `nil` where none meets the weight.
  public let patches: [[Double?]]
  /// What the engine stored, for every column.
  public let outputs: [Float]
  /// The column of the output under the microscope, and which output the first column is.
  public let current: Int
  public let first: Int
  /// How many columns the whole matrix has.
  public let count: Int
  /// What is added to every product of kernel and patch.
  public let bias: Double
}

extension Debugger {
  /// The matrix around an output.
  ///
  /// - Parameter columns: how many patches at most.
  /// - Throws: ``UserError`` for a number that is no sum over weights.
  public func patchMatrix(
    of number: NumberReference, columns: Int
  ) throws(UserError) -> PatchMatrix {
    let computation = try computation(of: number)
    guard case .cell(let reference, let position) = number, reference.kind == .activation,
      let weights = Self.weights(computation.root), let tensor = tensor(reference)
    else {
      throw UserError("\(name(of: number)) is no sum of cells times weights: it has no matrix")
    }
    let maps = FeatureMaps(tensor, .activation)
    let plane = position.indices.count > 2 ? maps[0].rows * maps[0].columns : 1
    let offset = tensor.shape.offset(of: position)
    let (start, current) = (offset / plane * plane, offset % plane)
    let first = max(0, min(current - columns / 2, plane - columns))
    let shown = first..<min(plane, first + max(1, columns))
    let order = Dictionary(uniqueKeysWithValues: zip(weights.keys, weights.keys.indices))
    var patches: [[Double?]] = []
    for column in shown {
      let cell = tensor.shape.position(at: start + column)
      patches.append(try patch(.cell(reference, cell), order))
    }
    return PatchMatrix(
      kernel: weights.values.map { Float($0) }, patches: patches,
      outputs: shown.map { tensor[start + $0] }, current: current - first, first: first,
      count: plane, bias: computation.root.addends.filter { $0.read == nil }.reduce(0) { $0 + $1.value })
  }

  /// What every weight meets for one output.
  private func patch(
    _ number: NumberReference, _ order: [Position: Int]
  ) throws(UserError) -> [Double?] {
    var patch = [Double?](repeating: nil, count: order.count)
    guard let parts = definitions(of: number) else { return patch }
    for part in parts {
      for addend in Part(part.expression, part.definer).addends {
        guard let read = addend.read, let place = addend.met?.position, let row = order[place]
        else { continue }
        patch[row] = read.value
      }
    }
    return patch
  }

  /// All weights of the maps that some addend meets, in reading order.
  private static func weights(_ root: Part) -> (keys: [Position], values: [Double])? {
    var met: [Position: Double] = [:]
    for addend in root.addends {
      guard addend.read != nil else { continue }
      guard let term = addend.met, case .parameter(_, let position) = term.source else { return nil }
      met[position] = term.value
    }
    guard !met.isEmpty else { return nil }
    let keys = met.keys.sorted { $0.indices.lexicographicallyPrecedes($1.indices) }
    return (keys, keys.map { met[$0] ?? 0 })
  }
}
