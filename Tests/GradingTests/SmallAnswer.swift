import CNNModel
import Differences
import Foundation
import Grading
import ModelFiles

/// A layer with arrays of a test, and what is stored of them.
struct SmallAnswer {
  let subject: GradedSubject
  let given: RoleArrays
  let right: RoleArrays
  let computation: any Computation

  /// - Parameter given: the arrays that go in.
  init(_ spec: String, mode: ComputeMode = .evaluation, _ given: RoleArrays) throws {
    subject = try GradedSubject(spec)
    self.given = given
    guard case .layer(let layer) = subject else { throw FileError(path: spec, reason: "no layer") }
    let inputs = (0..<4).compactMap { given[.input($0)]?.shape }
    computation = LayerComputation(layer, inputs: inputs, mode: mode)
    right = computation.results(of: given)
  }

  /// A convolution from 2 to 3 channels with unlike extents.
  static func convolution() throws -> SmallAnswer {
    try SmallAnswer(
      "conv 3 2x3 stride 2x1",
      [
        .input(0): numbers([2, 2, 5, 6], 1), .parameter(0): numbers([3, 2, 2, 3], 2),
        .parameter(1): numbers([3], 3), .outputGradient(0): numbers([2, 3, 2, 4], 4),
      ])
  }

  /// Numbers from −1 to 1 without a pattern.
  static func numbers(_ shape: Shape, _ seed: Int) -> Tensor {
    Tensor(
      shape: shape,
      elements: (0..<shape.count).map { Float(($0 * 37 + seed * 101) % 83 - 41) / 41 })
  }

  /// Writes arrays under names, each changed before.
  func write(
    to path: String, _ names: [ArrayRole: String], results: RoleArrays? = nil,
    _ change: (ArrayRole, Tensor) -> Tensor = { $1 }
  ) throws {
    let all = given.merging(results ?? right) { $1 }
    try NpzFile.write(
      names.compactMap { role, name in
        all[role].map { NamedArray(name, NumericArray(change(role, $0))) }
      }, to: path)
  }

  static let usualNames: [ArrayRole: String] = [
    .input(0): "x", .parameter(0): "weight", .parameter(1): "bias", .outputGradient(0): "gy",
    .output(0): "y", .inputGradient(0): "gx", .parameterGradient(0): "gw",
    .parameterGradient(1): "gb",
  ]

  /// The verdicts by name.
  static func verdicts(_ answer: GradedAnswer) -> [String: ArrayJudgement.Verdict] {
    Dictionary(
      answer.cases.flatMap(\.arrays).map { ($0.name, $0.verdict) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension Tensor {
  /// With its axes in another order: axis `i` of the result is axis `axes[i]` of this one.
  func transposed(_ axes: [Int]) -> Tensor {
    let shape = Shape(axes.map { self.shape[$0] })
    return Tensor(
      shape: shape,
      elements: (0..<shape.count).map { offset in
        let cell = shape.position(at: offset)
        var own = Position(axes)
        for (place, axis) in axes.enumerated() { own[axis] = cell[place] }
        return self[own]
      })
  }
}
