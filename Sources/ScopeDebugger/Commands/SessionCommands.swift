/// The commands of a session, by what they are about; each list stands beside what it is about.
enum SessionCommands {
  static let all =
    stepping + training + checkup + choosing + tuning + saving + checkpoints + weighing + exporting
    + asking
    + leaving
    + judging + excitation + drawing + editing + explaining + laboratory + faults + besides
}

extension Session {
  /// All commands that need no panes.
  public static let commands = CommandTable(SessionCommands.all)
}
