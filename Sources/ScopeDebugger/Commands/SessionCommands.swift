/// The commands of a session, by what they are about; each list stands beside what it is about.
enum SessionCommands {
  static let all =
    stepping + training + choosing + tuning + saving + checkpoints + weighing + exporting + asking
    + leaving
    + judging + explaining + laboratory + faults + editing
}

extension Session {
  /// All commands that need no panes.
  public static let commands = CommandTable(SessionCommands.all)
}
