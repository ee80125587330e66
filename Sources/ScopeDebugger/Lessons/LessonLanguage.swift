/// The lines of a lesson's `scope` blocks, for help and manual.
package enum LessonLanguage {
  /// A kind of line: how it is written, what it does, and one that can be read.
  package struct Form: Hashable, Sendable {
    package let usage: String
    package let help: String
    package let example: String
  }

  /// How a lesson is laid out, in sentences.
  package static let layout = [
    "A lesson is a Markdown file: # Title, then ## Heading for every stop.",
    "Text is read; ```scope begins a block of lines to do, and ``` ends it.",
    "Text after such a block is a new page. Other blocks are shown as they are.",
  ]

  /// All kinds of lines.
  package static let forms = [
    Form(
      usage: "COMMAND", help: "sets the scene: any command of the prompt",
      example: "lab stride 2"),
    Form(
      usage: "keys \"KEYS\", type \"TEXT\"", help: "sets the scene as a reader would",
      example: "keys \"s <Enter>\""),
    Form(
      usage: "do COMMAND | COMMAND", help: "what the reader is to do; one of several is enough",
      example: "do turn pad | lab pad same"),
    Form(
      usage: "ask \"QUESTION\" ANSWER",
      help: "what to predict: a number (± a tolerance), a shape, a sign, a word",
      example: "ask \"How many rows?\" 28 ± 1"),
    Form(
      usage: "ask \"QUESTION\" VALUE",
      help: "a value: conv1.shape, conv1[0,2,3], lab.macs, \(values)",
      example: "ask \"What shape comes out?\" conv1.shape"),
    Form(
      usage: "ask \"QUESTION\" sign VALUE", help: "whether that value is positive, negative or 0",
      example: "ask \"Positive or negative?\" sign conv1.weight.gradient[0,0,1,1]"),
    Form(
      usage: "ask \"QUESTION\" cell NAME[ROW,COLUMN]",
      help: "a cell, also as [1,2] or row 1 column 2, or the number in it",
      example: "ask \"Which weight is it?\" cell w[1,2]"),
    Form(
      usage: "hint TEXT", help: "follows an ask: where to look, after the first wrong answer",
      example: "hint count the window's places"),
    Form(
      usage: "because TEXT", help: "follows an ask: why its answer is right, shown in any case",
      example: "because 32 − 5 + 1 = 28"),
    Form(
      usage: "solve accuse LAYER.PASS RULE",
      help: "the reader is to find the fault that a line before has planted",
      example: "solve accuse conv1.forward bias-forgotten-forward"),
    Form(
      usage: "expect TEXT", help: "what the screen must show; checked by play, not for readers",
      example: "expect 6×28×28"),
    Form(
      usage: "expect VALUE = NUMBER ± TOLERANCE", help: "what a value must be, or a shape",
      example: "expect conv1.shape = 6x28x28"),
    Form(usage: "# TEXT", help: "a comment", example: "# the second kernel"),
  ]

  /// The values that are asked for by one word.
  private static let values = Question.Answer.values.joined(separator: ", ")

  /// Layout and kinds of lines, for a screen of 80 columns.
  package static var lines: [String] {
    layout + forms.flatMap { ["  \($0.usage)", "      \($0.help)"] }
      + ["cnnscope play LESSON.md finds what is wrong in a lesson."]
  }
}
