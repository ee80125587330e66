import CNNEngine
import CNNModel

/// A number that is held, and so has no computation.
package struct HeldNumber {
  /// `conv2[3,0,0] is held at 0.5: its value does not depend on the layer's inputs`
  let sentence: String

  /// - Returns: `nil` for a number that is computed.
  package init?(_ number: NumberReference, _ debugger: Debugger) {
    guard case .cell(let reference, let position) = number, reference.kind == .activation,
      let held = Self.held(debugger)[reference.node]
    else { return nil }
    let shape = debugger.network.outputShapes(of: reference.node, batch: debugger.batchSize)[0]
    guard let value = held.number(at: shape.offset(of: position)) else { return nil }
    sentence =
      "\(debugger.names.name(of: number)) is held at \(value.shortest): its value does not depend on "
      + "the layer's inputs"
  }

  static let gradientSentence =
    "cells of the layer are held: their gradient stops there, and nothing of it is in this number"

  /// Whether a gradient is one that a layer with held cells gives: to its inputs or parameters.
  static func stopsGradient(of number: NumberReference, _ debugger: Debugger) -> Bool {
    guard case .cell(let reference, _) = number else { return false }
    let held = held(debugger)
    switch reference.kind {
    case .parameterGradient: return held[reference.node] != nil
    case .gradient:
      let consumers = debugger.network.consumers(of: ValueReference(reference.node))
      return consumers.contains { held[$0.node] != nil }
    case .activation, .parameter, .statistic: return false
    }
  }

  private static func held(_ debugger: Debugger) -> [Int: HeldCells] {
    debugger.setup.edits.held(at: debugger.step)
  }
}
