package import CNNModel

/// A computation over the samples of a data set that goes on batch by batch.
package protocol SampleSearch: Sendable {
  /// How many samples were looked at.
  var done: Int { get }
  var total: Int { get }
  /// Looks at the next batch; does nothing at the end.
  mutating func advance()
}

extension SampleSearch {
  package var isDone: Bool { done >= total }

  /// Goes on to the end, or until it is cancelled.
  ///
  /// - Parameter progress: is told after every batch how many samples are done.
  /// - Returns: whether all samples were looked at.
  package mutating func finish(_ progress: (Int, Int) -> Void = { _, _ in }) -> Bool {
    while !isDone {
      advance()
      guard !CancellationToken.isCancelled else { return false }
      progress(done, total)
    }
    return true
  }
}

/// What searches over a data set begin with.
package struct SearchedData: Sendable {
  package let network: Network
  package let state: ModelState
  package let samples: FittedSamples
  /// How the user names the part of the data set: `digits:test`.
  package let name: String

  /// The test part of the data set that a session trains on.
  ///
  /// - Throws: ``UserError`` where there is none.
  package init(_ session: Session) throws(UserError) {
    let debugger = session.debugger
    guard let data = debugger.setup.trainingData?.data else {
      throw UserError(Self.absence)
    }
    network = debugger.setup.fault?.planted(in: debugger.network) ?? debugger.network
    (state, samples, name) = (debugger.state, data.test, "\(data.name):test")
  }

  /// Why nothing can be searched; `nil` where there is a data set.
  package static func refusal(_ session: Session) -> String? {
    session.debugger.setup.trainingData == nil ? absence : nil
  }

  private static let absence = "there is no data set to search; data digits chooses one"

  package init(
    _ network: Network, _ state: ModelState, _ samples: FittedSamples, name: String
  ) {
    (self.network, self.state, self.samples, self.name) = (network, state, samples, name)
  }
}
