import CNNModel

/// Chooses a fault by a number: the same number chooses the same fault of a network and an image.
struct FaultChoice: Sendable {
  private let debugger: Debugger
  private let inspector: PlaceInspector

  /// How many rules are tried before it is given up.
  private static let most = 1000

  init(_ debugger: Debugger) {
    var unchanged = debugger
    FaultGym.plant(nil, in: &unchanged)
    self.debugger = unchanged
    inspector = PlaceInspector(self.debugger)
  }

  /// A fault that can be found on the screen, of the rules that are offered to be typed; places are
  /// equally likely, whatever their number of rules.
  ///
  /// - Throws: ``UserError`` where the network has none.
  func fault(seed: UInt64) throws(UserError) -> PlantedFault {
    let isWithoutTarget = debugger.withoutTarget != nil
    let places = debugger.names.places.filter { !isWithoutTarget || !$0.needsTarget }
    var tried = 0
    for (number, place) in Self.shuffled(places, seed, 0).enumerated() {
      let rules = OfferedRules.at(place, debugger)
      for rule in Self.shuffled(rules, seed, number + 1) where tried < Self.most {
        tried += 1
        guard inspector.keepsShapes(rule), inspector.shows(rule) else { continue }
        return fault(rule, seed: seed)
      }
    }
    throw UserError(
      "\(debugger.network.title) has no rule that could be changed so that it shows for this image")
  }

  /// The fault that a seed chose before, perhaps for another image.
  ///
  /// - Throws: ``UserError`` where the network has no rule with this checksum.
  func fault(seed: UInt64, checksum: UInt64) throws(UserError) -> PlantedFault {
    for place in debugger.names.places {
      for rule in ChangedRule.all(at: place, debugger) {
        let found = fault(rule, seed: seed)
        if found.checksum == checksum { return found }
      }
    }
    throw UserError(
      "\(debugger.network.title) has no rule of that number; fault \(seed) chooses one by its seed")
  }

  /// The fault that is meant by words.
  ///
  /// - Throws: ``UserError`` where no rule is meant, or where it would change nothing that shows.
  func fault(at place: FaultPlace, _ words: [String]) throws(UserError) -> PlantedFault {
    if place.needsTarget, let reason = debugger.withoutTarget { throw UserError(reason) }
    let rules = try Accusation.rules(meantBy: words, at: place, debugger)
    guard
      let rule = rules.first(where: {
        inspector.keepsShapes($0) && inspector.shows($0, orIsNoNumber: true)
      })
    else {
      throw UserError(
        "\(rules[0].rule) changes nothing in \(debugger.names.words(for: place)) that shows for this "
          + "image")
    }
    return fault(rule, seed: nil)
  }

  private func fault(_ rule: ChangedRule, seed: UInt64?) -> PlantedFault {
    PlantedFault(
      place: rule.place, layer: rule.place.node.map { debugger.network.nodes[$0].name } ?? "",
      rule: rule.rule, seed: seed)
  }

  /// Fisher–Yates.
  private static func shuffled<Element>(
    _ elements: [Element], _ seed: UInt64, _ use: Int
  ) -> [Element] {
    let random = CounterRandom(seed: seed, stream: .probe, use, 0xFA)
    var elements = elements
    for index in elements.indices.dropFirst().reversed() {
      elements.swapAt(index, random.below(index + 1, index))
    }
    return elements
  }
}
