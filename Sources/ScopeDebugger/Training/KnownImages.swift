import Synchronization

/// Images as the network takes them, kept from the first time that they were asked for: a few
/// thousand small ones.
final class KnownImages: Sendable {
  /// How many numbers are kept at most.
  static let most = 1 << 24
  private let images: Mutex<[[Float]?]>

  init(count: Int) { images = Mutex(Array(repeating: nil, count: count)) }

  /// The numbers of an image.
  ///
  /// - Parameter make: makes them, always the same.
  func numbers(of index: Int, _ make: (Int) -> [Float]) -> [Float] {
    if let known = images.withLock({ $0[index] }) { return known }
    let made = make(index)
    images.withLock { $0[index] = made }
    return made
  }
}
