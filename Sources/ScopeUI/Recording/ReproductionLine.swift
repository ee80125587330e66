import CNNModel
import ScopeDebugger

/// The shell's line that leads to a view again: what was opened, what was run, what is looked at.
struct ReproductionLine {
  private let explorer: Explorer
  private var session: Session { explorer.session }

  init(_ explorer: Explorer) { self.explorer = explorer }

  var text: String {
    let commands =
      (session.hasNetwork ? networkCommands : []) + explorer.views.reproduction(explorer.shared)
    return ([programLine] + commands.map { "-c \($0.quotedForShell)" }).joined(separator: " ")
  }

  /// What leads to the network and its moment.
  private var networkCommands: [String] {
    let sample = session.debugger.sample
    return networkLines + session.reproduction + (sample > 0 ? ["sample \(sample)"] : [])
  }

  /// The program with its arguments as it was started, while it is still about that.
  private var programLine: String {
    if case .tensors(let list, _) = session.subject {
      return explorer.invocation?.line ?? "cnnscope \(list.path.quotedForShell)"
    }
    let setup = session.debugger.setup
    if session.generation == 0, let invocation = explorer.invocation {
      return setup.seed == invocation.seed
        ? invocation.line : "\(invocation.line) --seed \(setup.seed)"
    }
    let name = isLibraryNetwork ? session.network.title : "lenet5"
    let seed = setup.seed == 0 ? "" : " --seed \(setup.seed)"
    return "cnnscope \(name.quotedForShell) \(setup.input.name.quotedForShell)\(seed)"
  }

  /// The network written out, where it has no name that opens it.
  private var networkLines: [String] {
    guard session.generation > 0 || explorer.invocation == nil, !isLibraryNetwork else { return [] }
    let lines = session.network.text.split(whereSeparator: \.isNewline).map(String.init)
    return ["net \(lines.joined(separator: "; "))"]
  }

  private var isLibraryNetwork: Bool {
    let title = session.network.title
    guard NetworkLibrary.names.contains(title) else { return false }
    return (try? NetworkLibrary.open(title))?.text == session.network.text
  }
}

/// How the program was started.
package struct Invocation: Hashable, Sendable {
  /// The shell's line, without commands to begin with.
  package let line: String
  package let seed: UInt64

  /// - Parameter words: program, network, image and options, as typed.
  package init(_ words: [String], seed: UInt64) {
    line = words.map(\.quotedForShell).joined(separator: " ")
    self.seed = seed
  }
}

extension String {
  /// A word as a shell takes it.
  var quotedForShell: String {
    let isPlain = allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+".contains($0) }
    return isPlain && !isEmpty ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
