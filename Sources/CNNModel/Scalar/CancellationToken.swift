import Synchronization

/// Says whether what is being computed is still wanted: long loops ask it and end early.
public final class CancellationToken: Sendable {
  private let flag = Atomic(false)

  public init() {}

  /// The token of the computation under way; `nil` for one that cannot be cancelled.
  @TaskLocal package static var current: CancellationToken?

  /// Whether the computation under way was cancelled: what it gives may be incomplete.
  public static var isCancelled: Bool { current?.isCancelled ?? false }

  /// Does work that can be cancelled by this token.
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
