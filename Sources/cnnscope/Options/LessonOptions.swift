import ArgumentParser

/// The lesson that is read beside the screen.
struct LessonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A lesson: tour, mistakes, or a Markdown file with blocks of commands.", valueName: "file"),
    completion: .file(extensions: ["md"]))
  var lesson: String?
}
