/// A layer's computation with one rule changed, in one of its passes: what a certain mistake computes.
///
/// It answers "which changed computation gives exactly that?", and a network can be given one at a
/// node (``Network/replacing(_:at:)``) as a planted fault, where it keeps the shapes. The layer itself
/// stays as it is: its definitions, its shapes and its reference pass still tell the truth.
///
/// A layer gets its alternatives from the families that it belongs to, without a line of its own
/// (``Layer/alternatives(for:)``).
public struct Alternative: Sendable {
  /// The pass of a layer that is changed.
  public enum Phase: String, Hashable, Sendable, CaseIterable { case forward, backward }

  /// How specific a rule is: of several rules that give the same numbers, the most specific ones are
  /// what somebody did.
  public enum Tier: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// A rule of the layer's own definition: its window, its slope, its statistics.
    case rule
    /// Another value of an option, another operation, or other parameters.
    case attribute
    /// Numbers in another order, or rounded.
    case arrangement
    /// What can happen to any array: a factor, a part of a batch.
    case general

    public static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
  }

  /// The changed rule, which the two passes may share: `stride-ignored`. Unique within a layer and a
  /// phase, and the same from version to version.
  public let rule: String
  /// What is changed, as a clause: `the stride is left out`.
  public let what: String
  /// Where to look, without giving the rule away, as a sentence.
  public let hint: String
  /// The pass that is changed.
  public let phase: Phase
  /// How specific the rule is.
  public let tier: Tier
  /// Whether results may have other shapes than the layer's, so that no network can be given it.
  public private(set) var changesShapes = false
  private let layer: any Layer
  private let computation: Computation

  private enum Computation: Sendable {
    case forward(@Sendable (ForwardPass) -> ForwardResult)
    case backward(@Sendable (BackwardPass) -> Gradients)
    case result(@Sendable (ForwardPass, ForwardResult) -> ForwardResult)
    case gradients(@Sendable (BackwardPass, Gradients) -> Gradients)
  }

  /// The rule and the pass: `stride-ignored-backward`. Unique within a layer.
  public var name: String { "\(rule)-\(phase.rawValue)" }

  /// What is computed, as a sentence: `In the backward pass the stride is left out.`
  public var sentence: String { "In the \(phase.rawValue) pass \(what)." }

  /// The outputs: the layer's own unless they are what is changed. Their shapes may be others.
  ///
  /// - Parameter own: what the layer itself computes, where it is known already.
  public func forward(_ pass: ForwardPass, own: ForwardResult? = nil) -> ForwardResult {
    switch computation {
    case .forward(let compute): compute(pass)
    case .result(let change): change(pass, own ?? layer.forward(pass))
    case .backward, .gradients: own ?? layer.forward(pass)
    }
  }

  /// The gradients: the layer's own unless they are what is changed. Their shapes may be others.
  ///
  /// - Parameter own: what the layer itself computes, where it is known already.
  public func backward(_ pass: BackwardPass, own: Gradients? = nil) -> Gradients {
    switch computation {
    case .backward(let compute): compute(pass)
    case .gradients(let change): change(pass, own ?? layer.backward(pass))
    case .forward, .result: own ?? layer.backward(pass)
    }
  }
}

extension Alternative {
  /// A changed forward pass.
  ///
  /// - Parameters:
  ///   - rule: without the pass.
  ///   - what: the sentence behind "In the forward pass", without a full stop.
  ///   - hint: a sentence that says where to look.
  init(
    _ rule: String, _ what: String, hint: String, _ tier: Tier = .rule, of layer: any Layer,
    forward compute: @escaping @Sendable (ForwardPass) -> ForwardResult
  ) {
    self.init(rule, what, hint: hint, .forward, tier, layer, .forward(compute))
  }

  /// A changed backward pass; the parameters are those of the changed forward pass.
  init(
    _ rule: String, _ what: String, hint: String, _ tier: Tier = .rule, of layer: any Layer,
    backward compute: @escaping @Sendable (BackwardPass) -> Gradients
  ) {
    self.init(rule, what, hint: hint, .backward, tier, layer, .backward(compute))
  }

  /// A changed forward pass that goes on from what the layer itself computes.
  init(
    _ rule: String, _ what: String, hint: String, _ tier: Tier = .rule, of layer: any Layer,
    result change: @escaping @Sendable (ForwardPass, ForwardResult) -> ForwardResult
  ) {
    self.init(rule, what, hint: hint, .forward, tier, layer, .result(change))
  }

  /// A changed backward pass that goes on from the gradients that the layer itself computes.
  init(
    _ rule: String, _ what: String, hint: String, _ tier: Tier = .rule, of layer: any Layer,
    gradients change: @escaping @Sendable (BackwardPass, Gradients) -> Gradients
  ) {
    self.init(rule, what, hint: hint, .backward, tier, layer, .gradients(change))
  }

  /// The alternatives of one rule: of each pass that it has a clause for.
  ///
  /// - Parameter changesShapes: whether the outputs may have other shapes.
  static func ofPasses(
    _ rule: String, _ clauses: (forward: String?, backward: String?), hint: String,
    changesShapes: Bool, of layer: any Layer,
    forward: @escaping @Sendable (ForwardPass) -> ForwardResult,
    backward: @escaping @Sendable (BackwardPass) -> Gradients
  ) -> [Alternative] {
    [
      clauses.forward.map { what in
        let changed = Alternative(rule, what, hint: hint, of: layer, forward: forward)
        return changesShapes ? changed.withOtherShapes : changed
      },
      clauses.backward.map { Alternative(rule, $0, hint: hint, of: layer, backward: backward) },
    ].compactMap(\.self)
  }

  /// The same, marked as one whose results may have other shapes.
  var withOtherShapes: Alternative {
    var changed = self
    changed.changesShapes = true
    return changed
  }

  private init(
    _ rule: String, _ what: String, hint: String, _ phase: Phase, _ tier: Tier,
    _ layer: any Layer, _ computation: Computation
  ) {
    (self.rule, self.what, self.hint) = (rule, what, hint)
    (self.phase, self.tier, self.layer, self.computation) = (phase, tier, layer, computation)
  }
}
