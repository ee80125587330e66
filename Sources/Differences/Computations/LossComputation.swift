import CNNModel

/// The value of a loss and its gradient with respect to the output of a network.
public struct LossComputation: Computation {
  /// The loss.
  public let loss: any Loss
  /// The desired output.
  public let target: Target

  /// - Precondition: the loss compares the output with the target.
  public init(_ loss: any Loss, target: Target) { (self.loss, self.target) = (loss, target) }

  public var text: String { "loss \(loss.text)" }

  public var roles: [ArrayRole] { [.input(0), .target, .output(0), .inputGradient(0)] }

  public func name(of role: ArrayRole) -> String {
    switch role {
    case .target: "target"
    case .output: "y"
    case .inputGradient: "gx"
    default: "x"
    }
  }

  public func results(of given: RoleArrays) -> RoleArrays {
    guard let output = given[.input(0)] else { return [:] }
    return [
      .output(0): Tensor(shape: [1], elements: [loss.value(output, target)]),
      .inputGradient(0): loss.gradient(output, target),
    ]
  }

  public func gradients(of given: RoleArrays, outputs: RoleArrays) -> RoleArrays {
    results(of: given).filter { $0.key.isGradient }
  }

  public func changes(for given: RoleArrays) -> [ChangedComputation] {
    guard let output = given[.input(0)] else { return [] }
    return loss.alternatives(for: output.shape, target).map { alternative in
      ChangedComputation(
        name: alternative.rule, tier: alternative.tier,
        results: [
          .output(0): ChangedResult(what: alternative.what, hint: alternative.hint) {
            alternative.values(output).map { Tensor(shape: [1], elements: [$0]) }
          },
          .inputGradient(0): ChangedResult(what: alternative.what, hint: alternative.hint) {
            alternative.gradients(output)
          },
        ])
    }
  }

  public func define(_ role: ArrayRole, at cell: Position, of given: RoleArrays) -> Expression? {
    guard let output = given[.input(0)] else { return nil }
    return switch role {
    case .output: loss.define(output, target)
    case .inputGradient: loss.defineGradient(cell, output, target)
    default: nil
    }
  }
}
