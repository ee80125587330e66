import ScopeDebugger

/// The explorer's describe command: without a tensor, what the screen shows.
enum DescribeCommand {
  static let command: Command<Explorer> = Command(
    "describe", TensorName().optional, WholeNumber("MAP", 0...Int.max, example: 0).optional,
    traits: .worksWithoutNetwork,
    help: "what the screen shows, or a tensor and one of its maps, in words",
    answer: { explorer, tensor, map throws(UserError) in
      guard let tensor else {
        return Reply(
          explorer.views.description(explorer.scene).map { UserNames(explorer).inWords($0) })
      }
      return Reply(try explorer.session.text.description(of: tensor, map: map))
    }
  ).inGroup(.explaining)
}
