import CNNModel
import Synchronization

/// A program that is built when it is first asked for: what only looks at a network needs none.
final class DeferredProgram: Sendable {
  private let network: Network
  private let batchSize: Int
  private let level: ProcessorLevel
  private let isBlocked: Bool?
  private let built = Mutex<Result?>(nil)

  private enum Result: Sendable {
    case program(InterleavedProgram)
    case none
  }

  init(_ network: Network, batchSize: Int, level: ProcessorLevel, isBlocked: Bool? = nil) {
    (self.network, self.batchSize) = (network, batchSize)
    (self.level, self.isBlocked) = (level, isBlocked)
  }

  /// - Returns: `nil` where ``InterleavedProgram`` has none for the network.
  var program: InterleavedProgram? {
    built.withLock { built in
      if built == nil {
        let program = InterleavedProgram(
          network, batchSize: batchSize, level: level, isBlocked: isBlocked)
        built = program.map(Result.program) ?? Result.none
      }
      if case .program(let program) = built { return program }
      return nil
    }
  }
}
