/// A layer's computation with one rule changed, in one of its passes: what a certain mistake computes.
///
/// It answers "which changed computation gives exactly that?", and a network can be given one at a
/// node (``Network/replacing(_:at:)``) as a planted fault. The layer itself stays as it is: its
/// definitions, its shapes and its reference pass still tell the truth.
///
/// A layer gets its alternatives from the families that it belongs to, without a line of its own
/// (``Layer/alternatives(for:)``).
public struct Alternative: Sendable {
  /// The pass of a layer that is changed.
  public enum Phase: String, Hashable, Sendable, CaseIterable { case forward, backward }

  /// What stays the same from version to version: `stride-ignored-backward`. Unique within a layer.
  public let name: String
  /// What is computed, as a sentence: `In the backward pass the stride is left out.`
  public let sentence: String
  /// The pass that is changed.
  public let phase: Phase
  private let layer: any Layer
  private let computation: Computation

  private enum Computation: Sendable {
    case forward(@Sendable (ForwardPass) -> ForwardResult)
    case backward(@Sendable (BackwardPass) -> Gradients)
  }

  /// The outputs: the layer's own unless they are what is changed.
  public func forward(_ pass: ForwardPass) -> ForwardResult {
    if case .forward(let compute) = computation { compute(pass) } else { layer.forward(pass) }
  }

  /// The gradients: the layer's own unless they are what is changed.
  public func backward(_ pass: BackwardPass) -> Gradients {
    if case .backward(let compute) = computation { compute(pass) } else { layer.backward(pass) }
  }
}

extension Alternative {
  /// A changed forward pass.
  ///
  /// - Parameters:
  ///   - name: without the pass, which is added.
  ///   - what: the sentence behind "In the forward pass", without a full stop.
  init(
    _ name: String, _ what: String, of layer: any Layer,
    forward compute: @escaping @Sendable (ForwardPass) -> ForwardResult
  ) {
    self.init(name, what, .forward, layer, .forward(compute))
  }

  /// A changed backward pass; the parameters are those of ``init(_:_:of:forward:)``.
  init(
    _ name: String, _ what: String, of layer: any Layer,
    backward compute: @escaping @Sendable (BackwardPass) -> Gradients
  ) {
    self.init(name, what, .backward, layer, .backward(compute))
  }

  private init(
    _ name: String, _ what: String, _ phase: Phase, _ layer: any Layer,
    _ computation: Computation
  ) {
    self.name = "\(name)-\(phase.rawValue)"
    sentence = "In the \(phase.rawValue) pass \(what)."
    (self.phase, self.layer, self.computation) = (phase, layer, computation)
  }
}
