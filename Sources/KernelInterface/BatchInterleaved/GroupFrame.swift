/// The arguments of a kernel: the memory of one group of samples.
///
/// A group is 16 samples in the batch-interleaved layout, `[channels][rows][columns][16]`, so that
/// every layer is arithmetic on whole vectors; or one sample, `[channels][rows][columns]`. Offsets
/// of operations are counted in floats.
package struct GroupFrame: @unchecked Sendable {
  /// The tensors of the group.
  package var group: UnsafeMutablePointer<Float>
  /// The memory that all groups share: the parameters.
  package var shared: UnsafeMutablePointer<Float>
  /// The number of samples in the group; the lanes of the others are kept at 0.
  package var count: Int
  /// The index of its first sample in the batch.
  package var first: Int

  package init(
    group: UnsafeMutablePointer<Float>, shared: UnsafeMutablePointer<Float>, count: Int,
    first: Int
  ) {
    (self.group, self.shared, self.count, self.first) = (group, shared, count, first)
  }
}

/// The memory of all groups of a batch, one group after the other.
package struct BatchFrame: @unchecked Sendable {
  /// The tensors of the first group.
  package var groups: UnsafeMutablePointer<Float>
  /// Floats from one group to the next.
  package var stride: Int
  package var count: Int
  /// The memory that all groups share.
  package var shared: UnsafeMutablePointer<Float>

  package init(
    groups: UnsafeMutablePointer<Float>, stride: Int, count: Int,
    shared: UnsafeMutablePointer<Float>
  ) {
    (self.groups, self.stride, self.count) = (groups, stride, count)
    self.shared = shared
  }
}

/// The number of interleaved samples in a group of the batch-interleaved layout.
package let interleaveFactor = 16
