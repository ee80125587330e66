import ScopeDebugger

/// The explorer's describe command: without a tensor, the one on the screen.
enum DescribeCommand {
  static let command: Command<Explorer> = Command(
    "describe", TensorName().optional, WholeNumber("MAP", 0...Int.max, example: 0).optional,
    help: "what the screen shows, or a tensor and one of its maps, in words",
    answer: { explorer, tensor, map throws(UserError) in
      let text = explorer.session.text
      guard let tensor else { return Reply(try lines(explorer)) }
      return Reply(try text.description(of: tensor, map: map))
    }
  ).inGroup(.explaining)

  /// The view on top, and the map that is selected.
  private static func lines(_ explorer: Explorer) throws(UserError) -> [String] {
    let (text, selection) = (explorer.session.text, explorer.shared.selection)
    let name = explorer.session.debugger.names.name(of: selection.reference)
    let first = "\(explorer.views.top.title), \(name), map \(selection.channel)"
    do throws(UserError) {
      return [first]
        + (try text.description(of: selection.reference, map: selection.channel))
    } catch {
      return [first, error.description] + text.description
    }
  }
}
