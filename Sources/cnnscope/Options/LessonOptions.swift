import ArgumentParser

/// The lesson that is shown beside the screen.
struct LessonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A lesson to show: tour, mistakes, faults, notebook, inside, layers, epynn, im2col, or a Markdown file with blocks of commands.",
      valueName: "file"),
    completion: .file(extensions: ["md"]))
  var lesson: String?
}
