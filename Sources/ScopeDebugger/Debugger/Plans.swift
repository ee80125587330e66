import CNNEngine
import CNNModel

/// How a network runs, by batch size, planted fault and held cells; each plan is made when it is first asked for.
struct Plans: Sendable {
  private struct Key: Hashable {
    let fault: PlantedFault?
    let held: [Int: HeldCells]
    let batchSize: Int
  }

  private var known: [Key: Plan] = [:]
  /// How many plans are kept before those with held cells are forgotten.
  private static let most = 16

  /// The plan of a network, which is always the same one.
  mutating func plan(
    _ network: Network, _ setup: StepSetup, step: Int, batchSize: Int
  ) -> Plan {
    let held = setup.edits.held(at: step)
    let key = Key(fault: setup.fault, held: held, batchSize: batchSize)
    if let plan = known[key] { return plan }
    // Every drawn or typed number would leave a plan behind.
    if known.count >= Self.most { known = known.filter { $0.key.held.isEmpty } }
    let changed = setup.fault?.planted(in: network) ?? network
    let holding = held.reduce(changed) { network, cells in
      network.replacing(.holding(cells.value, in: network.nodes[cells.key]), at: cells.key)
    }
    let plan = Plan(holding, batchSize: batchSize)
    known[key] = plan
    return plan
  }
}
