import NumberText
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// A player that trains a small network on a few of the digits.
private func training(
  columns: Int = 80, rows: Int = 24, with capabilities: Capabilities = .monochrome
) throws -> Player {
  Player(
    try Session(try NetworkLibrary.open("digits8"), input: "digits:42", seed: 3, data: "digits"),
    size: Size(columns: columns, rows: rows), capabilities: capabilities)
}

@Suite("Screens of a training", .baselineLevel)
struct TrainingScreenTests {
  /// Twenty steps, a test, and six more with another rate that replaced eight.
  private static let branched = """
    batch 360
    rate 0.5
    train 20
    goto 11
    rate 2
    train 6
    """

  @Test("A key that would lose an unsaved training asks first")
  func losing() throws {
    var player = try training()
    try player.play(try Script("batch 360\ntrain 3", file: "test"))
    var explorer = player.explorer
    _ = explorer.handle(.key(.character("r")))
    #expect(explorer.session.debugger.state.updates == 3)
    #expect(explorer.draw().canvas.text.contains("unsaved training would be lost; the same"))
    _ = explorer.handle(.key(.character("r")))
    #expect(explorer.session.debugger.state.updates == 0)
  }

  @Test("News stay for a while where a training tells how far it is")
  func news() throws {
    var explorer = try training().explorer
    explorer.perform("train 900000")
    explorer.perform("foo")
    #expect(explorer.draw().canvas.text.contains("there is no command \"foo\""))
    explorer.timePassed(4)
    #expect(!explorer.draw().canvas.text.contains("foo"))
    #expect(explorer.draw().canvas.text.contains("C-c stops"))
  }

  private static let views = [
    ("curve", #"keys "4""#), ("cursor", #"keys "4 <Up> <Left> <Left>""#),
    ("axis", "curve\naxis logarithmic"), ("ladder", #"keys "5 j""#),
    ("confusion", "evaluate\nkeys \"6 j l\""), ("mistakes", "evaluate\nmistakes"),
    ("pane", #"keys "3 <Up> <Left>""#),
  ]

  @Test("Golden screens at 80×24", arguments: views)
  func small(_ name: String, _ script: String) throws {
    var player = try training()
    Golden.expect(
      try player.screen(after: Self.branched, script).text, "training-\(name)")
  }

  @Test("Golden screens at 200×60 and in plain ASCII", arguments: [0, 3, 4])
  func others(_ index: Int) throws {
    let (name, script) = Self.views[index]
    var wide = try training(columns: 200, rows: 60)
    Golden.expect(try wide.screen(after: Self.branched, script).text, "training-\(name)-wide")
    var plain = try training(with: .plain)
    let canvas = try plain.screen(after: Self.branched, script)
    let ascii = canvas.text.unicodeScalars.map { Glyphs.ascii.rendered($0) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: ascii)
    Golden.expect(String(text), "training-\(name)-ascii")
  }

  @Test("Every size can be drawn", arguments: ["4", "5", "6", "M"])
  func sizes(_ key: String) throws {
    var player = try training(with: .full)
    _ = try player.screen(after: "batch 360\ntrain 2\nevaluate", "keys \"\(key)\"")
    for columns in [0, 1, 2, 39, 40, 63, 64, 80, 200] {
      for rows in [0, 1, 5, 11, 12, 24, 60] {
        var explorer = player.explorer
        _ = explorer.handle(.resize(Size(columns: columns, rows: rows)))
        #expect(explorer.draw().canvas.size == Size(columns: columns, rows: rows))
      }
    }
  }

  @Test("NaN is shown as what it is, in every view")
  func nan() throws {
    var player = try training()
    let stopped = try player.screen(after: "batch 360\nrate 1e30\ntrain 3").text
    #expect(stopped.contains("the training stopped: the loss of step 1 is NaN"))
    #expect(try player.screen(after: "later\ncurve").text.contains("loss NaN"))
    #expect(try player.screen(after: "break nan\ntrain 3").text.contains("NaN or infinite"))
    #expect(try player.screen(after: "ladder").text.contains("NaN"))
    #expect(try player.screen(after: "confusion").text.contains("CONFUSION"))
  }
}

@Suite("Keys of a training", .baselineLevel)
struct TrainingKeyTests {
  @Test("The cursor reads out a step, and Enter goes there and back, to the last bit")
  func traveling() throws {
    var player = try training()
    _ = try player.screen(after: "batch 360\ntrain 6\ncurve")
    let end = player.explorer.session.debugger.moment
    let text = try player.screen(after: #"keys "<Left> <Left> <Left>""#).text
    let loss = player.explorer.session.debugger.history.curve[2].loss
    #expect(text.contains("step 2  loss \(Decimals.text(loss, 5))"))
    _ = try player.screen(after: #"keys "<Enter>""#)
    #expect(player.explorer.session.debugger.step == 2)
    _ = try player.screen(after: #"keys "G <Enter>""#)
    #expect(player.explorer.session.debugger.moment == end)
    _ = try player.screen(after: #"keys "q q""#)
    #expect(!player.hasQuit)
    #expect(player.explorer.draw().canvas.text.contains("[LAYERS]"))
  }

  @Test("From a cell of the matrix to its samples, into the debugger, and back to the training")
  func opening() throws {
    var player = try training()
    _ = try player.screen(after: "batch 360\nrate 0.5\ntrain 8")
    let trained = player.explorer.session.debugger.step
    let results = try #require(player.explorer.session.results)
    let mistake = try #require(results.mistakes().first)
    let prediction = try #require(mistake.prediction)
    let list = try player.screen(after: "confusion \(mistake.label) \(prediction)")
    #expect(list.text.contains("\(mistake.label) classified as \(prediction)"))
    let first = try #require(results.samples(of: mistake.label, takenFor: prediction).first)
    let matrix = try player.screen(after: #"keys "q""#).text
    #expect(
      matrix.contains("#\(first.index): \(prediction), not \(mistake.label)"), "\(matrix)")
    let opened = try player.screen(after: #"keys "<Enter> <Enter>""#).text
    #expect(opened.contains("MAPS ─input activation"), "\(opened)")
    let debugger = player.explorer.session.debugger
    #expect(debugger.selectedSample.name == "digits:test:\(first.index)")
    #expect(debugger.probabilities?.enumerated().max { $0.1 < $1.1 }?.offset == first.prediction)
    _ = try player.screen(after: "train 1")
    let back = player.explorer.session.debugger
    #expect(back.step == trained + 1)
    #expect(back.history.changes.allSatisfy { $0.step <= 0 }, "\(back.history.changes)")
  }

  @Test("What was right has no samples under a cell of none, and says so")
  func emptyCell() throws {
    var player = try training()
    #expect(try player.screen(after: #"keys "M""#).text.contains("nothing was evaluated yet"))
    _ = try player.screen(after: "batch 360\ntrain 4")
    let results = try #require(player.explorer.session.results)
    let pairs = results.confusion.indices.flatMap { row in
      results.confusion.indices.map { (row, $0) }
    }
    let empty = try #require(pairs.first { results.confusion[$0.0][$0.1] == 0 })
    var explorer = player.explorer
    _ = explorer.perform("confusion \(empty.0) \(empty.1)")
    #expect(explorer.draw().canvas.text.contains("no \(empty.0) was classified as \(empty.1)"))
  }

  @Test("The microscope goes from sample to sample of a batch")
  func samples() throws {
    var player = try training()
    _ = try player.screen(after: "batch 4\nfinish\nopen conv1[0,2,3]")
    #expect(try player.screen(after: #"keys ") )""#).text.contains("[MICROSCOPE]"))
    let debugger = player.explorer.session.debugger
    #expect(debugger.sample == 2)
    let value = try #require(debugger.tensors.value(of: .init(1, .activation)))[[2, 0, 2, 3]]
    let text = player.explorer.draw().canvas.text
    #expect(text.contains("conv1[0,2,3] = \(Decimals.text(value, 5))"), "\(text)")
    _ = try player.screen(after: #"keys "( ( (""#)
    #expect(player.explorer.session.debugger.sample == 3)
  }

  @Test("A training goes on while keys are pressed; stepping and C-c end it")
  func livekeys() throws {
    var explorer = try training().explorer
    _ = explorer.perform("train 50")
    for _ in 0..<40 { explorer.work() }
    let node = explorer.session.debugger.step
    for key in try Key.keys(in: "j w 4 v <Left> 5 j 6 q 2 ] +") {
      _ = explorer.handle(.key(key))
      #expect(explorer.isRunning)
      explorer.work()
      _ = explorer.draw()
    }
    _ = explorer.perform("rate 0.01")
    #expect(explorer.isRunning && explorer.session.debugger.step >= node)
    _ = explorer.perform("step")
    explorer.workToTheEnd()
    #expect(explorer.session.debugger.step < 10)
    _ = explorer.perform("train 50")
    _ = explorer.handle(.key(.control("c")))
    #expect(!explorer.isRunning)
  }

  @Test("Times come in from outside and give samples a second and the time that is left")
  func pace() throws {
    var explorer = try training().explorer
    _ = explorer.perform("batch 100")
    explorer.timePassed(100)
    _ = explorer.perform("train 50")
    while explorer.session.trained.steps < 4 { explorer.work() }
    explorer.timePassed(2)
    let text = explorer.draw().canvas.text
    #expect(text.contains("200 samples/s"), "\(text)")
    #expect(text.contains("0:23 left"), "\(text)")
    _ = explorer.handle(.key(.control("c")))
    #expect(!explorer.draw().canvas.text.contains("samples/s"))
  }
}
