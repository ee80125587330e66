import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

extension Explorer {
  /// The shell's line that leads to this view: what was opened, what was run, what is looked at.
  var commandLine: String {
    let commands = networkLines + session.reproduction + viewLines
    return ([programLine] + commands.map { "-c \(Self.quoted($0))" }).joined(separator: " ")
  }

  /// The program with its arguments as it was started, while it is still about that.
  private var programLine: String {
    let setup = session.debugger.setup
    if session.generation == 0, let invocation {
      return setup.seed == invocation.seed
        ? invocation.line : "\(invocation.line) --seed \(setup.seed)"
    }
    let name = isLibraryNetwork ? session.network.title : "lenet5"
    let seed = setup.seed == 0 ? "" : " --seed \(setup.seed)"
    return "cnnscope \(Self.quoted(name)) \(Self.quoted(setup.subject.name))\(seed)"
  }

  /// The network written out, where it has no name that opens it.
  private var networkLines: [String] {
    guard session.generation > 0 || invocation == nil, !isLibraryNetwork else { return [] }
    let lines = session.network.text.split(whereSeparator: \.isNewline).map(String.init)
    return ["net \(lines.joined(separator: "; "))"]
  }

  private var isLibraryNetwork: Bool {
    let title = session.network.title
    guard NetworkLibrary.names.contains(title) else { return false }
    return (try? NetworkLibrary.open(title))?.text == session.network.text
  }

  private var viewLines: [String] {
    let debugger = session.debugger
    var lines = debugger.sample > 0 ? ["sample \(debugger.sample)"] : []
    if let microscope {
      lines.append("open \(debugger.name(of: microscope.number))")
      if microscope.aspect != .terms { lines.append("aspect \(microscope.aspect.rawValue)") }
    } else {
      lines += mapLines
    }
    if view.scale != .layer { lines.append("scale \(view.scale.rawValue)") }
    if isProjecting { lines.append("projector") }
    return lines
  }

  private var mapLines: [String] {
    let name = session.debugger.name(of: view.reference)
    guard let maps, maps.count > 0 else { return ["go \(name)"] }
    let position = maps[view.channel].position(row: view.cell.row, column: view.cell.column)
    let cell = session.debugger.hasBatch(view.reference) ? position.sample : position
    let pane = view.focus == .maps ? [] : ["pane \(view.focus.title.lowercased())"]
    return ["go \(name)\(cell)"] + pane
  }

  /// A word as a shell takes it.
  static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+".contains($0) }
    return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}

/// How the program was started.
public struct Invocation: Hashable, Sendable {
  /// The shell's line, without commands to begin with.
  public let line: String
  public let seed: UInt64

  /// - Parameter words: program, network, image and options, as typed.
  public init(_ words: [String], seed: UInt64) {
    line = words.map(Explorer.quoted).joined(separator: " ")
    self.seed = seed
  }
}
