import CNNModel

/// What the first step of a debugger begins with.
struct Beginning: Sendable {
  /// What was loaded, instead of what the seed would give.
  private let loaded: ModelState?
  /// The number of the first step that goes on from a checkpoint.
  private let firstStep: Int
  /// The seed that went with what was loaded, while that of another seed is in its place.
  let seed: UInt64?

  init(loaded: ModelState?, start: Int = 0) { self.init(loaded, start, seed: nil) }

  private init(_ loaded: ModelState?, _ firstStep: Int, seed: UInt64?) {
    (self.loaded, self.firstStep, self.seed) = (loaded, firstStep, seed)
  }

  /// The parameters; `nil` for those of the seed.
  var parameters: ModelState? { seed == nil ? loaded : nil }

  /// The number of the first step: 0, unless it goes on from a checkpoint.
  var start: Int { seed == nil ? firstStep : 0 }

  /// The same with what was loaded.
  var withLoaded: Self { Self(loaded, firstStep, seed: nil) }

  /// The same with the parameters of another seed, until ``withLoaded``.
  ///
  /// - Parameter seed: that of the beginning so far.
  func withoutLoaded(instead seed: UInt64) -> Self {
    loaded == nil ? Self(loaded: nil) : Self(loaded, firstStep, seed: self.seed ?? seed)
  }
}
