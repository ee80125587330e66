import CNNModel
import Differences
import ModelFiles
import ReferenceFolder

/// One answer of the reference data: a layer or a loss, what went in, and what somebody got.
struct ReferenceAnswer: Sendable {
  let id: String
  /// The mistake in it, or `right`.
  let truth: String
  /// The mistakes that give the same arrays.
  let same: [String]
  /// The arrays that are wrong.
  let wrong: Set<ArrayRole>
  let computation: any Computation
  let given: RoleArrays
  let theirs: RoleArrays

  /// All answers for single layers.
  static func all() throws -> [ReferenceAnswer] {
    try ReferenceFolder.json("answers/manifest.json")["items"]?.elements.map(ReferenceAnswer.init)
      ?? []
  }

  init(_ item: JSON) throws {
    (id, truth) = (item["id"]?.string ?? "", item["truth"]?.string ?? "")
    same = (item["same_as"]?.elements ?? []).compactMap(\.string)
    wrong = Set((item["wrong"]?.elements ?? []).compactMap { Self.roles[$0.string ?? ""] })
    let arrays = try Self.arrays(of: item)
    theirs = arrays.filter(\.key.isResult)
    let words = Word.split((item["spec"]?.string ?? "")[...])
    let given = arrays.filter { !$0.key.isResult }
    if let loss = try? LossCatalog.loss(words) {
      computation = LossComputation(loss, target: Self.target(given))
      self.given = given
    } else {
      let layer = try LayerCatalog.layer(words)
      let shapes = (0..<3).compactMap { given[.input($0)]?.shape }
      let mode: ComputeMode = item["training"]?.bool == true ? .training : .evaluation
      computation = LayerComputation(layer, inputs: shapes, mode: mode)
      self.given = given.merging(Self.initial(layer, shapes)) { given, _ in given }
    }
  }

  private static let roles: [String: ArrayRole] = [
    "x": .input(0), "x0": .input(0), "x1": .input(1), "weight": .parameter(0),
    "bias": .parameter(1), "target": .target, "gy": .outputGradient(0), "y": .output(0),
    "gx": .inputGradient(0), "gx0": .inputGradient(0), "gx1": .inputGradient(1),
    "gw": .parameterGradient(0), "gb": .parameterGradient(1),
  ]

  private static func target(_ given: RoleArrays) -> Target {
    let target = given[.target] ?? .zeros([])
    return target.shape == given[.input(0)]?.shape
      ? .values(target) : .classes(target.elements.map { Int($0) })
  }

  /// Parameters and running statistics as they begin.
  private static func initial(_ layer: any Layer, _ shapes: [Shape]) -> RoleArrays {
    var arrays: RoleArrays = [:]
    for (index, parameter) in layer.parameters(for: shapes).enumerated() {
      arrays[.parameter(index)] = Tensor(
        shape: parameter.shape, repeating: parameter.kind == .scale ? 1 : 0)
    }
    for (index, statistic) in layer.statistics(for: shapes).enumerated() {
      arrays[.statistic(index)] = Tensor(shape: statistic.shape, repeating: statistic.initial)
    }
    return arrays
  }

  private static func arrays(of item: JSON) throws -> RoleArrays {
    let path = ReferenceFolder.path("answers/\(item["file"]?.string ?? "")")
    let members = try ArrayFile.readAll(path)
    var arrays: RoleArrays = [:]
    for (name, member) in item["names"]?.members ?? [:] {
      guard let role = roles[name], let found = members.first(where: { $0.name == member.string })
      else { continue }
      arrays[role] = found.array.tensor.planar(
        role, isChannelsLast: item["layout"]?.string == "nhwc",
        weight: item["weight_layout"]?.string ?? "")
    }
    return arrays
  }
}

extension Tensor {
  /// With the axes in our order.
  fileprivate func planar(_ role: ArrayRole, isChannelsLast: Bool, weight: String) -> Tensor {
    guard isChannelsLast else { return self }
    guard role == .parameter(0) || role == .parameterGradient(0) else {
      return shape.rank == 4 ? transposed([0, 3, 1, 2]) : self
    }
    switch weight {
    case "HWIO", "HWOI": return transposed([3, 2, 0, 1])
    case "HWCM":
      return transposed([2, 3, 0, 1]).reshaped(to: [shape[2] * shape[3], 1, shape[0], shape[1]])
    case "IO": return transposed([1, 0])
    default: return self
    }
  }
}
