import ArgumentParser

/// `cnnscope manual`: the reference, made of the tables that the program itself goes by.
struct ManualVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page, or the reference in Markdown.",
    discussion: """
      Example: cnnscope manual | man -l -
               cnnscope manual --markdown > REFERENCE.md
      """)

  @Flag(help: "Print Markdown instead of a manual page.")
  var markdown = false

  func run() throws { StandardOutput.say(markdown ? MarkdownReference.text : ManualPage.text) }
}
