package import CNNModel
package import ModelFiles

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

  /// The part of the data set.
  package let part: DataSet.Part

  /// A part of the data set that a session trains on.
  ///
  /// - Throws: ``UserError`` where there is none.
  package init(_ session: Session, _ part: DataSet.Part = .test) throws(UserError) {
    let debugger = session.debugger
    guard let data = debugger.setup.trainingData?.data else {
      throw UserError(Self.absence)
    }
    network = debugger.setup.fault?.planted(in: debugger.network) ?? debugger.network
    (state, samples) = (debugger.state, data[part])
    (name, self.part) = ("\(data.name):\(part.rawValue)", part)
  }

  /// Why nothing can be searched; `nil` where there is a data set.
  package static func refusal(_ session: Session) -> String? {
    session.debugger.setup.trainingData == nil ? absence : nil
  }

  private static let absence = "there is no data set to search; data digits chooses one"

  /// A part of a data set for a network with given parameters.
  package init(
    _ network: Network, _ state: ModelState, _ data: TrainingData, _ part: DataSet.Part
  ) {
    (self.network, self.state, samples) = (network, state, data[part])
    (name, self.part) = ("\(data.name):\(part.rawValue)", part)
  }
}

extension TrainingData {
  /// The samples of a part.
  package subscript(part: DataSet.Part) -> FittedSamples {
    switch part {
    case .train: train
    case .test: test
    }
  }
}
