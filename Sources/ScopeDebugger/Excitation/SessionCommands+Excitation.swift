/// The commands that search a data set for what excites channels, and for channels that do nothing.
extension SessionCommands {
  static let excitation: [Command<Session>] = [
    Command(
      "top", ChannelName(), WholeNumber.count.optional,
      help: "the test samples that excite a channel, unit or class most: conv2[3], class[7]",
      refusal: SearchedData.refusal,
      answer: { session, channel, count throws(UserError) in
        var search = try TopSearch(
          channel, count: count ?? TopSearch.usualCount, in: SearchedData(session))
        guard search.finish() else { throw UserError("stopped") }
        return Reply(ExcitationText.lines(search))
      }),
    Command(
      "dead", LayerName().optional,
      help: "channels that do nothing over the test part: never above 0, saturated, duplicates",
      refusal: SearchedData.refusal,
      answer: { session, node throws(UserError) in
        var search = try HealthSearch(node, in: SearchedData(session))
        guard search.finish() else { throw UserError("stopped") }
        return Reply(ExcitationText.lines(search))
      }),
  ].inGroup(.evaluation)
}
