/// What whoever runs a command has to know of it besides its effect, so that no code compares the
/// names of commands.
public struct CommandTraits: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int

  /// The traits of these bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Changes the view and nothing else, so that it can be done while something is computed.
  public static let onlyMovesView = CommandTraits(rawValue: 1 << 0)
  /// May start over, so that an unsaved training would be lost.
  public static let mayDiscardTraining = CommandTraits(rawValue: 1 << 1)
  /// Is allowed in the user's configuration.
  public static let isSetting = CommandTraits(rawValue: 1 << 2)
  /// Shows a part of the network, so that views of other things are closed.
  public static let showsNetwork = CommandTraits(rawValue: 1 << 3)
  /// Is left out of recordings.
  public static let isUnrecorded = CommandTraits(rawValue: 1 << 4)
  /// Leaves the program.
  public static let leavesProgram = CommandTraits(rawValue: 1 << 5)
  /// Can be done while a list of tensors is open instead of a network. All other commands are refused
  /// then.
  public static let worksWithoutNetwork = CommandTraits(rawValue: 1 << 6)
  /// Writes a file, which is written whole or not at all.
  public static let writesFile = CommandTraits(rawValue: 1 << 7)
}

/// Commands that belong together, in the order in which help lists them.
public enum CommandGroup: String, Hashable, Sendable, CaseIterable {
  /// Running the phases and stopping.
  case stepping = "stepping and breakpoints"
  /// Selecting, and opening views.
  case viewing = "moving and views"
  /// Taking numbers apart.
  case explaining = "numbers and how they are computed"
  /// What is debugged.
  case network = "network, image and loss"
  /// Optimizer, schedule, data, and runs of many steps.
  case training = "training"
  /// Tests on labeled samples.
  case evaluation = "evaluation"
  /// Reading and writing files.
  case files
  /// The lab of convolutions.
  case lab
  /// Lessons and predictions.
  case lessons
  /// Help, settings, and leaving.
  case program
}
