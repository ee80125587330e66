import ModelFiles
import ScopeDebugger
import TerminalKit

/// The commands of the view of a file of weights.
extension WeightsView {
  static let commands: [Command<Explorer>] = [
    Command(
      "weights", InputFile("FILE", "a file of weights", example: "net.safetensors").optional,
      help: "the arrays of a .safetensors, .npz, PyTorch, Keras or .onnx file, with their pictures",
      action: { explorer, path throws(UserError) in
        if let path { try explorer.session.open(weights: path) }
        guard let list = explorer.session.weightList else {
          throw UserError("no file of weights is open; weights FILE opens one")
        }
        explorer.open(WeightsView(list, isAlone: false))
        explorer.shared.news.say(list.remark ?? invitation)
      }),
    inside(
      "tensor", TensorChoice().optional,
      help: "another tensor of the file; / finds one by name or shape",
      action: { view, shared, choice throws(UserError) in
        try view.select(choice ?? .next, page: max(1, shared.size.rows - 5))
      }),
    inside(
      "kernels", Choice(Direction.self).optional, help: "the tensor's kernels further down, or up",
      action: { view, _, direction in view.scroll(direction == .back ? -4 : 4) }),
    inside(
      "leave-weights", help: "back to the network",
      change: { view, _ in view.isAlone ? .perform("leave-now") : .close }),
  ].inGroup(.files).with(.worksWithoutNetwork)

  static let invitation = "/ finds a name or a shape; ] shows the kernels further down"

  private mutating func select(_ choice: TensorChoice.Value, page: Int) throws(UserError) {
    switch choice {
    case .next: select(selected + 1)
    case .back: select(selected - 1)
    case .first: select(0)
    case .last: select(list.arrays.count - 1)
    case .page: select(selected + page)
    case .pageBack: select(selected - page)
    case .name(let name):
      guard let index = list.arrays.firstIndex(where: { $0.name == name }) else {
        throw UserError("there is no tensor \(name.quoted) in \(list.path.harmless)")
      }
      select(index)
    }
  }
}

/// `next|back|first|last|page|page-back|NAME`
struct TensorChoice: TextParameter {
  enum Value: Hashable, Sendable {
    case next, back, first, last, page, pageBack
    case name(String)
  }

  private static let words: [(word: String, value: Value)] = [
    ("next", .next), ("back", .back), ("first", .first), ("last", .last), ("page", .page),
    ("page-back", .pageBack),
  ]

  var usage: String { (Self.words.map(\.word) + ["NAME"]).joined(separator: "|") }
  var expectation: String { "the name of a tensor" }
  var example: String { "next" }
  var completion: Completion { .words(Self.words.map(\.word)) }

  func value(of text: String, in session: Session) -> Value? {
    Self.words.first { $0.word == text }?.value ?? .name(text)
  }
}
