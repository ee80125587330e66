/// Where an operation works: a group of sixteen samples with the batch in the lanes, or one sample.
///
/// A tensor of a group is `[channels][rows][columns][16]`: the sixteen samples lie side by side, so
/// that any layer is arithmetic on whole vectors. That of one sample is `[channels][rows][columns]`.
/// Offsets of operations are counted in floats.
public struct LaneFrame: @unchecked Sendable {
  /// The tensors of the group.
  public var group: UnsafeMutablePointer<Float>
  /// What all groups share: parameters.
  public var shared: UnsafeMutablePointer<Float>
  /// How many of the group's samples there are; the lanes behind them are kept 0.
  public var count: Int
  /// The number of the first of them within the batch.
  public var first: Int

  public init(
    group: UnsafeMutablePointer<Float>, shared: UnsafeMutablePointer<Float>, count: Int,
    first: Int
  ) {
    (self.group, self.shared, self.count, self.first) = (group, shared, count, first)
  }
}

/// The tensors of all groups of a batch, one group behind the other.
public struct LaneBatch: @unchecked Sendable {
  /// The tensors of the first group.
  public var groups: UnsafeMutablePointer<Float>
  /// Floats from a group to the next.
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

/// How many samples lie side by side in a batch that fills them.
public let laneCount = 16
