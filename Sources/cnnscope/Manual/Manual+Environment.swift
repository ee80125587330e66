extension Manual {
  static var environment: Section {
    Section(
      title: "Environment", introduction: "Variables that are read.",
      entries: [
        Entry(
          term: "XDG_CONFIG_HOME", meaning: "where the folder cnnscope with the configuration is"),
        Entry(
          term: "NO_COLOR",
          meaning: "when it is set and not empty, no colors are used unless --color asks for them"),
        Entry(
          term: "COLORTERM", meaning: "truecolor or 24bit: the terminal has more than 256 colors"),
        Entry(term: "COLORFGBG", meaning: "the numbers of text and background color"),
        Entry(
          term: "TERM, LANG, LC_ALL, LC_CTYPE",
          meaning: "what the terminal is, and what it can write"),
        Entry(term: "CNNSCOPE_DATA", meaning: "where the folders of data sets are"),
        Entry(
          term: "CNNSCOPE_CPU",
          meaning: "baseline, v3 or v4: the processor level whose instructions are used"),
      ])
  }

  static let configurationFile = Entry(
    term: "~/.config/cnnscope/config",
    meaning: "The commands set, map and unmap, one per line; # begins a comment.")

  static let exitStatus = "0 done; 1 a file, a network or a check failed; 64 a wrong command line."
}
