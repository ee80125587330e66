import CNNModel
import ScopeDebugger

/// The order in which maps are shown.
extension Selection {
  /// The indices of the maps that are seen, in the chosen order.
  func ordered(_ maps: FeatureMaps, _ session: Session) -> [Int] {
    guard isOrdered(session) else { return Array(0..<maps.count) }
    guard order.needsGradient else { return order.indices(of: maps) }
    let activations = self.maps(of: .activation, session) ?? maps
    return order.indices(of: activations, gradients: self.maps(of: .gradient, session))
  }

  /// Whether the maps that are seen can be in the chosen order, and that is not their own.
  func isOrdered(_ session: Session) -> Bool {
    guard order != .index, !showsOriginal(session) else { return false }
    return !order.needsGradient || isImage(kind) && self.maps(of: .gradient, session) != nil
  }

  /// The activations or gradients of the selected layer; `nil` where there are none yet.
  private func maps(of kind: TensorReference.Kind, _ session: Session) -> FeatureMaps? {
    let reference = TensorReference(node, kind)
    return session.debugger.tensors.value(of: reference).map {
      seen(session.debugger.tensors.maps($0, of: reference))
    }
  }

  /// Chooses an order, and selects the map that comes first in it.
  ///
  /// - Throws: ``UserError`` where the order needs gradients that were not computed yet.
  mutating func choose(_ order: MapOrder, _ session: Session) throws(UserError) {
    if order.needsGradient {
      let reference = TensorReference(node, .gradient)
      if let absence = session.debugger.tensors.absence(of: reference) { throw UserError(absence) }
      guard isImage(kind) else {
        throw UserError(
          "order \(order.rawValue) is for activations and their gradients; a and d show them")
      }
    }
    self.order = order
    if order != .index, let first = maps(session).flatMap({ ordered($0, session).first }) {
      channel = first
    }
  }

  mutating func choose(channel wanted: RelativeIndex, _ session: Session) throws(UserError) {
    guard let maps = maps(session), maps.count > 0 else {
      throw UserError(session.debugger.tensors.absence(of: reference) ?? "there are no maps")
    }
    if case .index = wanted {
      guard let channel = wanted.resolved(from: channel, count: maps.count) else {
        throw UserError("there are the maps 0 to \(maps.count - 1), not \"\(wanted.text)\"")
      }
      self.channel = channel
      return
    }
    let ordered = ordered(maps, session)
    let place = ordered.firstIndex(of: channel) ?? 0
    if let next = wanted.resolved(from: place, count: maps.count) { channel = ordered[next] }
  }

  /// Selects the map so many places further in the order, or the first or the last.
  mutating func moveMaps(by distance: Int, _ session: Session) {
    guard let maps = maps(session), maps.count > 0 else { return }
    let ordered = ordered(maps, session)
    let place = (ordered.firstIndex(of: channel) ?? 0) + distance
    channel = ordered[min(max(0, place), maps.count - 1)]
  }
}
