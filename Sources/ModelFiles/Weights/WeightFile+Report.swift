import CNNModel

extension WeightFile {
  /// Which array filled which parameter, for the user.
  public struct Report: Hashable, Sendable {
    /// Whether arrays were matched by name or by order.
    public enum Method: String, Hashable, Sendable { case name, order }
    /// How the arrays were matched.
    public let method: Method
    /// Every array that was used, with what it filled.
    public let pairs: [Pair]
    /// What was filled only in part was asked for, and so what was left out is listed.
    public let isPartial: Bool
    /// The parameters that have no array and keep their values; empty unless ``isPartial``.
    public let missing: [Slot]
    /// The arrays whose shape is not that of the parameter of their name; empty unless ``isPartial``.
    public let misfits: [Misfit]
    /// The arrays that were not used.
    public let unused: [String]
    /// What the user should know about how the file was read.
    public let notes: [String]

    /// An array that was used.
    public struct Pair: Hashable, Sendable {
      /// Its name in the file.
      public let array: String
      /// The parameter or statistic that it filled: `conv1.weight`.
      public let slot: String
      /// The shape of both.
      public let shape: Shape
    }

    /// A parameter.
    public struct Slot: Hashable, Sendable {
      /// Its name: `conv1.weight`.
      public let name: String
      /// Its shape.
      public let shape: Shape
    }

    /// An array that did not fit.
    public struct Misfit: Hashable, Sendable {
      /// Its name in the file.
      public let array: String
      /// Its shape.
      public let shape: Shape
      /// The parameter of that name.
      public let slot: Slot
    }
  }
}
