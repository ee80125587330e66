import ModelFiles
import NumberText
import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("The explorer in lines", .baselineLevel)
struct LineExplorerTests {
  private func lines(_ network: String = "digits8", _ input: String = "digits:42") throws
    -> LineExplorer
  {
    LineExplorer(try Session(network: network, input: input))
  }

  @Test("A map is said with its size and its extremes, the number under the cursor with its check")
  func map() throws {
    var lines = try lines("lenet5")
    #expect(
      lines.perform("step").lines == [
        "conv1 forward: convolution: a kernel moves over the image",
        "conv1, map 0 of 6, 28 by 28, largest 0.206 at 26,22, smallest -0.271 at 6,14",
      ])
    let cell = lines.perform("go conv1[3,4,5]").lines
    #expect(cell.count == 2 && cell[0].hasPrefix("conv1, map 3 of 6, 28 by 28, largest "))
    let value = try #require(
      lines.session.debugger.tensors.value(of: TensorReference(1, .activation)))
    #expect(cell[1].hasPrefix("conv1[3,4,5] = "))
    #expect(cell[1].contains("\(value[[0, 3, 4, 5]])".prefix(5)))
    #expect(cell[1].hasSuffix("agrees, of 51 numbers"))
  }

  @Test("What is selected is said: layer, channel, cell, gradient and weights")
  func selecting() throws {
    var lines = try lines("lenet5")
    for line in ["finish", "finish", "finish", "pane maps"] { _ = lines.perform(line) }
    for (line, beginning) in [
      ("go conv2", "conv2, map 0 of 16, 10 by 10, "),
      ("channel 5", "conv2, map 5 of 16, 10 by 10, "),
      ("right", "conv2[5,0,1] = "), ("d", "conv2.gradient, map 5 of 16, 10 by 10, "),
      ("w", "conv2.weight, kernel 0 from 0, map 0 of 96, 5 by 5, "), ("a", "conv2, map 0 of 16, "),
    ] {
      let said = lines.perform(line).lines
      #expect(said.first?.hasPrefix(beginning) == true, "\(line): \(said)")
    }
    #expect(lines.perform("where").lines[0].hasPrefix("lenet5 on digits:42"))
    _ = lines.perform("w")
    let rows = lines.perform("describe").lines.filter { $0.hasPrefix("row ") }
    #expect(rows.count == 5 && rows.allSatisfy { $0.split(separator: " ").count == 7 })
  }

  @Test("Signs in the names of layers and files stay as the user wrote them")
  func names() throws {
    var lines = try lines()
    _ = lines.perform("net input 1x4x4; σ_β: conv 2 3x3; flatten; linear 2")
    let said = lines.perform("step").lines.joined(separator: "\n")
    #expect(said.contains("σ_β, map 0 of 2, 2 by 2"), "\(said)")
    #expect(lines.perform("describe σ_β").lines.joined().contains("σ_β"))
    let missing = lines.perform("load /nowhere/a×b  δ.npz").complaint
    #expect(missing.contains("/nowhere/a×b") && missing.contains("δ.npz"), "\(missing)")
    #expect(lines.perform("print x×y").complaint.contains("\"x×y\""))
  }

  @Test("A backward step goes back to what was said before")
  func back() throws {
    var lines = try lines()
    let first = lines.perform("step").lines
    _ = lines.perform("step")
    #expect(lines.perform("S").lines.last == first.last)
  }

  @Test("The microscope says the number, its sum, and term by term")
  func microscope() throws {
    var lines = try lines()
    _ = lines.perform("finish")
    let opened = lines.perform("open conv1[0,2,2]").lines
    try #require(opened.count == 4)
    #expect(opened[0].hasPrefix("microscope: conv1[0,2,2] = "))
    #expect(opened[0].hasSuffix(", equal within rounding"))
    #expect(
      opened[1].hasPrefix("sum of 9 products ") && opened[2].hasPrefix("then relu1[0,2,2] = "))
    #expect(opened[3].hasPrefix("part 1 of 10: input[0,2,2] "))
    let next = lines.perform("tap next").lines
    #expect(next.count == 1 && next[0].hasPrefix("part 2 of 10: input[0,2,3] "))
    #expect(next[0].contains(" times conv1.weight[0,0,0,1] "))
    #expect(lines.perform("tap back").lines == [opened[3]])
    #expect(
      lines.perform("describe").lines.filter { $0.contains(" times conv1.weight") }.count == 10)
  }

  @Test("A line that cannot be done is one sentence, and nothing else is said")
  func mistakes() throws {
    var lines = try lines()
    for (line, sentence) in [
      ("fnord", "there is no command \"fnord\"; help lists them"),
      ("go conv9", "there is no layer \"conv9\"; did you mean \"conv1\"?"),
      ("tap next", "Enter on a cell of a map opens the microscope first"),
      ("open nowhere.onnx", "nowhere.onnx: there is no such file or folder"),
    ] {
      let reply = lines.perform(line)
      #expect(reply.complaint == sentence, "\(line): \(reply)")
      #expect(reply.lines.isEmpty, "\(line): \(reply)")
      #expect(!reply.complaint.contains("\n"))
    }
  }

  @Test("Help is a line for each group of commands, and more for a command or a layer")
  func help() throws {
    var lines = try lines()
    for line in ["help", "?", "keys"] {
      let said = lines.perform(line).lines
      #expect(said.count < 15, "\(line)")
      #expect(said.contains { $0.hasPrefix("stepping and breakpoints: step, back, ") })
    }
    #expect(lines.perform("help tap").lines.first == "tap [next|back]")
  }

  @Test("Empty lines and comments say nothing")
  func nothing() throws {
    var lines = try lines()
    for line in ["", "   ", "# a comment", ":"] { #expect(lines.perform(line) == LineReply()) }
  }

  @Test("No box, no block, no color and no sign that is not read aloud is said")
  func plain() throws {
    var lines = try lines()
    let script = [
      "describe", "run", "describe", "ladder", "describe", "curve", "describe", "lab", "describe",
      "lab pad same", "describe", "q", "q", "open conv1[0,2,2]", "aspect matrix", "describe",
      "aspect steps", "describe", "aspect terms", "q", "help", "help step", "why", "describe",
      "data digits", "data", "describe", "evaluate", "confusion", "describe", "mistakes",
      "describe",
      "beside fresh", "describe", "page",
    ]
    for line in script {
      for said in lines.perform(line).all {
        #expect(said.unicodeScalars.allSatisfy { $0.isASCII }, "\(line): \(said)")
        #expect(!said.contains("  "), "\(line): \(said)")
      }
    }
  }

  @Test("A training is said by its end, and the curve by its first, last and smallest loss")
  func training() throws {
    var lines = try lines()
    _ = lines.perform("data digits")
    #expect(lines.perform("train 20").lines.first?.hasPrefix("end of step 19; ") == true)
    let curve = lines.perform("curve").lines
    let losses = lines.session.debugger.history.curve.map(\.loss)
    let ends = [losses[0], losses[19], losses.min() ?? 0].map { Decimals.text($0, 4) }
    let way = "from \(ends[0]) at step 0 to \(ends[1]) at step 19, smallest \(ends[2]) at step "
    #expect(curve.first?.hasPrefix("loss curve of 20 steps: \(way)") == true, "\(curve)")
    #expect(lines.perform("left").lines[0].hasPrefix("cursor: step 18, loss "))
  }

  @Test("An evaluation is said class by class")
  func evaluation() throws {
    var lines = try lines("lenet5")
    _ = lines.perform("load trained")
    _ = lines.perform("data digits")
    #expect(lines.perform("evaluate").lines == ["accuracy 97.22% (350 of 360), loss 0.1016"])
    let said = lines.perform("confusion").lines
    #expect(said[0].hasPrefix("confusion matrix: accuracy 97.2% (350 of 360), loss 0.1016"))
    let classes = lines.perform("describe").lines.filter { $0.hasPrefix("class ") }
    #expect(classes.count == 10 && classes.allSatisfy { $0.contains(" right") })
    #expect(classes[0].hasPrefix("class 0: 33 of 3"))
  }

  @Test("An interrupted run pauses between two steps, and goes on")
  func interrupted() throws {
    var lines = try lines()
    _ = lines.perform("data digits")
    let watch = RunWatch(isStopped: { true }, isDue: { true })
    #expect(
      lines.perform("train 1000", watch: watch).lines[0] == "paused; t resumes training, s steps")
    #expect(!lines.session.isRunning)
    #expect(lines.perform("train 2").lines[0].hasPrefix("end of step "))
  }

  @Test("Leaving with unsaved training asks, and the second interrupt asks as well")
  func leaving() throws {
    var lines = try lines()
    _ = lines.perform("data digits")
    _ = lines.perform("train 3")
    let asked = lines.perform("quit")
    #expect(asked.complaint == "unsaved training: save it to a file, discard it, or stay?")
    #expect(
      asked.lines == ["save-and-leave FILE keeps it, discard leaves without it, stay goes on"])
    #expect(!lines.hasQuit)
    #expect(lines.perform("stay").lines[0] == "still here" && !lines.hasQuit)
    #expect(lines.interrupt().complaint == "press C-c again, or Q, to leave")
    #expect(lines.interrupt().complaint == asked.complaint && !lines.hasQuit)
    _ = lines.perform("discard")
    #expect(lines.hasQuit)
  }

  @Test("A prediction hides its number until a line answers it")
  func prediction() throws {
    var lines = try lines()
    _ = lines.perform("finish")
    _ = lines.perform("go conv1[0,2,2]")
    let asked = lines.perform("predict").lines
    #expect(asked == ["What is conv1[0,2,2]?", "conv1[0,2,2] = ?"])
    #expect(!lines.perform("describe").lines.contains { $0.hasPrefix("conv1[0,2,2] = 0") })
    let wrong = lines.perform("12345")
    #expect(wrong.complaint.hasPrefix("not 12345: "))
    #expect(!wrong.lines.contains(wrong.complaint) && wrong.lines.count > 1)
  }

  @Test("Two subjects side by side are said with their distance at the selected layer")
  func beside() throws {
    var lines = try lines()
    _ = lines.perform("finish")
    _ = lines.perform("beside fresh")
    let said = lines.perform("describe").lines
    #expect(said.first?.hasPrefix("beside: A digits8, step 0") == true, "\(said)")
    #expect(said.contains { $0.hasPrefix("conv1: distance 0, mean magnitude ") })
  }

  @Test("What was typed in lines can be played again")
  func recorded() throws {
    try withFolder { folder in
      let path = "\(folder)/typed.scope"
      var lines = try lines()
      for line in ["step", "fnord", "go conv1[0,2,2]", "record \(path)", "record"] {
        _ = lines.perform(line)
      }
      let text = try FileContent.text(of: path, "a script", limit: 1 << 20)
      #expect(
        text.split(separator: "\n").dropFirst() == ["resize 80x24", "step", "go conv1[0,2,2]"])
    }
  }
}
