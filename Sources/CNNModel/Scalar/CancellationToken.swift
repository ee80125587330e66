import Synchronization

/// A flag by which a computation is cancelled: long loops read it and end early.
public final class CancellationToken: Sendable {
  private let flag = Atomic(false)

  /// A token that is not cancelled.
  public init() {}

  /// The token of the current computation; `nil` if it cannot be cancelled.
  @TaskLocal package static var current: CancellationToken?

  /// Whether the current computation was cancelled; its results may then be incomplete.
  public static var isCancelled: Bool { current?.isCancelled ?? false }

  /// Runs a computation that this token can cancel.
  public func run<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = Self.$current.withValue(self) { Swift.Result(catching: work) }
    return try result.get()
  }

  /// Cancels; may be called in a signal handler.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether the work was cancelled.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
