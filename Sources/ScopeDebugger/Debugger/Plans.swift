import CNNEngine
import CNNModel

/// How a network runs, by batch size and planted fault; each plan is made when it is first asked for.
struct Plans: Sendable {
  private struct Key: Hashable {
    let fault: PlantedFault?
    let batchSize: Int
  }

  private var known: [Key: Plan] = [:]

  /// The plan of a network, which is always the same one.
  mutating func plan(_ network: Network, _ fault: PlantedFault?, batchSize: Int) -> Plan {
    let key = Key(fault: fault, batchSize: batchSize)
    if let plan = known[key] { return plan }
    let plan = Plan(fault?.planted(in: network) ?? network, batchSize: batchSize)
    known[key] = plan
    return plan
  }
}
