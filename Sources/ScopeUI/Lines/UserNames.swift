import ScopeDebugger

/// The names that the user gave in an explorer, which words leave as they are.
struct UserNames {
  let explorer: Explorer

  init(_ explorer: Explorer) { self.explorer = explorer }

  private var session: Session { explorer.session }

  /// A text in words, with the names that the user gave as they were written.
  func inWords(_ text: String) -> String { ScopeUI.inWords(text, keeping: names) }

  /// The names that the user gave, whole and without their folders: of what is opened, and those in
  /// the line that was typed.
  private var names: Set<String> {
    var names = typed
    if session.hasNetwork {
      let (network, setup) = (session.network, session.debugger.setup)
      names += network.nodes.flatMap { [$0.name, $0.fileName ?? ""] + $0.outputNames }
      names += [network.title, setup.input.name, setup.trainingData?.data.name ?? ""]
      names += (0..<(network.classNames?.count ?? 0)).compactMap { network.classNames?[$0] }
    }
    names += [session.weightList?.path, session.resumed?.path].compactMap(\.self)
    return Set(names + names.compactMap { $0.split(separator: "/").last.map(String.init) })
      .subtracting([""])
  }

  /// Words with a letter: a number or a shape that was typed is no name.
  private var typed: [String] {
    explorer.shared.typed.flatMap { word in [word.text, String(word.typed)] }
      .filter { $0.contains(where: \.isLetter) }
  }
}
