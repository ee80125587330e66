import CNNEngine
import CNNModel
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Keys and prompt", .baselineLevel)
struct KeyTests {
  /// Lines that open every view but that of a file, and the maps with every pane.
  private static let scenes = [
    "# maps", "pane maps", "pane loss", "finish\nopen conv1[0,3,4]",
    "finish\ngo conv1[0,3,4]\nfield",
    "finish\nprojector", "lab", "lab\npart image", "curve", "ladder", "confusion", "tour 2",
    "lesson mistakes", "predict shape", #"keys "?""#, "help", "search", "command",
    "data digits\nbatch 360\nrun 1\nevaluate\nmistakes", "data digits\nrun 1\nleave-now",
    "data digits\ndata", "why", "why contribution", "finish\nbeside now",
    "draw", "data digits\ntop class[3]", "data digits\ndead", "data digits\ncheckup",
    "data digits\nfind-rate", "finish\nset-value input[0,3,4] 1\nchanged conv1[0,3,4]",
  ]

  @Test("Every key means one thing in one view, and what it means is a command with its arguments")
  func meanings() throws {
    var seen: Set<String> = []
    for scene in Self.scenes {
      var player = try player("digits8")
      _ = try player.screen(after: scene)
      let explorer = player.explorer
      for view in explorer.views.all {
        seen.insert("\(type(of: view))")
        let bindings = view.bindings(explorer.shared)
        let keys = bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count, "\(view.title) after \(scene): \(keys)")
        for binding in bindings { try check(binding, explorer) }
      }
    }
    #expect(
      Set(ViewCatalog.all.map { "\($0)" }).subtracting(seen) == [
        "CompareView", "GradeView", "WeightsView",
      ])
  }

  @Test("Every key that means something everywhere is a command with its arguments")
  func keysEverywhere() throws {
    let explorer = try player("digits8").explorer
    let keys = Explorer.keys.flatMap(\.keys)
    #expect(Set(keys).count == keys.count, "\(keys)")
    for binding in Explorer.keys { try check(binding, explorer) }
  }

  /// The keys are keys, and the line is a command that takes these arguments.
  private func check(_ binding: ViewBinding, _ explorer: Explorer) throws {
    for key in binding.keys { _ = try Key(notation: key) }
    let local = explorer.views.all.flatMap { type(of: $0).localCommands }
    let table = CommandTable(local + Explorer.commands.commands)
    let command = try table.command(of: binding.line)
    var reader = ArgumentReader(binding.parts.arguments, of: command.name)
    _ = try command.prepare(&reader, explorer)
  }

  @Test(
    "What a key can do, a command can do",
    arguments: [
      ("s s S", "step 2\nback"), ("f", "finish"), ("u", "run"), ("f F", "finish\nbegin"),
      ("s d", "step\nshow gradient"), ("s w w", "step\nshow weights\nshow weights"),
      ("s ] ] [", "step\nchannel next\nchannel next\nchannel back"), ("v", "scale"),
      ("<Tab> <S-Tab>", "pane next\npane back"), ("<Down> <Space>", "down\ntoggle"),
      ("G g j", "last\nfirst\ndown"), ("+ + -", "zoom in\nzoom in\nzoom out"),
      ("u r", "run\nrestart"),
    ])
  func keysAndCommands(_ keys: String, _ commands: String) throws {
    var (pressed, typed) = (try player(), try player())
    let screen = try pressed.screen(after: "keys \"\(keys)\"")
    #expect(
      pressed.explorer.session.debugger.moment
        == {
          _ = try? typed.screen(after: commands)
          return typed.explorer.session.debugger.moment
        }())
    #expect(screen == typed.explorer.draw().canvas)
  }

  @Test("The prompt completes, recalls and cancels")
  func prompt() throws {
    var player = try player()
    let offered = try player.screen(after: #"keys ": o p t <Tab>""#).text
    #expect(offered.contains(":optimizer"))
    let done = try player.screen(after: #"type "adam lr 0.01""#, #"keys "<Enter>""#).text
    #expect(done.contains("optimizer adam lr 0.01"))
    #expect(try player.screen(after: #"keys ": <Up>""#).text.contains(":optimizer adam lr 0.01"))
    #expect(!(try player.screen(after: #"keys "<Esc>""#).text.contains(":optimizer")))
  }

  @Test("A key without meaning says so, and so does a command that is refused")
  func refusals() throws {
    var player = try player()
    #expect(try player.screen(after: #"keys "%""#).text.contains("% is not bound here"))
    #expect(try player.screen(after: #"keys "c""#).text.contains("there is no breakpoint"))
    #expect(try player.screen(after: #"keys "S""#).text.contains("this is the beginning"))
  }

  @Test("C-c asks before it leaves; q and Q leave")
  func leaving() throws {
    var player = try player()
    _ = try player.screen(after: #"keys "<C-c>""#)
    #expect(!player.hasQuit)
    _ = try player.screen(after: #"keys "s <C-c> <C-c>""#)
    #expect(player.hasQuit)
    var patient = try ScopeUITests.player()
    #expect(try patient.screen(after: #"keys "<Tab> <Esc> <Esc> <Esc>""#).text.contains("q leaves"))
    #expect(!patient.hasQuit)
    for key in ["q", "Q", "<Tab> q q"] {
      var player = try ScopeUITests.player()
      _ = try player.screen(after: "keys \"\(key)\"")
      #expect(player.hasQuit, "\(key)")
    }
  }

  @Test(
    "The selection stays on what there is, whatever is computed or opened under it",
    arguments: [
      #"keys "j <Tab> k s""#, #"keys "j <Tab> G j s""#,
      """
      net input 1x8x8; conv 2 3x3; flatten; linear 10
      go conv1.bias
      net input 1x8x8; relu; flatten; linear 10
      """,
    ])
  func selection(_ script: String) throws {
    var player = try player()
    let text = try player.screen(after: script).text
    let shared = player.explorer.shared
    let (selection, network) = (shared.selection, shared.session.network)
    #expect(selection.generation == shared.session.generation)
    #expect(network.nodes.indices.contains(selection.node))
    let maps = try #require(shared.maps)
    #expect((0..<maps.count).contains(selection.channel))
    let map = maps[selection.channel]
    #expect((0..<map.rows).contains(selection.cell.row))
    #expect((0..<map.columns).contains(selection.cell.column))
    #expect(text.contains(shared.debugger.names.name(of: selection.reference)))
  }

  @Test("Any keys in any order do no harm", arguments: [UInt64(1), 2, 3])
  func anyKeys(_ seed: UInt64) throws {
    let random = CounterRandom(seed: seed, stream: .probe, 0, 0)
    let names = Explorer.commands.commands.flatMap { $0.bindings.map(\.key) } + ["x", "<F9>", "é"]
    let keys = try names.filter { !["q", "Q", "<Esc>", "<C-c>"].contains($0) }.map {
      try Key(notation: $0)
    }
    var explorer = try player("digits8", columns: 60, rows: 20).explorer
    for index in 0..<600 {
      _ = explorer.handle(.key(keys[random.below(keys.count, index)]))
      explorer.workToTheEnd()
      if index % 20 == 0 { _ = explorer.draw() }
    }
  }
}

@Suite("The loop", .baselineLevel)
struct RunnerTests {
  @Test("The first picture waits for no event, and keys typed at once are all obeyed")
  func keysAtOnce() throws {
    var explorer = try player().explorer
    let keys = try Key.keys(in: "s s s f f S")
    var terminal = MemoryTerminal(events: keys.map { .key($0) })
    Runner.run(&explorer, on: &terminal)
    #expect(terminal.frames.first?.text.contains("ready") == true)
    // The terminal ended after the last key; what was begun by then goes on from here.
    explorer.workToTheEnd()
    #expect(explorer.session.debugger.phase == 24)
    #expect(explorer.draw().canvas.text.contains("sigmoid1 BACKWARD 24/26"))
  }

  @Test("Pictures that nobody asked for wait until the terminal has shown the one before")
  func receipts() throws {
    var explorer = try player("digits8").explorer
    for key in try Key.keys(in: ": t r a i n <Space> 9 0 0 0 0 0") {
      _ = explorer.handle(.key(key))
    }
    let ticks = Array(repeating: Event.tick, count: 50)
    var terminal = MemoryTerminal(events: [.key(.enter)] + ticks)
    terminal.isOutputPending = true
    Runner.run(&explorer, on: &terminal)
    #expect(terminal.frames.count == 2, "the first one, and that of the key")
    #expect(terminal.statusRequests == 1, "that of the key is to be confirmed")
  }

  @Test("What is asked of the terminal reaches it")
  func effects() throws {
    var explorer = try player().explorer
    let keys = try Key.keys(in: "m y : s e t <Space> p a l e t t e <Space> m a g m a <Enter>")
    var terminal = MemoryTerminal(events: keys.map { .key($0) })
    Runner.run(&explorer, on: &terminal)
    #expect(terminal.mouse && terminal.copied.count == 1)
    #expect(terminal.appearance.colormap == .magma)
  }
}
