/// What a kernel works on: the memory of one group of samples.
///
/// A group is 16 samples in the batch-interleaved layout, `[channels][rows][columns][16]`, so that
/// every layer is arithmetic on whole vectors; or one sample, `[channels][rows][columns]`. Offsets
/// of operations are counted in floats.
public struct GroupFrame: @unchecked Sendable {
  /// The tensors of the group.
  public var group: UnsafeMutablePointer<Float>
  /// What all groups share: the parameters.
  public var shared: UnsafeMutablePointer<Float>
  /// How many of the group's samples there are; the others are kept at 0.
  public var count: Int
  /// The index of the first of them in the batch.
  public var first: Int

  public init(
    group: UnsafeMutablePointer<Float>, shared: UnsafeMutablePointer<Float>, count: Int,
    first: Int
  ) {
    (self.group, self.shared, self.count, self.first) = (group, shared, count, first)
  }
}

/// The memory of all groups of a batch, one group after the other.
public struct BatchFrame: @unchecked Sendable {
  /// The tensors of the first group.
  public var groups: UnsafeMutablePointer<Float>
  /// Floats from one group to the next.
  public var stride: Int
  public var count: Int
  /// What all groups share.
  public var shared: UnsafeMutablePointer<Float>

  public init(
    groups: UnsafeMutablePointer<Float>, stride: Int, count: Int,
    shared: UnsafeMutablePointer<Float>
  ) {
    (self.groups, self.stride, self.count) = (groups, stride, count)
    self.shared = shared
  }
}

/// How many samples are interleaved in a group of the batch-interleaved layout.
public let interleaveFactor = 16
