import CNNEngine
import CNNModel
public import Testing

/// Runs tests at the processor level ``ProcessorLevel/baseline``, whatever the machine has.
///
/// Levels differ from each other in the last bits, so a test that compares printed numbers (a
/// golden screen, a lesson's answer) asks for this level.
public struct BaselineLevel: SuiteTrait, TestTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await ProcessorLevel.$override.withValue(.baseline) { try await function() }
  }
}

extension Trait where Self == BaselineLevel {
  /// Computes with the baseline instructions on every machine.
  public static var baselineLevel: Self { BaselineLevel() }
}
