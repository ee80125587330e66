/// What follows from a command besides what it does: whoever runs commands asks these, never the
/// command's name.
public struct CommandTraits: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Changes what is looked at and nothing else: it can be done while something is computed.
  public static let onlyMovesView = CommandTraits(rawValue: 1 << 0)
  /// May start over, so that an unsaved training would be lost.
  public static let mayDiscardTraining = CommandTraits(rawValue: 1 << 1)
  /// May stand in the user's configuration.
  public static let isSetting = CommandTraits(rawValue: 1 << 2)
  /// Shows something of the network: views that are about something else give way to it.
  public static let showsNetwork = CommandTraits(rawValue: 1 << 3)
  /// Is not kept in a recording of what was typed.
  public static let isUnrecorded = CommandTraits(rawValue: 1 << 4)
  /// Leaves the program.
  public static let leavesProgram = CommandTraits(rawValue: 1 << 5)
  /// Can be done while a list of tensors is open instead of a network. All other commands are refused
  /// then.
  public static let worksWithoutNetwork = CommandTraits(rawValue: 1 << 6)
}

/// Commands that belong together, in the order in which help lists them.
public enum CommandGroup: String, Hashable, Sendable, CaseIterable {
  case stepping = "stepping and breakpoints"
  case viewing = "moving and views"
  case explaining = "numbers and how they are computed"
  case network = "network, image and loss"
  case training = "training"
  case evaluation = "evaluation"
  case files
  case lab
  case lessons
  case program
}
