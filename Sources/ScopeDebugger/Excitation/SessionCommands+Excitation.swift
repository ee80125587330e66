/// The commands that search a data set for what excites channels, and for channels that do nothing.
extension SessionCommands {
  static let excitation: [Command<Session>] = [
    Command(
      "top", TopArguments(),
      help: "the samples of the test part, or of train, that excite a channel, unit or class most: "
        + "conv2[3], class[7] train",
      refusal: SearchedData.refusal,
      answer: { session, wanted throws(UserError) in
        guard let channel = wanted.channel else {
          throw UserError("top needs a channel, a unit or a class, as in top conv1[3] train")
        }
        var search = try TopSearch(
          channel, count: wanted.count, in: SearchedData(session, wanted.part))
        guard search.finish() else { throw UserError("stopped") }
        return Reply(ExcitationText.lines(search))
      }),
    Command(
      "dead", DeadArguments().optional,
      help: "channels that do nothing over the test part, or train: never above 0, saturated, "
        + "duplicates",
      refusal: SearchedData.refusal,
      answer: { session, wanted throws(UserError) in
        let wanted = wanted ?? .init()
        var search = try HealthSearch(wanted.node, in: SearchedData(session, wanted.part))
        guard search.finish() else { throw UserError("stopped") }
        return Reply(ExcitationText.lines(search))
      }),
  ].inGroup(.evaluation)
}
