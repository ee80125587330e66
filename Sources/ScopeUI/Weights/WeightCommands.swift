import ModelFiles
import ScopeDebugger

/// The commands of the view of a file of weights.
extension Explorer {
  private static let isOpen: @Sendable (Explorer) -> Bool = {
    $0.weightsView != nil && $0.labPart == nil && $0.lessonView == nil
  }
  private static let isClosed: @Sendable (Explorer) -> String? = {
    $0.weightsView == nil ? "no file of weights is shown; weights FILE opens one" : nil
  }

  static let weighing: [Command<Explorer>] = [
    Command(
      "weights", arguments: "[FILE]", completion: .file,
      help: "the arrays of a .safetensors, .npz or .onnx file, with their pictures",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try explorer.session.open(weights: text) }
        guard let list = explorer.session.weightList else {
          throw UserError("no file of weights is open; weights FILE opens one")
        }
        explorer.show(list, isAlone: false)
        return Reply()
      }),
    Command(
      "tensor", arguments: "[next|back|first|last|page|page-back|NAME]",
      completion: .words(["next", "back", "first", "last"]),
      keys: [
        KeyBinding("<Down>", "next"), KeyBinding("<Up>", "back"), KeyBinding("j", "next"),
        KeyBinding("k", "back"), KeyBinding("g", "first"), KeyBinding("G", "last"),
        KeyBinding("<Home>", "first"), KeyBinding("<End>", "last"), KeyBinding("<PgDn>", "page"),
        KeyBinding("<PgUp>", "page-back"),
      ],
      help: "another tensor of the file; / finds one by name or shape",
      applies: isOpen, refusal: isClosed,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.chooseTensor(text)
        return Reply()
      }),
    Command(
      "kernels", arguments: "[next|back]", completion: .words(["next", "back"]),
      keys: [KeyBinding("]", "next"), KeyBinding("[", "back")],
      help: "the tensor's kernels further down, or up", applies: isOpen, refusal: isClosed,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        explorer.weightsView?.scroll(text == "back" ? -4 : 4)
        return Reply()
      }),
    Command(
      "leave-weights", keys: [KeyBinding("q"), KeyBinding("<Esc>")],
      help: "back to the network", applies: isOpen, refusal: isClosed,
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        if explorer.weightsView?.isAlone == true {
          explorer.leaveAlone()
        } else {
          explorer.weightsView = nil
        }
        return Reply()
      }),
  ]

  /// Shows a file of weights.
  mutating func show(_ list: WeightList, isAlone: Bool) {
    weightsView = WeightsView(list, isAlone: isAlone)
    message = Message("/ finds a name or a shape; ] shows the kernels further down")
  }

  /// Commands that show something of the network close the view.
  mutating func leaveWeights(after line: String) {
    guard weightsView != nil, Self.networkCommands.contains(Self.name(of: line)) else { return }
    weightsView = nil
  }

  private mutating func leaveAlone() { effects += quit() }

  private mutating func chooseTensor(_ text: String) throws(UserError) {
    guard let view = weightsView else { return }
    let count = view.list.arrays.count
    let page = max(1, size.rows - 5)
    switch text {
    case "", "next": weightsView?.select(view.selected + 1)
    case "back": weightsView?.select(view.selected - 1)
    case "first": weightsView?.select(0)
    case "last": weightsView?.select(count - 1)
    case "page": weightsView?.select(view.selected + page)
    case "page-back": weightsView?.select(view.selected - page)
    default:
      guard let index = view.list.arrays.firstIndex(where: { $0.name == text }) else {
        throw UserError("there is no tensor \(text.quoted) in \(view.list.path.harmless)")
      }
      weightsView?.select(index)
    }
  }

  /// Selects the next tensor whose name or shape holds the text that is searched for.
  mutating func findTensor(backward: Bool) throws(UserError) {
    guard let found = weightsView?.next(holding: view.search, backward: backward),
      let array = weightsView?.list.arrays[found]
    else { throw UserError("no name or shape holds \(view.search.quoted)") }
    weightsView?.select(found)
    message = Message("\(array.name.harmless) \(array.array.shape)")
  }
}
