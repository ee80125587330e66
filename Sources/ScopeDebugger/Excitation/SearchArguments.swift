package import ModelFiles

/// `[LAYER[CHANNEL]] [COUNT] [train|test]`
package struct TopArguments: TextParameter {
  package struct Value: Hashable, Sendable {
    package var channel: LayerChannel?
    package var count = TopSearch.usualCount
    package var part = DataSet.Part.test

    package init() {}
  }

  package init() {}

  package var usage: String { "[LAYER[CHANNEL]] [N] [train|test]" }
  package var expectation: String {
    "a channel, a unit or a class, how many samples, and train or test"
  }
  package var example: String { "conv1[3] train" }
  package var completion: Completion { .channel + .words(["train", "test"]) }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    var value = Value()
    for word in text.split(separator: " ").map(String.init) {
      if let part = DataSet.Part(rawValue: word) {
        value.part = part
      } else if let count = WholeNumber.count.value(of: word, in: session) {
        value.count = count
      } else if value.channel == nil, let channel = try ChannelName().value(of: word, in: session) {
        value.channel = channel
      } else {
        return nil
      }
    }
    return value
  }
}

/// `[LAYER] [train|test]`
package struct DeadArguments: TextParameter {
  package struct Value: Hashable, Sendable {
    package var node: Int?
    package var part = DataSet.Part.test

    package init() {}
  }

  package init() {}

  package var usage: String { "[LAYER] [train|test]" }
  package var expectation: String { "a layer, and train or test" }
  package var example: String { "conv1 train" }
  package var completion: Completion { .layer + .words(["train", "test"]) }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    var value = Value()
    for word in text.split(separator: " ").map(String.init) {
      if let part = DataSet.Part(rawValue: word) {
        value.part = part
      } else if value.node == nil {
        value.node = try LayerName().value(of: word, in: session)
      } else {
        return nil
      }
    }
    return value
  }
}

extension HealthSearch {
  /// The words behind `dead` that begin it again.
  package func words(_ node: Int?) -> [String] {
    (node.map { [data.network.nodes[$0].name] } ?? []) + data.part.words
  }
}

extension TopSearch {
  /// The words behind `top` that begin it again.
  package var words: [String] {
    [channel.name(in: data.network)] + (count == Self.usualCount ? [] : ["\(count)"])
      + data.part.words
  }
}

extension DataSet.Part {
  /// What says that it is not the usual one.
  fileprivate var words: [String] { self == .test ? [] : [rawValue] }
}
