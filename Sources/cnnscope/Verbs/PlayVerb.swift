import ArgumentParser
import CursesDriver
import ModelFiles
import Pictures
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope play SCRIPT`: a script on a screen in memory.
struct PlayVerb: ParsableCommand, SubjectVerb {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Play a script of keys and commands and print the screen at every snapshot.",
    discussion: """
      A script has one action per line: a command, keys "s s <Enter>", type "text", resize 120x40, \
      snapshot NAME, expect TEXT or expect loss = 2.3 ± 0.1, # comment. The first line that fails \
      ends it with status 1. A lesson (a Markdown file whose scope blocks hold such lines, or with \
      --lesson also a built-in one) is read to its end, all tasks done and all questions answered \
      rightly, so that a mistake in it is found.

      With --answers, a recording of somebody who has read the lesson is played instead, and the \
      answers are judged: right, wrong, tries, score.

      With --cast, a script or a lesson becomes a recording in colors that asciinema plays and turns into \
      animated pictures: asciinema play FILE. Its times are counted by keys and commands.

      Example: cnnscope play script.scope --size 80x24
               cnnscope play lesson.md
               cnnscope play --lesson tour --answers student.scope --csv
               cnnscope play script.scope lenet5 digits:42 --cast talk.cast --size 100x30
      """)

  @Argument(
    help: "The script; without one, the lesson is played.", completion: .file())
  var script: String?
  @OptionGroup var subject: SubjectOptions
  @OptionGroup var lesson: LessonOptions
  @OptionGroup var screen: ScreenOptions

  @Option(help: "The size of the screen in memory.")
  var size: ScreenSize = ScreenSize(columns: 80, rows: 24)

  @Option(
    help: ArgumentHelp(
      "Show it on this terminal with this many milliseconds between keys; any key ends it. With "
        + "--cast, those between keys of the recording.",
      valueName: "ms"))
  var pace: Int?

  @Option(
    help: ArgumentHelp("Write it as an asciicast (version 2).", valueName: "file"),
    completion: .file(extensions: ["cast"]))
  var cast: String?

  @Flag(help: "Replace the file of --cast where it exists.")
  var over = false

  @Flag(help: "Print the styles of every snapshot as well.")
  var styles = false

  @Option(
    help: ArgumentHelp(
      "A recording of a reader of the lesson, whose answers are judged.", valueName: "recording"),
    completion: .file())
  var answers: String?

  @Flag(help: "With --answers: print one JSON document.")
  var json = false

  @Flag(help: "With --answers: print a row a question, separated by commas.")
  var csv = false

  func validate() throws {
    if script == nil, lesson.lesson == nil {
      throw ValidationError("a script is expected, or --lesson and a lesson to read")
    }
    if answers != nil, lessonName == nil {
      throw ValidationError("--answers belongs to a lesson: a Markdown file, or --lesson NAME")
    }
    if answers == nil, json || csv {
      throw ValidationError("--json and --csv print the judgement of --answers")
    }
    if answers != nil, pace != nil || styles {
      throw ValidationError("--answers prints a judgement; --pace and --styles show screens")
    }
    if cast != nil, answers != nil {
      throw ValidationError("--answers prints a judgement; --cast records screens")
    }
    if cast != nil, styles { throw ValidationError("--cast prints nothing that --styles adds to") }
    if json, csv { throw ValidationError("either --json or --csv") }
  }

  /// The lesson that is read or judged as a whole; `nil` where a script is played.
  private var lessonName: String? {
    guard let script else { return lesson.lesson }
    return LessonLibrary.isLesson(script) ? script : nil
  }

  func run() throws {
    if let cast { return try record(as: cast) }
    if let pace, let script, lessonName == nil { return try show(try Self.script(script), pace) }
    var player = Player(
      try subject.session(), size: Size(columns: size.columns, rows: size.rows),
      capabilities: screen.capabilitiesInMemory)
    if let lesson = lessonName {
      guard let answers else { return try player.read(lesson: lesson) { show($0) } }
      let reading = try player.follow(lesson: lesson, by: Self.script(answers))
      let report = AnswerReport(reading.lesson, reading.attempts)
      return StandardOutput.say(json ? report.json.text : csv ? report.csv : report.text)
    }
    guard let script else { return }
    if let lesson = lesson.lesson { try player.open(lesson: lesson) }
    try player.play(try Self.script(script)) { show($0) }
  }

  /// Plays in memory and writes what a terminal would have shown.
  private func record(as path: String) throws {
    try FileContent.checkReplaceable(path, by: .cast, replacing: over)
    let session = try subject.session()
    var player = Player(
      session, size: Size(columns: size.columns, rows: size.rows),
      capabilities: screen.capabilitiesInRecording)
    let cast = try recorded(&player)
    try FileContent.writeNew(Array(cast.text.utf8), to: path, as: .cast, replacing: over)
  }

  private func recorded(_ player: inout Player) throws -> Asciicast {
    let recording = CastRecording(pace: pace ?? CastRecording.defaultPace)
    guard let script, lessonName == nil else {
      return try recording.record(lesson: lessonName ?? "", &player)
    }
    if let lesson = lesson.lesson { try player.open(lesson: lesson) }
    let lines = try Self.script(script)
    return try recording.record(lines, &player, title: lines.file)
  }

  /// Plays on the terminal that the program was started from.
  private func show(_ script: Script, _ pace: Int) throws {
    do {
      var terminal = try CursesTerminal(color: screen.color, ascii: screen.ascii)
      var player = Player(
        try subject.session(), size: terminal.size, capabilities: terminal.capabilities)
      var mistake: UserError?
      do throws(UserError) {
        if let lesson = lesson.lesson { try player.open(lesson: lesson) }
        try PacedPlayback(pace: pace).run(script, &player, on: &terminal)
      } catch {
        mistake = error
      }
      terminal.close()
      if let mistake { throw mistake }
    } catch let error as TerminalError {
      throw UserError(error)
    }
  }

  private static func script(_ path: String) throws -> Script {
    try Script(
      FileContent.text(of: path, "a script", limit: 16 << 20), file: path.harmless)
  }

  private func show(_ snapshot: Player.Snapshot) {
    if !snapshot.name.isEmpty { StandardOutput.say("── \(snapshot.name)") }
    let glyphs = screen.capabilitiesInMemory.glyphs
    let canvas = snapshot.canvas.spelled(glyphs)
    for y in 0..<canvas.size.rows {
      var line = String.UnicodeScalarView()
      for scalar in canvas.line(y).unicodeScalars { line.append(glyphs.rendered(scalar)) }
      StandardOutput.say(String(line))
    }
    if styles { StandardOutput.say(snapshot.canvas.styleText) }
  }
}

extension ScreenSize: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }

  package var defaultValueDescription: String { "\(columns)x\(rows)" }
}
